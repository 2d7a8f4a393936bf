import type { EntityManager } from 'typeorm';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { contradictingValues, neighboursAlong, type TimedValue } from '#libs/domain/water/suspect-values.js';
import type { Policy } from '../policy.js';
import { riversOf } from '../register/register.store.js';
import { type SectionRowKept, sectionRows } from '../section-row/section-row.store.js';
import { heldEpisodes } from './held-value.store.js';
import { keepEpisodes } from './keep-episodes.js';

const HOUR_MS = 3_600_000;

export interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** Both spans and what lies between. */
export const joined = (one: Span | undefined, other: Span): Span =>
  one ? { from: one.from < other.from ? one.from : other.from, to: one.to > other.to ? one.to : other.to } : other;

const seriesOf = (rows: readonly SectionRowKept[], item: string): TimedValue[] =>
  rows.map(({ at, itemValues }) => ({ at, value: itemValues[item] ?? null }));

/**
 * Looks for values that contradict both neighbours on their river around rows that changed: those of the sections
 * themselves, and those of the sections next to them. Sections of one network only are compared: its lock is held. Answers
 * the sections whose holding changed, with the span it changed in.
 */
export const holdContradictions = async (
  tx: EntityManager,
  changed: ReadonlyMap<string, Span>,
  policy: Policy,
): Promise<ReadonlyMap<string, Span>> => {
  const last = [...changed.values()].reduce<Date | null>((at, { to }) => (at && at > to ? at : to), null);
  const { items, neighbours: rule } = last ? policy.on(shanghaiDate(last)).held : { items: [], neighbours: null };
  const touched = new Map<string, Span>();
  if (!rule) return touched;
  const windowMs = rule.withinHours * HOUR_MS;
  const judged = new Map<string, Span & { readonly upstream: string; readonly downstream: string }>();
  for (const river of await riversOf(tx, [...changed.keys()]))
    for (const { id } of river) {
      const beside = neighboursAlong(river, id);
      if (!beside) continue;
      for (const one of [id, beside.upstream, beside.downstream]) {
        const span = changed.get(one);
        if (span) judged.set(id, { ...beside, ...joined(judged.get(id), span) });
      }
    }
  for (const [sectionId, { upstream, downstream, ...span }] of judged) {
    const [from, to] = [new Date(span.from.getTime() - windowMs), new Date(span.to.getTime() + windowMs)];
    const before = await heldEpisodes(tx, { sectionId, item: null, from, to });
    const start = Math.min(from.getTime(), ...before.map(({ firstAt }) => firstAt.getTime()));
    const end = Math.max(to.getTime(), ...before.map(({ lastAt }) => lastAt.getTime()));
    // A run that began before is found whole: back to where nothing of it is left.
    const after = new Date(start - windowMs);
    const rowsOf = (id: string, more: number): Promise<SectionRowKept[]> =>
      sectionRows(tx, { sectionId: id, after: new Date(after.getTime() - more - 1), until: new Date(end + more) });
    const own = await rowsOf(sectionId, 0);
    const [up, down] = [await rowsOf(upstream, windowMs), await rowsOf(downstream, windowMs)];
    for (const item of items) {
      const beside = { upstream: seriesOf(up, item), downstream: seriesOf(down, item) };
      const found = contradictingValues(seriesOf(own, item), beside, item, rule).filter(({ at }) => at.at(-1)! >= from);
      const at = await keepEpisodes(tx, { sectionId, item, cause: 'contradicts-neighbours' }, found, before);
      if (at) touched.set(sectionId, joined(touched.get(sectionId), { from: at, to: new Date(end) }));
    }
  }
  return touched;
};
