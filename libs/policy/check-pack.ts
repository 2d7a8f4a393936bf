import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Pack, PACK_LISTS } from './pack.js';
import { readPack } from './read-pack.js';
import { type PackFault, type PackFile, readPackFile } from './pack-file.js';

/** The part of a template that the rest of the pack relies on; libs/documents reads the whole. */
const TemplateHead = z.looseObject({
  id: z.string(),
  version: z.int().positive(),
  validFrom: z.iso.date(),
  numbering: z.string().optional(),
});

interface TemplateFile {
  readonly file: PackFile;
  readonly head: z.infer<typeof TemplateHead> | null;
}

const readTemplates = async (dir: string): Promise<TemplateFile[]> => {
  const names = await readdir(join(dir, 'templates')).catch(() => []);
  const files = names.filter((name) => /\.(json|ya?ml)$/.test(name)).sort();
  return Promise.all(
    files.map(async (name) => {
      const file = await readPackFile(join(dir, 'templates', name), `templates/${name}`);
      return { file, head: TemplateHead.safeParse(file.value).data ?? null };
    }),
  );
};

/** Every paper the pack names has a template, and the template's number is that of the series its kind belongs to. */
const templateFaults = (
  pack: Pack,
  templates: readonly TemplateFile[],
  line: (file: string) => PackFile,
): PackFault[] => {
  const faults = templates.flatMap(({ file, head }) =>
    head === null && file.faults.length === 0 ? [file.fault([], 'has no id, version and validFrom')] : [...file.faults],
  );
  const known = new Map(
    templates.flatMap(({ file, head }) => (head === null ? [] : [[head.id, { file, head }] as const])),
  );
  const place = (list: 'acts' | 'dispatches', index: number, field: string, message: string): void => {
    faults.push(line(PACK_LISTS[list].file).fault([PACK_LISTS[list].key, index, field], message));
  };
  for (const list of ['acts', 'dispatches'] as const) {
    pack[list].forEach((one, index) => {
      const template = known.get(one.template);
      if (!template) {
        place(list, index, 'template', `${one.id}: templates/ has no template ${one.template}`);
        return;
      }
      const pattern = pack.numbering.find((series) => series.id === one.numbering)?.pattern;
      if (template.head.numbering !== pattern) {
        const says = template.head.numbering ?? 'no number';
        place(list, index, 'numbering', `${one.id}: its template has ${says}, its series ${pattern ?? 'none'}`);
      }
    });
  }
  return faults;
};

/**
 * Everything wrong with a pack, for `duban policy check`: what `loadPack` refuses, and besides the templates its papers
 * need. An empty list means that the pack can be used.
 */
export const checkPack = async (dir: string): Promise<PackFault[]> => {
  const { pack, faults } = await readPack(dir);
  if (pack === null) return faults;
  const files = new Map<string, PackFile>();
  for (const name of ['acts', 'dispatches'] as const) {
    const { file } = PACK_LISTS[name];
    files.set(file, await readPackFile(join(dir, file), file));
  }
  return [...faults, ...templateFaults(pack, await readTemplates(dir), (file) => files.get(file) as PackFile)];
};
