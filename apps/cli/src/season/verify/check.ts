import { instantOf } from '../sample-city.js';

/** Something the season must have led to, and how to see whether it has. */
export interface Question {
  /** `row-06`, `air-regional-days`: how the check is called in every report. */
  readonly id: string;
  readonly words: string;
  /** From when on it holds, Beijing time: `2026-05-09 15:00`. */
  readonly from: string;
  readonly expected: unknown;
  /** What the platform shows. Whatever it throws is what was found. */
  readonly found: () => unknown;
}

export interface Check {
  readonly id: string;
  readonly words: string;
  readonly expected: unknown;
  readonly found: unknown;
  readonly ok: boolean;
}

/** One text for equal values: keys sorted, order of lists kept; what is not there at all is `nothing`, which is not null. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  ) ?? 'nothing';

/** Answers the questions that hold at `until`, one after the other. */
export const answer = async (questions: readonly Question[], until: Date): Promise<Check[]> => {
  const checks: Check[] = [];
  for (const { id, words, from, expected, found } of questions) {
    if (instantOf(from) > until) continue;
    const seen: unknown = await Promise.resolve()
      .then(found)
      .catch((why: unknown) => `could not be seen: ${why instanceof Error ? why.message : String(why)}`);
    checks.push({ id, words, expected, found: seen, ok: canonical(expected) === canonical(seen) });
  }
  return checks;
};

/** Where two values part, deepest place first named: `rows.0.level: yellow, found orange`. */
export const differences = (expected: unknown, found: unknown, place = ''): string[] => {
  if (canonical(expected) === canonical(found)) return [];
  const isOpen = (value: unknown): value is Record<string, unknown> => value !== null && typeof value === 'object';
  if (!isOpen(expected) || !isOpen(found) || Array.isArray(expected) !== Array.isArray(found))
    return [`${place ? `${place}: ` : ''}expected ${canonical(expected)}, found ${canonical(found)}`];
  const keys = [...new Set([...Object.keys(expected), ...Object.keys(found)])];
  return keys.flatMap((key) => differences(expected[key], found[key], place ? `${place}.${key}` : key));
};
