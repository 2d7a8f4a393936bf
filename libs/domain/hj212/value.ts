export type Quality = 'normal' | 'abnormal' | 'unknown';

export interface MarkReading {
  /** Upper case, at most eight characters; null where none was sent. */
  readonly mark: string | null;
  readonly quality: Quality;
}

export interface MarkProfile {
  /** Marks that mean a normal value. */
  readonly normalMarks: readonly string[];
  /** Quality of a value without a mark: noise is sent without, other devices leave it out when nothing is wrong. */
  readonly withoutMark: Quality;
}

/** HJ 212-2017 6.6.4 table 8: only N is normal. */
export const STANDARD_MARKS: MarkProfile = { normalMarks: ['N'], withoutMark: 'unknown' };

/** Air stations of the edition of 2005 send digits, 3 being normal. */
export const AIR_2005_MARKS: MarkProfile = { normalMarks: ['N', '3'], withoutMark: 'unknown' };

/** Reads a data mark. Only a normal value enters statistics; the others are stored. */
export function readMark(raw: string | undefined, profile: MarkProfile = STANDARD_MARKS): MarkReading {
  const mark = raw?.trim().toUpperCase().slice(0, 8) ?? '';
  if (mark === '') return { mark: null, quality: profile.withoutMark };
  return { mark, quality: profile.normalMarks.includes(mark) ? 'normal' : 'abnormal' };
}
