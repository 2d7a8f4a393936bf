/** How dates, ordinals and document numbers are written in an official paper (GB/T 9704-2012; GB/T 15835-2011). */
import { epochDay, shanghaiDate, type CivilDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';

const OFFSET_MS = 8 * 3_600_000;
const DIGITS = '〇一二三四五六七八九';

/** `2026-07-03` as `2026年7月3日`: Arabic digits, no leading zeros (GB/T 9704-2012, 7.3.5.4). RangeError for no date. */
export const writtenDate = (date: CivilDate): string => {
  epochDay(date);
  return `${Number(date.slice(0, 4))}年${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日`;
};

/** An instant on the 24-hour clock of Asia/Shanghai: `2026年7月17日15:00`. */
export const writtenTime = (instant: Date): string => {
  const local = new Date(instant.getTime() + OFFSET_MS);
  const minute = local.getUTCMinutes();
  return `${writtenDate(shanghaiDate(instant))}${local.getUTCHours()}:${minute < 10 ? '0' : ''}${minute}`;
};

/** 1 → 一, 10 → 十, 21 → 二十一; for headings, so 1 to 99. RangeError outside. */
export const chineseOrdinal = (n: number): string => {
  if (!Number.isInteger(n) || n < 1 || n > 99) throw new RangeError(`no heading number: ${n}`);
  const tens = Math.floor(n / 10);
  const units = n % 10;
  return `${tens > 1 ? DIGITS[tens] : ''}${tens > 0 ? '十' : ''}${units > 0 ? DIGITS[units] : ''}`;
};

export type HeadingLevel = 1 | 2 | 3 | 4;

/** The mark before a heading: 一、 （一） 1. （1） for levels 1 to 4 (GB/T 9704-2012, 7.3.3). */
export const headingMark = (level: HeadingLevel, n: number): string => {
  switch (level) {
    case 1:
      return `${chineseOrdinal(n)}、`;
    case 2:
      return `（${chineseOrdinal(n)}）`;
    case 3:
      return `${n}.`;
    case 4:
      return `（${n}）`;
  }
};

/** Width of a text in ems: half an em for ASCII, one for everything else, as full-width type sets it. */
export const emsOf = (text: string): number => {
  let ems = 0;
  for (const character of text) ems += character.charCodeAt(0) < 0x80 ? 0.5 : 1;
  return ems;
};

/**
 * Fills a numbering pattern of the pack, e.g. `{{agencyCode}}函〔{{year}}〕{{serial}}号`: six-angle brackets, no 第, no
 * leading zero (GB/T 9704-2012, 7.2.5). `month` serves papers numbered by month. Refusal NUMBER_PATTERN when the
 * pattern asks for something else, is missing a value, or breaks the form.
 */
export const documentNumber = (
  pattern: string,
  parts: { readonly agencyCode?: string; readonly year?: number; readonly serial: number },
): string => {
  if (!Number.isInteger(parts.serial) || parts.serial < 1) {
    throw new Refusal('NUMBER_PATTERN', `a serial is a whole number from 1: ${parts.serial}`);
  }
  const values: Readonly<Record<string, string | undefined>> = {
    agencyCode: parts.agencyCode,
    year: parts.year === undefined ? undefined : String(parts.year),
    serial: String(parts.serial),
  };
  const number = pattern.replaceAll(/\{\{([^{}]*)\}\}/g, (_, name: string) => {
    const value = values[name.trim()];
    if (value === undefined || value === '') {
      throw new Refusal('NUMBER_PATTERN', `pattern ${pattern}: no value for ${name}`);
    }
    return value;
  });
  if (!pattern.includes('{{serial}}')) throw new Refusal('NUMBER_PATTERN', `pattern ${pattern}: no serial`);
  if (/[[\]【】（）()]/.test(number)) {
    throw new Refusal('NUMBER_PATTERN', `pattern ${pattern}: the year stands in 〔〕`);
  }
  return number;
};
