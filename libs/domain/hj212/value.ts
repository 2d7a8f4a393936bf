/** A value read from a packet. The raw text is kept: a number loses the zeros that a paper has to print. */
export interface ValueReading {
  /** Trimmed text of a valid number, else null. */
  readonly text: string | null;
  readonly number: number | null;
  /** Something was sent and it is no number, or a number the profile names as a placeholder. */
  readonly isInvalid: boolean;
}

const NUMBER_TEXT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
/** N14.2 with sign and point is the longest number of the standard; a few digits more do no harm. */
const LONGEST_NUMBER = 32;
const NO_VALUE: ValueReading = { text: null, number: null, isInvalid: false };
const INVALID: ValueReading = { text: null, number: null, isInvalid: true };

/**
 * Reads the text of a value: digits with sign, point and exponent. Empty, `--`, `****`, `NaN`, infinities, decimal
 * commas and numbers beyond the range of a double are invalid, not zero.
 *
 * @param raw undefined where the packet has no such sub-key
 * @param placeholders numbers the profile of the device names as "no value", such as `-9999`
 */
export function readValue(raw: string | undefined, placeholders: readonly string[] = []): ValueReading {
  if (raw === undefined) return NO_VALUE;
  const text = raw.trim();
  if (text.length > LONGEST_NUMBER || !NUMBER_TEXT.test(text)) return INVALID;
  const number = Number(text);
  if (!Number.isFinite(number) || placeholders.some((placeholder) => Number(placeholder) === number)) return INVALID;
  return { text, number, isInvalid: false };
}

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

/** Whether a reading may enter statistics: a number, and not marked otherwise. */
export function entersStatistics(value: ValueReading, mark: MarkReading): boolean {
  return value.number !== null && mark.quality === 'normal';
}
