import type { EntityManager } from 'typeorm';
import { naturalDayOf, shanghaiDate, spanInstants, yearSpan } from '#libs/domain/calendar/shanghai.js';
import { isDueOpen, type Rate, type Rates, ratesOfRecords } from '#libs/domain/problem/rates.js';
import { ALL_LISTS, type ListRateDetails } from '#libs/contracts/item-lag.js';
import { unitsById } from '../reference/directory.store.js';
import { countedItem, ratesAt } from '../rate/rates-at.js';
import { type ItemAtRow, listHeads, refusalsByUnit, reopenings } from '../rate/rate.store.js';

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

/** The first of each record's items, which stand for the record. */
const records = (rows: readonly ItemAtRow[]): ItemAtRow[] => [
  ...new Map(rows.toReversed().map((row) => [row.problemId, row])).values(),
];
const named = ({ problemNo, title, leadUnitId }: ItemAtRow) => ({ problemNo, title, leadUnitId });
const byNumber = <T extends { readonly problemNo: string }>(list: readonly T[]): T[] =>
  list.toSorted((a, b) => (a.problemNo < b.problemNo ? -1 : 1));

/** Records that were reopened and are not complete again. A refused closure begins a round too, but reopens nothing. */
const reopenedOf = (rows: readonly ItemAtRow[], reopenedAt: ReadonlyMap<string, Date>): ItemAtRow[] =>
  records(rows.filter(({ problemId, completedOn }) => completedOn === null && reopenedAt.has(problemId)));

interface NamedAs {
  readonly name: string;
  readonly shortName: string | null;
}
const figuresOf = (
  subject: Figure['subject'],
  { name, shortName }: NamedAs,
  rates: Rates,
  reopened: number,
  behind: Partial<ListRateDetails> = {},
): Figure[] => {
  const { longTerm, ...counts } = rates.counts;
  const details = { listName: name, listShortName: shortName, ...counts, reopened, longTerm, ...behind };
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
  const reopenedAt = await reopenings(tx, moment.cutoff, moment.knownAt);
  const reopened = reopenedOf(assigned, reopenedAt);
  const dueOpen = records(assigned.filter((row) => isDueOpen(countedItem(row), day)));
  const figures = figuresOf(
    { kind: 'list', id: ALL_LISTS },
    { name: ALL_LISTS, shortName: null },
    distinct,
    reopened.length,
    {
      dueOpenRecords: byNumber(dueOpen.map((row) => ({ ...named(row), dueOn: row.dueOn! }))),
      reopenedRecords: byNumber(
        reopened.map((row) => ({ ...named(row), reopenedOn: shanghaiDate(reopenedAt.get(row.problemId)!) })),
      ),
    },
  );
  for (const head of heads) {
    const of = rows.filter(({ listId }) => listId === head.id);
    figures.push(...figuresOf({ kind: 'list', id: head.id }, head, lists[head.id]!, reopenedOf(of, reopenedAt).length));
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
    figures.push(
      ...figuresOf(
        { kind: 'unit', id: unitId },
        { name: unitId, shortName: null },
        ratesOfRecords(of.map(countedItem), day),
        reopenedOf(of, reopenedAt).length,
      ),
    );

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
