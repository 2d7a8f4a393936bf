import type { EntityManager } from 'typeorm';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { heldValues } from '#libs/domain/water/suspect-values.js';
import type { Policy } from '../policy.js';
import { heldEpisodes } from './held-value.store.js';
import { keepEpisodes } from './keep-episodes.js';
import { sectionRows } from '../section-row/section-row.store.js';

const HOUR_MS = 3_600_000;

/**
 * Looks for suspect values around rows that changed, and notes what is held. Values held before whose neighbours have
 * changed so that they no longer look suspect are let go; what a person decided stays decided. Answers the earliest
 * instant whose holding changed.
 */
export const holdSuspectValues = async (
  tx: EntityManager,
  changed: { readonly sectionId: string; readonly from: Date; readonly to: Date },
  policy: Policy,
): Promise<Date | null> => {
  const { items, rule } = policy.on(shanghaiDate(changed.to)).held;
  const windowMs = rule.withinHours * HOUR_MS;
  const medianMs = rule.medianDays * 24 * HOUR_MS;
  // A group may reach back one window before the change, and its median further still.
  const judgedFrom = new Date(changed.from.getTime() - windowMs);
  const judgedTo = new Date(changed.to.getTime() + windowMs);
  const { sectionId } = changed;
  const before = await heldEpisodes(tx, { sectionId, item: null, from: judgedFrom, to: judgedTo });
  const start = new Date(
    Math.min(judgedFrom.getTime(), ...before.map(({ firstAt }) => firstAt.getTime())) - medianMs - 1,
  );
  const rows = await sectionRows(tx, { sectionId, after: start, until: judgedTo });
  let earliest: Date | null = null;
  for (const item of items) {
    const series = rows.map(({ at, itemValues }) => ({ at, value: itemValues[item] ?? null }));
    const found = heldValues(series, rule).filter(({ at }) => at.at(-1)! >= judgedFrom);
    const touched = await keepEpisodes(tx, { sectionId, item, cause: 'repeats' }, found, before);
    if (touched && (!earliest || touched < earliest)) earliest = touched;
  }
  return earliest;
};
