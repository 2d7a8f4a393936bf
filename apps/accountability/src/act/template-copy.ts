import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '#libs/domain/refusal.js';
import { parseTemplate, type Template, templateProblems, type TemplateValues } from '#libs/documents/template.js';
import type { Pack } from '#libs/policy/pack.js';

const read = new Map<string, Promise<Template>>();

/** A template of the pack; each file is read once per process, since a pack never changes while it is in use. */
export const packTemplate = (pack: Pack, id: string): Promise<Template> => {
  const path = join(pack.dir, 'templates', `${id}.json`);
  const known = read.get(path);
  if (known) return known;
  const made = readFile(path, 'utf8').then((text) => parseTemplate(JSON.parse(text)));
  read.set(path, made);
  made.catch(() => read.delete(path));
  return made;
};

/** The values a template asks for, out of all that are known; what is null or missing stays a blank. */
export const valuesFor = (template: Template, known: TemplateValues): TemplateValues =>
  Object.fromEntries(
    template.parameters
      .map(({ name }) => [name, known[name]] as const)
      .filter(([, value]) => value !== undefined && value !== null),
  );

/**
 * An act's copy of its template with another text. Blanks the text no longer names are left unused. Refuses with
 * TEMPLATE_INVALID, naming every place, when the text names what is not declared or would leave a hole.
 */
export const withBody = (template: Template, body: Template['body']): Template => {
  const edited = { ...template, body };
  const problems = templateProblems(edited).filter((problem) => !problem.endsWith('is used nowhere'));
  if (problems.length > 0) {
    throw new Refusal('TEMPLATE_INVALID', `the text cannot be used: ${problems.join('; ')}`, { problems });
  }
  return edited;
};
