/** Breaking a title into lines: whole words, a trapezoid or a diamond (GB/T 9704-2012, 7.3.1). */
import { emsOf } from './chinese-writing.js';

const NOT_AT_START = /^[的了和与及或等、，。；：！？）》〉」』”’〕%％]/;
const NOT_AT_END = /[（《〈「『“‘〔、]$/;
/** Terms of the field the general dictionary would cut in two. */
const WHOLE_TERMS =
  /污染防治攻坚战?|生态环境保护|突出生态环境问题|生态环境|排污口|排查整治|挂牌督办|预警提示函|约谈通知书|不予销号告知书|督办通知|工作情况|责任清单|溢流口?|主干管|错接|[0-9]+年(?:[0-9]+月)?/g;
const MOST_LINES = 5;
const WORDS = new Intl.Segmenter('zh-CN', { granularity: 'word' });

/**
 * Cost of a shape: uneven lines are bad, a waist (a line shorter than both neighbours) is worse. A line that begins with
 * a word of one character has most likely been cut out of a longer one the dictionary does not know.
 */
const costOf = (lines: readonly string[]): number => {
  const widths = lines.map(emsOf);
  const mean = widths.reduce((sum, width) => sum + width, 0) / widths.length;
  let cost = 0;
  widths.forEach((width, index) => {
    cost += (width - mean) ** 2;
    const before = widths[index - 1];
    const after = widths[index + 1];
    if (before !== undefined && after !== undefined && width < before && width < after) cost += 400;
  });
  // Lines of one width make a block, neither of the two shapes asked for.
  if (widths.length > 1 && Math.max(...widths) - Math.min(...widths) < 0.5) cost += 6;
  for (const line of lines.slice(1)) {
    const [first] = WORDS.segment(line);
    if (first?.segment.length === 1 && first.isWordLike === true) cost += 30;
  }
  return cost;
};

/** Where a line may end: between words, never before closing or after opening marks, never inside a term or a code. */
const breakPoints = (title: string): number[] => {
  const terms = [...title.matchAll(WHOLE_TERMS)].map((match) => [match.index, match.index + match[0].length] as const);
  const points: number[] = [];
  for (const { segment, index } of WORDS.segment(title)) {
    const before = title.slice(0, index);
    const inCode = /[0-9A-Za-z.〔〕-]$/.test(before) && /^[0-9A-Za-z.〔〕-]/.test(segment);
    const inTerm = terms.some(([start, end]) => start < index && index < end);
    if (index > 0 && !NOT_AT_START.test(segment) && !NOT_AT_END.test(before) && !inCode && !inTerm) points.push(index);
  }
  return points;
};

const isInQuotedName = (title: string, point: number): boolean =>
  title.lastIndexOf('《', point - 1) > title.lastIndexOf('》', point - 1);

/** The best lines whose ends are among the points; undefined when some stretch between points is too wide. */
const bestLines = (title: string, points: readonly number[], maxEms: number): string[] | undefined => {
  const fewest = Math.ceil(emsOf(title) / maxEms);
  let best: { readonly lines: string[]; readonly cost: number } | undefined;
  const search = (from: number, left: number, lines: readonly string[]): void => {
    if (left === 1) {
      const all = [...lines, title.slice(from)];
      if (emsOf(all.at(-1) ?? '') > maxEms) return;
      const cost = costOf(all);
      if (best === undefined || cost < best.cost) best = { lines: all, cost };
      return;
    }
    for (const point of points) {
      if (point <= from) continue;
      const line = title.slice(from, point);
      if (emsOf(line) > maxEms) break;
      search(point, left - 1, [...lines, line]);
    }
  };
  for (let count = fewest; count <= Math.max(fewest, MOST_LINES) && best === undefined; count += 1)
    search(0, count, []);
  return best?.lines;
};

/**
 * Lines of a title, each at most `maxEms` wide (size 2 type on the standard page holds 20). A title with line breaks of
 * its own keeps them. A name in 《》 is kept on one line where it fits on one.
 */
export const titleLines = (title: string, maxEms: number): readonly string[] => {
  const given = title.split('\n').map((line) => line.trim());
  if (given.length > 1) return given.filter((line) => line !== '');
  const text = title.trim();
  if (emsOf(text) <= maxEms) return [text];
  const points = breakPoints(text);
  const outside = points.filter((point) => !isInQuotedName(text, point));
  return bestLines(text, outside, maxEms) ?? bestLines(text, points, maxEms) ?? [text];
};
