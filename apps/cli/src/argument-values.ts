/** Values of a command's options: what cannot be right is said in a sentence before anything is asked or read. */
import { InvalidArgumentError } from 'commander';
import { epochDay } from '#libs/domain/calendar/shanghai.js';

const matching =
  (isRight: (text: string) => boolean, sentence: string) =>
  (text: string): string => {
    if (!isRight(text)) throw new InvalidArgumentError(sentence);
    return text;
  };

const isDate = (text: string): boolean => {
  try {
    epochDay(text);
    return true;
  } catch {
    return false;
  }
};

export const day = matching(isDate, 'a day is written like 2026-05-01');
export const month = matching((text) => isDate(`${text}-01`), 'a month is written like 2026-05');
export const year = matching((text) => /^\d{4}$/.test(text), 'a year is written like 2026');
export const address = matching(
  (text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''),
  'an address is written like http://127.0.0.1:7100',
);

const SHORTEST_REASON = 2;
const LONGEST_REASON = 500;
/** What the audit trail keeps as a reason. */
export const reason = matching((text) => {
  const { length } = text.trim();
  return length >= SHORTEST_REASON && length <= LONGEST_REASON;
}, `a reason has ${SHORTEST_REASON} to ${LONGEST_REASON} characters`);

/** A whole number from 1 to `most`. */
export const wholeUpTo = (most: number): ((text: string) => string) =>
  matching(
    (text) => /^\d{1,9}$/.test(text) && Number(text) >= 1 && Number(text) <= most,
    `a whole number from 1 to ${most}`,
  );
