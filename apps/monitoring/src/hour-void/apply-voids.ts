import type { EntityManager } from 'typeorm';
import { naturalDayOf } from '#libs/domain/calendar/shanghai.js';
import { voidedIn, type VoidSpan } from '#libs/domain/telemetry/value-void.js';
import { assessDays } from '../air/assess-days.js';
import { reportedHour } from '../air/reported-hour.js';
import { hoursReported, insertHours } from '../air/station-hour.store.js';
import type { Policy } from '../policy.js';
import { standingVoids } from './hour-void.store.js';

const HOUR_MS = 3_600_000;

/**
 * Brings hours of a span in line with the voids that stand over them, and works out the days, areas and months that rest
 * on those that changed. The caller holds the lock of the station's area.
 */
export const applyVoids = async (
  tx: EntityManager,
  { stationId, fromLabel, untilLabel }: VoidSpan & { readonly stationId: string },
  at: Date,
  policy: Policy,
): Promise<void> => {
  const after = new Date(fromLabel.getTime() - HOUR_MS);
  const hours = await hoursReported(tx, [{ stationId, after, until: untilLabel }]);
  const voids = (await standingVoids(tx, [{ stationId, label: fromLabel }])).get(stationId) ?? [];
  const changed = hours.flatMap((hour) => {
    const voided = voidedIn(voids, hour.label);
    const isSame = voided.length === hour.voided.length && voided.every((one) => hour.voided.includes(one));
    return isSame ? [] : [reportedHour({ ...hour, voided, revision: hour.revision + 1 })];
  });
  await insertHours(tx, changed);
  const days = changed.map(({ label }) => ({ stationId, day: naturalDayOf(label) }));
  await assessDays(tx, days, { learnedAt: at, closing: false }, policy);
};
