import type { EntityManager } from 'typeorm';
import { naturalDayOf } from '#libs/domain/calendar/shanghai.js';
import { type CountedItem, type Rates, ratesByList, ratesOfRecords } from '#libs/domain/problem/rates.js';
import { unitsBelow } from '../reference/directory.store.js';
import { type ItemAtRow, itemsAtMoment, listHeads } from './rate.store.js';

/** One item as the counting rules read it: its standing at the moment, dates in the district's days. */
export const countedItem = (row: ItemAtRow): CountedItem => ({
  recordId: row.problemId,
  listId: row.listId,
  assignedAt: row.assignedOn,
  leftAt: row.leftOn,
  dueAt: row.dueOn,
  timeCategory: row.timeCategory,
  completions: row.completedOn === null ? [] : [{ from: row.completedOn, to: null }],
  closures: row.closedOn === null ? [] : [{ from: row.closedOn, to: null }],
});

export interface RatesAt {
  /** Distinct records over all assigned lists; self-found ones are left out. */
  readonly distinct: Rates;
  readonly lists: Readonly<Record<string, Rates>>;
  readonly rows: readonly ItemAtRow[];
}

/**
 * Completion and closure rates at a cut-off as known at an instant. The cut-off counts
 * as the day it ends: 24:00 of a day is that day.
 */
export const ratesAt = async (
  tx: EntityManager,
  moment: { readonly cutoff: Date; readonly knownAt: Date },
  narrow: { readonly listId?: string | undefined; readonly unitId?: string | undefined } = {},
): Promise<RatesAt> => {
  const lists = await listHeads(tx);
  const selfFound = new Set(lists.filter((list) => list.selfFound).map(({ id }) => id));
  const units = narrow.unitId === undefined ? null : new Set(await unitsBelow(tx, [narrow.unitId]));
  const rows = (await itemsAtMoment(tx, moment.cutoff, moment.knownAt)).filter(
    (row) =>
      (narrow.listId === undefined || row.listId === narrow.listId) && (units === null || units.has(row.leadUnitId)),
  );
  const day = naturalDayOf(moment.cutoff);
  const items = rows.map(countedItem);
  const ids = lists.map(({ id }) => id).filter((id) => narrow.listId === undefined || id === narrow.listId);
  return {
    distinct: ratesOfRecords(
      items.filter(({ listId }) => !selfFound.has(listId)),
      day,
    ),
    lists: ratesByList(items, ids, day),
    rows,
  };
};
