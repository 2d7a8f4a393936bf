import { paperText } from './paper-text.js';
import type { ActSeen } from './papers-seen.js';
import type { SeasonSeen } from './season-seen.js';

/** Acts that left the house with a number. */
export const numberedActs = async ({ doors }: SeasonSeen): Promise<ActSeen[]> =>
  (await doors.acts())
    .filter(({ number, issuedOn }) => number !== null && issuedOn !== null)
    .sort((a, b) => (a.number! < b.number! ? -1 : 1));

export const paperOf = async ({ doors }: SeasonSeen, act: ActSeen) =>
  paperText(await doors.file(`/acts/${act.id}/document`));

export const missingFrom = (text: string, parts: readonly string[]): string[] =>
  parts.filter((part) => !text.includes(part));
