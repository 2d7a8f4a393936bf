/**
 * The text of a template: `{{name}}` puts in a value, `{{#name}}…{{/name}}` repeats for a list or shows when a value is
 * there, `{{^name}}…{{/name}}` shows when it is not. Inside a list `index`, `first` and `last` are known.
 */
export type TextNode =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'value'; readonly name: string }
  | {
      readonly kind: 'section';
      readonly name: string;
      readonly inverted: boolean;
      readonly nodes: readonly TextNode[];
    };

const NAME = /^[a-z][A-Za-z0-9]*$/;

/** Throws Error naming the fault: an unclosed or crossed section, a name that is no name, a stray brace. */
export const parseText = (text: string): readonly TextNode[] => {
  const root: TextNode[] = [];
  const open: { name: string; inverted: boolean; nodes: TextNode[] }[] = [];
  const nodes = (): TextNode[] => open.at(-1)?.nodes ?? root;
  let at = 0;
  for (const match of text.matchAll(/\{\{([#^/]?)([^{}]*)\}\}/g)) {
    const [whole, sign = '', raw = ''] = match;
    if (match.index > at) nodes().push({ kind: 'literal', text: literal(text.slice(at, match.index)) });
    at = match.index + whole.length;
    const name = raw.trim();
    if (!NAME.test(name)) throw new Error(`${whole} holds no name`);
    if (sign === '#' || sign === '^') open.push({ name, inverted: sign === '^', nodes: [] });
    else if (sign === '/') {
      const section = open.pop();
      if (section?.name !== name) throw new Error(`${whole} closes ${section?.name ?? 'nothing'}`);
      nodes().push({ kind: 'section', ...section });
    } else nodes().push({ kind: 'value', name });
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined) throw new Error(`{{#${unclosed.name}}} is not closed`);
  if (at < text.length) root.push({ kind: 'literal', text: literal(text.slice(at)) });
  return root;
};

const literal = (text: string): string => {
  if (text.includes('{{') || text.includes('}}')) throw new Error(`stray braces in “${text}”`);
  return text;
};

const parsed = new Map<string, readonly TextNode[]>();
const MOST_KEPT = 5_000;

/** `parseText`, remembering what it has parsed; templates are few and filled often. */
export const textNodes = (text: string): readonly TextNode[] => {
  const found = parsed.get(text);
  if (found !== undefined) return found;
  const nodes = parseText(text);
  if (parsed.size < MOST_KEPT) parsed.set(text, nodes);
  return nodes;
};
