import type { EntityManager } from 'typeorm';
import { naturalDayOf } from '#libs/domain/calendar/shanghai.js';
import { limitsOn, limitsOver } from '#libs/domain/telemetry/outlet-limits.js';
import { observeIndicators } from '../indicator/observe-indicators.js';
import type { OutletHourSent } from '../packet/measured.js';
import type { Policy } from '../policy.js';
import { subjectsById, type SubjectState } from '../register/register.store.js';
import { assessExceedances } from './assess-exceedances.js';
import { reassessOutletDays } from './assess-outlet-days.js';
import { hourObservations } from './hour-observations.js';
import { outletHoursAt, upsertOutletHours } from './outlet.store.js';

/** Within one batch the last value of an hour counts. */
const collapsed = (sent: readonly OutletHourSent[]): OutletHourSent[] => {
  const byKey = new Map<string, OutletHourSent>();
  for (const hour of sent) {
    const key = `${hour.outletId} ${hour.factor} ${hour.label.getTime()}`;
    const before = byKey.get(key);
    if (!before || hour.value !== null) byKey.set(key, hour);
  }
  return [...byKey.values()];
};

/** Takes hour means of outlets in: what changed is published, and the exceedances around it are worked out again. */
export const takeOutletHours = async (
  tx: EntityManager,
  sent: readonly OutletHourSent[],
  policy: Policy,
): Promise<void> => {
  if (sent.length === 0) return;
  const changed = await upsertOutletHours(tx, collapsed(sent));
  if (changed.length === 0) return;
  const outlets = await subjectsById(tx, [...new Set(changed.map(({ outletId }) => outletId))]);
  const learnedAt = new Date(Math.max(...sent.map(({ receivedAt }) => receivedAt.getTime())));
  const hourLimits = (outletId: string) => limitsOver(outlets.get(outletId)?.limits ?? [], 'hour');
  const limited = changed.filter(({ outletId, factor }) =>
    hourLimits(outletId).some((limit) => limit.factor === factor),
  );
  const keys = limited.flatMap(({ outletId, label }) =>
    limitsOn(hourLimits(outletId), naturalDayOf(label)).map(({ factor }) => ({ outletId, factor, label })),
  );
  const observations = await hourObservations(tx, await outletHoursAt(tx, keys), outlets);
  await observeIndicators(tx, observations, learnedAt, policy);
  const spans = new Map<string, { outlet: SubjectState; factor: string; from: Date; to: Date }>();
  for (const { outletId, factor, label } of limited) {
    const outlet = outlets.get(outletId)!;
    const key = `${outletId} ${factor}`;
    const span = spans.get(key) ?? { outlet, factor, from: label, to: label };
    spans.set(key, {
      ...span,
      from: label < span.from ? label : span.from,
      to: label > span.to ? label : span.to,
    });
  }
  for (const span of spans.values()) await assessExceedances(tx, span);
  for (const outlet of outlets.values()) {
    const labels = changed.flatMap(({ outletId, label }) => (outletId === outlet.id ? [label] : []));
    await reassessOutletDays(tx, outlet, labels, learnedAt, policy);
  }
};
