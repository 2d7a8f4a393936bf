import type { EntityManager } from 'typeorm';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { heldValues } from '#libs/domain/water/suspect-values.js';
import { deterministicId } from '#libs/messaging/outbox.js';
import type { Policy } from '../policy.js';
import { type HeldEpisode, heldEpisodes, saveHeld } from './held-value.store.js';
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
  const touch = (at: Date): void => {
    if (earliest === null || at < earliest) earliest = at;
  };
  for (const item of items) {
    const series = rows.map(({ at, itemValues }) => ({ at, value: itemValues[item] ?? null }));
    const known = new Map(before.filter((held) => held.item === item).map((held) => [held.id, held]));
    for (const { value, at, median } of heldValues(series, rule)) {
      const [firstAt, lastAt] = [at[0] as Date, at.at(-1) as Date];
      if (lastAt < judgedFrom) continue;
      const id = deterministicId('monitoring.held', sectionId, item, value, firstAt.toISOString());
      const last = known.get(id);
      known.delete(id);
      const isSame = last && last.state !== 'withdrawn' && last.at.length === at.length && +last.lastAt === +lastAt;
      if (isSame) continue;
      const decided = last && last.state !== 'withdrawn' ? last : null;
      const held: HeldEpisode = {
        id,
        sectionId,
        item,
        value,
        firstAt,
        lastAt,
        at,
        median,
        state: decided?.state ?? 'held',
        reason: decided?.reason ?? null,
        decidedBy: decided?.decidedBy ?? null,
        decidedAt: decided?.decidedAt ?? null,
        version: (last?.version ?? 0) + 1,
        asked: decided?.asked ?? null,
        askedBy: decided?.askedBy ?? null,
        steps: last?.steps ?? [],
      };
      await saveHeld(tx, held);
      touch(firstAt);
    }
    for (const gone of known.values()) {
      if (gone.state !== 'held') continue;
      await saveHeld(tx, { ...gone, state: 'withdrawn', version: gone.version + 1, asked: null, askedBy: null });
      touch(gone.firstAt);
    }
  }
  return earliest;
};
