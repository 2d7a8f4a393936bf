/** Numbers of lines as people and headers write them: `2-501`, `2-99,101,105-501`. */

/** Ascending numbers as ranges. */
export const writeLineRanges = (lines: readonly number[]): string => {
  const ranges: string[] = [];
  for (let from = 0; from < lines.length;) {
    let to = from;
    while (lines[to + 1] === lines[to]! + 1) to++;
    ranges.push(to === from ? String(lines[from]) : `${lines[from]}-${lines[to]}`);
    from = to + 1;
  }
  return ranges.join(',');
};

const RANGES = /^\d{1,9}(-\d{1,9})?(,\d{1,9}(-\d{1,9})?)*$/;

/** The numbers of ranges, `most` at most; null for text that is no ranges, runs backwards or holds more. */
export const readLineRanges = (text: string, most: number): number[] | null => {
  if (!RANGES.test(text)) return null;
  const lines: number[] = [];
  for (const range of text.split(',')) {
    const [from = 0, to = from] = range.split('-').map(Number);
    if (to < from || from <= (lines.at(-1) ?? 0) || to - from >= most - lines.length) return null;
    for (let line = from; line <= to; line++) lines.push(line);
  }
  return lines;
};
