import type { EntityManager } from 'typeorm';
import { naturalDayOf, yearSpan, spanInstants } from '#libs/domain/calendar/shanghai.js';
import { type Rate, type Rates, ratesOfRecords } from '#libs/domain/problem/rates.js';
import { ALL_LISTS, type ListRateDetails } from '#libs/contracts/item-lag.js';
import { unitsById } from '../reference/directory.store.js';
import { countedItem, ratesAt } from '../rate/rates-at.js';
import { type ItemAtRow, listHeads, refusalsByUnit } from '../rate/rate.store.js';

/** A number at a cut-off before it is published. */
export interface Figure {
  readonly definition: string;
  readonly subject: { readonly kind: 'list' | 'unit'; readonly id: string };
  readonly value: string | null;
  readonly unit: string;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly details: Record<string, unknown>;
}

const RATES = [
  ['completion-rate', (rates: Rates): Rate => rates.completionRate],
  ['due-completion-rate', (rates: Rates): Rate => rates.dueCompletionRate],
  ['closure-rate', (rates: Rates): Rate => rates.closureRate],
] as const;

/** Records that were reopened and are not complete again, counted once. */
const reopenedOf = (rows: readonly ItemAtRow[]): number =>
  new Set(rows.filter(({ round, completedOn }) => round > 1 && completedOn === null).map(({ problemId }) => problemId))
    .size;

const figuresOf = (subject: Figure['subject'], name: string, rates: Rates, rows: readonly ItemAtRow[]): Figure[] => {
  const { longTerm, ...counts } = rates.counts;
  const details: ListRateDetails & Record<string, unknown> = {
    listName: name,
    ...counts,
    reopened: reopenedOf(rows),
    longTerm,
  };
  return RATES.map(([definition, pick]) => {
    const rate = pick(rates);
    return {
      definition: `ledger.${subject.kind}.${definition}`,
      subject,
      value: rate.text,
      unit: '%',
      numerator: rate.numerator,
      denominator: rate.denominator,
      details: { ...details, denominatorName: rate.denominatorName },
    };
  });
};

/**
 * Rates of every list, of all lists together (subject `list/all`, distinct records), and of every unit with what is below
 * it; refusals of closure of each lead unit in the year. A list or unit without items has rates without a number: no task.
 */
export const figuresAt = async (
  tx: EntityManager,
  moment: { readonly cutoff: Date; readonly knownAt: Date },
): Promise<Figure[]> => {
  const { distinct, lists, rows } = await ratesAt(tx, moment);
  const day = naturalDayOf(moment.cutoff);
  const heads = await listHeads(tx);
  const selfFound = new Set(heads.filter((list) => list.selfFound).map(({ id }) => id));
  const assigned = rows.filter(({ listId, leftOn }) => !selfFound.has(listId) && leftOn === null);
  const figures = figuresOf({ kind: 'list', id: ALL_LISTS }, ALL_LISTS, distinct, assigned);
  for (const { id, name } of heads) {
    const of = rows.filter(({ listId }) => listId === id);
    figures.push(...figuresOf({ kind: 'list', id }, name, lists[id]!, of));
  }

  const units = await unitsById(tx, [...new Set(assigned.map(({ leadUnitId }) => leadUnitId))]);
  const byUnit = new Map<string, ItemAtRow[]>();
  for (const row of assigned) {
    for (const unitId of units.get(row.leadUnitId)?.path ?? [row.leadUnitId]) {
      const of = byUnit.get(unitId);
      if (of) of.push(row);
      else byUnit.set(unitId, [row]);
    }
  }
  for (const [unitId, of] of [...byUnit].sort(([a], [b]) => (a < b ? -1 : 1)))
    figures.push(...figuresOf({ kind: 'unit', id: unitId }, unitId, ratesOfRecords(of.map(countedItem), day), of));

  const year = spanInstants(yearSpan(Number(day.slice(0, 4))));
  for (const { unitId, refusals } of await refusalsByUnit(tx, year.start, moment.cutoff, moment.knownAt))
    figures.push({
      definition: 'ledger.unit.refusals',
      subject: { kind: 'unit', id: unitId },
      value: String(refusals),
      unit: '次',
      numerator: null,
      denominator: null,
      details: {},
    });
  return figures;
};
