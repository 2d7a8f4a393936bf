import { canonical, type Check, differences } from './check.js';

const MOST_DIFFERENCES = 12;
const WIDTH = 220;

const short = (text: string): string => (text.length > WIDTH ? `${text.slice(0, WIDTH)}…` : text);

/** Failed checks first, each with where it differs; then how many there were. */
export const tableOf = (checks: readonly Check[]): string => {
  const failed = checks.filter(({ ok }) => !ok);
  const lines = failed.flatMap(({ id, words, expected, found }) => {
    const places = differences(expected, found);
    return [
      `${id.padEnd(28)} ${words}`,
      ...places.slice(0, MOST_DIFFERENCES).map((place) => `    ${short(place)}`),
      ...(places.length > MOST_DIFFERENCES ? [`    and ${places.length - MOST_DIFFERENCES} more`] : []),
    ];
  });
  const passed = checks.length - failed.length;
  return [...lines, `${checks.length} checks: ${passed} as expected, ${failed.length} not`].join('\n');
};

/** The whole outcome as one line for a program. */
export const lineOf = (
  checks: readonly Check[],
  counts: Readonly<Record<string, unknown>>,
  documents: readonly string[],
): string =>
  canonical({
    ok: checks.every(({ ok }) => ok),
    checks: checks.length,
    failed: checks.filter(({ ok }) => !ok).map(({ id, expected, found }) => ({ id, expected, found })),
    counts,
    documents,
  });
