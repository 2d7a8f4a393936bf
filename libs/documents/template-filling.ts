/** Filling a template: every blank gets a value of its kind, or the filling is refused with the place named. */
import { Refusal } from '#libs/domain/refusal.js';
import {
  type Attachment,
  type Block,
  type DocumentKind,
  type Figure,
  type Inline,
  inlinesOf,
  type Line,
  type OfficialDocument,
  textOf,
} from './document-content.js';
import type { Template, TemplateBlock } from './template-schema.js';
import { textNodes, type TextNode } from './template-syntax.js';
import { isThere, scopeOf, type Scope, type TemplateValues } from './template-values.js';

export type FilledDocument = Pick<
  OfficialDocument,
  'kind' | 'title' | 'paragraphs' | 'attachments' | 'disclosure' | 'figures'
> &
  Partial<Pick<OfficialDocument, 'addressee' | 'copyTo' | 'attendance'>>;
export interface FilledText {
  readonly title: string;
  readonly lines: readonly string[];
  readonly foot: readonly string[];
}

const fillNodes = (nodes: readonly TextNode[], scope: Scope): Inline[] =>
  nodes.flatMap((node): readonly Inline[] => {
    if (node.kind === 'literal') return [node.text];
    const ready = scope.get(node.name);
    if (node.kind === 'value') {
      if (ready === undefined || !('inlines' in ready)) throw new Error(`no text for ${node.name}`);
      return ready.inlines;
    }
    if (node.inverted) return isThere(ready) ? [] : fillNodes(node.nodes, scope);
    if (ready !== undefined && 'items' in ready) {
      return ready.items.flatMap((item) => fillNodes(node.nodes, new Map([...scope, ...item])));
    }
    return isThere(ready) ? fillNodes(node.nodes, scope) : [];
  });

/** Neighbouring plain texts become one; a line break starts a new line; blank lines vanish. */
const toLines = (inlines: readonly Inline[]): Line[] => {
  const lines: Inline[][] = [[]];
  for (const inline of inlines) {
    if (typeof inline !== 'string') {
      lines.at(-1)?.push(inline);
      continue;
    }
    inline.split('\n').forEach((piece, index) => {
      if (index > 0) lines.push([]);
      const line = lines.at(-1) ?? [];
      const before = line.at(-1);
      if (typeof before === 'string') line[line.length - 1] = before + piece;
      else if (piece !== '') line.push(piece);
    });
  }
  return lines
    .map((line): Line => (line.length === 1 ? (line[0] ?? '') : line))
    .filter((line) => textOf(line).trim() !== '');
};

const fillLines = (text: string, scope: Scope): Line[] => toLines(fillNodes(textNodes(text), scope));

/** One line; several are joined by a line break, as inside a table cell. */
const fillLine = (text: string, scope: Scope): Line => {
  const lines = fillLines(text, scope);
  if (lines.length <= 1) return lines[0] ?? '';
  return lines.flatMap((line, index) => (index === 0 ? inlinesOf(line) : ['\n', ...inlinesOf(line)]));
};

const fillPlain = (text: string, scope: Scope): string => textOf(fillLine(text, scope));

