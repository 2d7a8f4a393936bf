/** Why a section has no result in a period: it was dry, or could not be monitored. Neither is zero, nor compliant. */
import { type CivilDate, type CivilMonth, type DateSpan, daysBetween } from '../calendar/shanghai.js';
import { Refusal } from '../refusal.js';
import type { SectionAbsence } from './section-class.js';

export interface AbsenceRecord {
  readonly state: SectionAbsence;
  readonly from: CivilDate;
  /** Last day; null while it lasts. */
  readonly to: CivilDate | null;
  /** 断流, 冰封, 道路中断, 仪器故障 … in words. */
  readonly reason: string;
  /** What shows it: photographs, a letter of the place. A dry bed needs some. */
  readonly proof: readonly string[];
}

/** Refusals: ABSENCE_DATES, ABSENCE_REASON_MISSING, ABSENCE_PROOF_MISSING (a dry bed without any). Null when sound. */
export function absenceConflict(record: AbsenceRecord): Refusal | null {
  if (record.to !== null && record.to < record.from)
    return new Refusal('ABSENCE_DATES', `it cannot end on ${record.to}, before it began on ${record.from}`);
  if (record.reason.trim() === '') return new Refusal('ABSENCE_REASON_MISSING', 'an absence needs its reason');
  if (record.state === 'dry' && record.proof.length === 0)
    return new Refusal('ABSENCE_PROOF_MISSING', 'a dry section needs a photograph or a letter');
  return null;
}

const daysShared = (record: AbsenceRecord, span: Pick<DateSpan, 'from' | 'to'>): number => {
  const from = record.from > span.from ? record.from : span.from;
  const to = record.to !== null && record.to < span.to ? record.to : span.to;
  return Math.max(0, daysBetween(from, to) + 1);
};

/**
 * The recorded absence that stands for a period without a result: the one with most days in it, a dry bed before another
 * of as many days; null where none is recorded, and the result is simply missing. A period with a result is evaluated,
 * whatever is recorded.
 */
export function absenceIn(
  records: readonly AbsenceRecord[],
  span: Pick<DateSpan, 'from' | 'to'>,
): AbsenceRecord | null {
  const [most] = records
    .map((record) => ({ record, days: daysShared(record, span) }))
    .filter(({ days }) => days > 0)
    .sort((a, b) => b.days - a.days || Number(b.record.state === 'dry') - Number(a.record.state === 'dry'));
  return most?.record ?? null;
}

/** Months in a row without flow from which a section is left out of the assessed number of a year. */
export const FEWEST_DRY_MONTHS = 6;

/**
 * Whether a section was dry for so many consecutive months that a year counts it as dry and not among those assessed.
 * Source: practice of water function zones under the strictest water-resources regime (2019); elsewhere by local rule.
 *
 * @param months of one year, in any order; months that are not given break a run
 */
export function isDryYear(
  months: readonly { readonly month: CivilMonth; readonly isDry: boolean }[],
  fewest = FEWEST_DRY_MONTHS,
): boolean {
  const dry = new Set(months.filter(({ isDry }) => isDry).map(({ month }) => Number(month.slice(5))));
  let run = 0;
  for (let month = 1; month <= 12; month += 1) {
    run = dry.has(month) ? run + 1 : 0;
    if (run >= fewest) return true;
  }
  return false;
}
