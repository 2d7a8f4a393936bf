/** Drinking-water sources as they are shown: how they comply over a span of months, and what is missing. */
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { addMonths, type CivilDate, type CivilMonth, monthOf, monthSpan } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import { nextIdCursor, readIdCursor } from '#libs/identity/paging.js';
import type { Result, SourceDetail, SourceOverview } from './drinking-source.api.js';
import { findSource, listSources, resultsBetween } from './drinking-source.store.js';
import { type EvaluatedResult, evaluateResult, missingPeriods, ratesOf } from './source-figures.js';

/** Months back from one, that one included; the present one where none is named. */
interface MonthsAsked {
  readonly to?: CivilMonth | undefined;
  readonly months: number;
}
const spanOf = (
  { to, months }: MonthsAsked,
  today: CivilDate,
): { readonly from: CivilMonth; readonly to: CivilMonth } => {
  const last = to ?? monthOf(today);
  return { from: addMonths(last, 1 - months), to: last };
};

export const shownResult = ({ result, evaluation }: EvaluatedResult): z.input<typeof Result> => ({
  kind: result.kind,
  sampledOn: result.sampledOn,
  values: { ...result.itemValues },
  volume: result.volume,
  version: result.version,
  recordedAt: result.recordedAt.toISOString(),
  recordedBy: result.recordedBy,
  isCompliant: evaluation.isCompliant,
  beyond: evaluation.beyond.map((one) => ({ ...one })),
  reportedApart: evaluation.reportedApart.map((one) => ({ ...one })),
});

/** Sources in use by id, a page of them; the rates are those of all. */
export const sourceOverview = async (
  tx: EntityManager,
  query: MonthsAsked & { readonly cursor?: string | undefined; readonly limit: number },
  today: CivilDate,
): Promise<z.input<typeof SourceOverview>> => {
  const span = spanOf(query, today);
  const sources = await listSources(tx, { retired: false });
  const results = await resultsBetween(tx, {
    sourceIds: sources.map(({ id }) => id),
    from: monthSpan(span.from).from,
    to: monthSpan(span.to).to,
  });
  const all = sources.map((source) => ({
    source,
    results: results.filter(({ sourceId }) => sourceId === source.id).map((result) => evaluateResult(source, result)),
  }));
  const after = readIdCursor(query.cursor);
  const page = all.filter(({ source }) => source.id > after).slice(0, query.limit);
  return {
    ...span,
    rates: ratesOf(all),
    missingPeriods: all.reduce(
      (sum, { source, results: own }) => sum + missingPeriods(source, own, span, today).length,
      0,
    ),
    nextCursor: nextIdCursor(page, query.limit, ({ source }) => source.id),
    items: page.map((one) => ({
      source: one.source,
      rates: ratesOf([one]),
      newest: one.results[0] ? shownResult(one.results[0]) : null,
      missing: missingPeriods(one.source, one.results, span, today),
    })),
  };
};

/** A source with its results; refused with DRINKING_SOURCE_NOT_FOUND where there is none. */
export const sourceDetail = async (
  tx: EntityManager,
  id: string,
  query: MonthsAsked,
  today: CivilDate,
): Promise<z.input<typeof SourceDetail>> => {
  const source = await findSource(tx, id);
  if (!source) throw new Refusal('DRINKING_SOURCE_NOT_FOUND', `no drinking-water source ${id}`);
  const span = spanOf(query, today);
  const of = { sourceIds: [id], from: monthSpan(span.from).from, to: monthSpan(span.to).to };
  const results = await resultsBetween(tx, of);
  return { source, results: results.map((result) => shownResult(evaluateResult(source, result))) };
};