const fillBlocks = (blocks: readonly TemplateBlock[], scope: Scope): Block[] =>
  blocks.flatMap((block): Block[] => {
    if (typeof block === 'string') return fillLines(block, scope).map((line) => ({ type: 'text', line }));
    if ('heading' in block) {
      const then = block.then === undefined ? '' : fillLine(block.then, scope);
      return [
        {
          type: 'heading',
          level: block.heading,
          line: fillLine(block.text, scope),
          ...(textOf(then) === '' ? {} : { then }),
        },
      ];
    }
    if ('figures' in block) return [{ type: 'figures' }];
    if ('when' in block) return isThere(scope.get(block.when)) ? fillBlocks(block.blocks, scope) : [];
    if ('unless' in block) return isThere(scope.get(block.unless)) ? [] : fillBlocks(block.blocks, scope);
    if ('form' in block) {
      const { weights, rows } = block.form;
      return [
        {
          type: 'form',
          weights,
          rows: rows.map((row) =>
            row.map((cell) => ({
              text: fillLine(cell.text, scope),
              ...(cell.label === undefined ? {} : { label: cell.label }),
              ...(cell.span === undefined ? {} : { span: cell.span }),
              ...(cell.lines === undefined ? {} : { lines: cell.lines }),
            })),
          ),
        },
      ];
    }
    const each = 'list' in block ? block.each : block.table.each;
    const ready = scope.get(each);
    const scopes =
      ready !== undefined && 'items' in ready ? ready.items.map((item) => new Map([...scope, ...item])) : [];
    if ('list' in block) {
      return scopes.length === 0
        ? []
        : [{ type: 'list', level: block.list, items: scopes.map((item) => fillLine(block.item, item)) }];
    }
    const { columns, empty } = block.table;
    if (scopes.length === 0 && empty !== undefined) {
      return fillLines(empty, scope).map((line) => ({ type: 'text', line }));
    }
    return [
      {
        type: 'table',
        columns: columns.map(({ label, weight, align }) => ({
          label,
          ...(weight === undefined ? {} : { weight }),
          ...(align === undefined ? {} : { align }),
        })),
        rows: scopes.map((item) => columns.map((column) => fillLine(column.value, item))),
      },
    ];
  });

const plainLines = (text: string | undefined, scope: Scope): string[] =>
  text === undefined ? [] : fillLines(text, scope).map(textOf);

/**
 * Fills a template of a paper. The result is an `OfficialDocument` but for issuer, mark, number, signature and imprint.
 * Refusal TEMPLATE_PARAMETER lists every parameter that is unknown, missing, blank or of the wrong kind, by place and
 * Chinese label; TEMPLATE_KIND for a template that makes no paper.
 */
export const fillTemplate = (
  template: Template,
  values: TemplateValues,
  figures: readonly Figure[] = [],
): FilledDocument => {
  if (template.kind === 'MESSAGE' || template.kind === 'SHEET') {
    throw new Refusal('TEMPLATE_KIND', `${template.id} makes no paper`);
  }
  const kind: DocumentKind = template.kind;
  const scope = scopeOf(template, values, figures);
  const { attendance } = template;
  return {
    kind,
    title: fillPlain(template.title, scope),
    ...(template.addressee === undefined ? {} : { addressee: fillPlain(template.addressee, scope) }),
    paragraphs: fillBlocks(template.body, scope),
    attachments: template.attachments.map((attachment): Attachment => ({
      title: fillPlain(attachment.title, scope),
      blocks: fillBlocks(attachment.blocks, scope),
      ...(attachment.loose ? { loose: true } : {}),
    })),
    ...(template.copyTo === undefined ? {} : { copyTo: plainLines(template.copyTo, scope) }),
    ...(attendance === undefined
      ? {}
      : {
          attendance: {
            present: plainLines(attendance.present, scope),
            excused: plainLines(attendance.excused, scope),
            observing: plainLines(attendance.observing, scope),
          },
        }),
    disclosure: template.disclosure,
    figures,
  };
};

/** Fills a message or the head and foot of a sheet: plain lines. Refusals as `fillTemplate`. */
export const fillText = (template: Template, values: TemplateValues): FilledText => {
  if (template.kind !== 'MESSAGE' && template.kind !== 'SHEET') {
    throw new Refusal('TEMPLATE_KIND', `${template.id} is a paper`);
  }
  const scope = scopeOf(template, values, []);
  const lines = fillBlocks(template.body, scope).flatMap((block) => {
    if (block.type === 'text') return [textOf(block.line)];
    if (block.type === 'list') return block.items.map((item, index) => `${index + 1}.${textOf(item)}`);
    throw new Refusal('TEMPLATE_KIND', `${template.id} holds a ${block.type}, which a message cannot show`);
  });
  return {
    title: fillPlain(template.title, scope),
    lines,
    foot: template.foot.flatMap((text) => plainLines(text, scope)),
  };
};
