import type { ActDetail } from '../queries.js';

type Field = ActDetail['fields'][number];

/** A piece of running text; a figure can be followed to what it rests on, a gap is still to be filled in. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'figure'; readonly text: string; readonly figureId: string }
  | { readonly kind: 'gap'; readonly label: string };

type Value = unknown;
type Fields = ReadonlyMap<string, Pick<Field, 'label' | 'type' | 'choices'> & { readonly fields?: Field['fields'] }>;

/** Values by name with what the template declares about them; inside a list those of the item hide those outside. */
export interface Scope {
  readonly values: Readonly<Record<string, Value>>;
  readonly fields: Fields;
  readonly outer: Scope | null;
}

const isThere = (value: Value): boolean =>
  value !== undefined &&
  value !== null &&
  value !== false &&
  value !== '' &&
  !(Array.isArray(value) && value.length === 0);
const isFigure = (value: Value): value is { text: string; figureId: string } =>
  typeof value === 'object' && value !== null && 'figureId' in value && 'text' in value;

const find = (name: string, scope: Scope | null): { value: Value; scope: Scope } | null => {
  for (let at = scope; at; at = at.outer)
    if (at.fields.has(name) || name in at.values) return { value: at.values[name], scope: at };
  return null;
};

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const dayWords = (text: string): string => {
  const [, year, month, day] = DAY.exec(text) ?? [];
  return year ? `${year}年${Number(month)}月${Number(day)}日` : text;
};
const OFFSET_MS = 8 * 3_600_000;
const instantWords = (text: string): string => {
  const at = Date.parse(text);
  if (Number.isNaN(at)) return text;
  const local = new Date(at + OFFSET_MS).toISOString();
  return `${dayWords(local.slice(0, 10))}${Number(local.slice(11, 13))}:${local.slice(14, 16)}`;
};

const piecesOfValue = (value: Value, field: { type: string; choices: Field['choices']; label: string }): Piece[] => {
  if (Array.isArray(value)) return value.flatMap((one) => piecesOfValue(one, field));
  if (isFigure(value)) return [{ kind: 'figure', text: value.text, figureId: value.figureId }];
  if (typeof value === 'object' && value !== null && 'text' in value)
    return [{ kind: 'text', text: String((value as { text: unknown }).text) }];
  const text = String(value);
  if (field.type === 'date') return [{ kind: 'text', text: dayWords(text) }];
  if (field.type === 'time') return [{ kind: 'text', text: instantWords(text) }];
  return [{ kind: 'text', text: field.choices?.[text] ?? text }];
};

/** The scopes of the items of a list; none where the name is no list or the list is empty. */
export const itemsOf = (name: string, scope: Scope): Scope[] => {
  const found = find(name, scope);
  if (!found || !Array.isArray(found.value)) return [];
  const declared = found.scope.fields.get(name)?.fields ?? [];
  const fields: Fields = new Map(declared.map((field) => [field.name, field]));
  const items = found.value as readonly Readonly<Record<string, Value>>[];
  return items.map((item, at) => ({
    values: { ...item, index: at + 1, first: at === 0, last: at === items.length - 1 },
    fields,
    outer: scope,
  }));
};

export const isGiven = (name: string, scope: Scope): boolean => isThere(find(name, scope)?.value);

const token = (): RegExp => /\{\{([#^/]?)([^{}]*)\}\}/g;

/** Where the section that begins after `from` ends: the place of its closing mark and the place after it. */
const closingOf = (text: string, name: string, from: number): { at: number; after: number } | null => {
  let depth = 1;
  for (const match of text.slice(from).matchAll(token())) {
    if (match[2]!.trim() !== name) continue;
    depth += match[1] === '/' ? -1 : match[1] === '' ? 0 : 1;
    if (depth === 0) return { at: from + match.index, after: from + match.index + match[0].length };
  }
  return null;
};

/** Running text of a template with its values put in: `{{name}}`, `{{#name}}…{{/name}}`, `{{^name}}…{{/name}}`. */
export const piecesOf = (text: string, scope: Scope): Piece[] => {
  const pieces: Piece[] = [];
  const mark = token();
  for (let at = 0; at < text.length;) {
    mark.lastIndex = at;
    const match = mark.exec(text);
    if (!match) {
      pieces.push({ kind: 'text', text: text.slice(at) });
      break;
    }
    if (match.index > at) pieces.push({ kind: 'text', text: text.slice(at, match.index) });
    const [whole, sign, raw = ''] = match;
    const name = raw.trim();
    const after = match.index + whole.length;
    const closing = sign === '#' || sign === '^' ? closingOf(text, name, after) : null;
    if (closing) {
      const inside = text.slice(after, closing.at);
      const items = sign === '#' ? itemsOf(name, scope) : [];
      if (items.length > 0 && isListOf(name, scope)) for (const item of items) pieces.push(...piecesOf(inside, item));
      else if (isGiven(name, scope) === (sign === '#')) pieces.push(...piecesOf(inside, scope));
    } else if (sign === '') {
      const found = find(name, scope);
      const field = found?.scope.fields.get(name) ?? { label: name, type: 'text', choices: null };
      pieces.push(
        ...(isThere(found?.value)
          ? piecesOfValue(found!.value, field)
          : [{ kind: 'gap' as const, label: field.label }]),
      );
    }
    at = closing?.after ?? after;
  }
  return pieces;
};

/** A list of records repeats its section; a text that is made of pieces only shows it. */
const isListOf = (name: string, scope: Scope): boolean => find(name, scope)?.scope.fields.get(name)?.type === 'list';

/** Pieces cut at line breaks: a line is a paragraph. */
export const paragraphsOf = (pieces: readonly Piece[]): Piece[][] => {
  const paragraphs: Piece[][] = [[]];
  for (const piece of pieces) {
    if (piece.kind !== 'text') {
      paragraphs.at(-1)!.push(piece);
      continue;
    }
    piece.text.split('\n').forEach((line, at) => {
      if (at > 0) paragraphs.push([]);
      if (line) paragraphs.at(-1)!.push({ kind: 'text', text: line });
    });
  }
  return paragraphs.filter((paragraph) => paragraph.length > 0);
};

export const scopeOf = (act: ActDetail): Scope => ({
  values: { ...act.parameters, ...act.lateParameters },
  fields: new Map(act.fields.map((field) => [field.name, field])),
  outer: null,
});
