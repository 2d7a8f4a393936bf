import type { EntityManager } from 'typeorm';
import { Decimal } from 'decimal.js';
import { factorName } from '#libs/domain/telemetry/factor-codes.js';
import type { Observation } from '../indicator/observe-indicators.js';
import { observeIndicators } from '../indicator/observe-indicators.js';
import { outletHourRecord } from '../evidence/record-id.js';
import type { OutletHourSent } from '../packet/measured.js';
import type { Policy } from '../policy.js';
import { subjectsById, type SubjectState } from '../register/register.store.js';
import { assessExceedances } from './assess-exceedances.js';
import { type OutletHour, upsertOutletHours } from './outlet.store.js';

const HOUR_MS = 3_600_000;

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

/** Hour means of factors with a limit; the one closest to or farthest beyond its limit stands for the hour. */
const hourObservations = (hours: readonly OutletHour[], outlets: ReadonlyMap<string, SubjectState>): Observation[] => {
  const byHour = new Map<string, { hour: OutletHour; limit: SubjectState['limits'][number]; share: Decimal }[]>();
  for (const hour of hours) {
    const limit = outlets.get(hour.outletId)?.limits.find(({ factor }) => factor === hour.factor);
    if (!limit || hour.value === null || !hour.isUsable) continue;
    const key = `${hour.outletId} ${hour.label.getTime()}`;
    const share = new Decimal(hour.value).div(limit.limit);
    (byHour.get(key) ?? byHour.set(key, []).get(key)!).push({ hour, limit, share });
  }
  return [...byHour.values()].map((measured): Observation => {
    const [first] = measured.sort((a, b) => b.share.comparedTo(a.share)) as [(typeof measured)[number]];
    const { hour, limit } = first;
    return {
      definition: 'outlet.hour.mean',
      subject: { kind: 'outlet', id: hour.outletId },
      period: {
        kind: 'hour',
        label: hour.label.toISOString(),
        start: new Date(hour.label.getTime() - HOUR_MS),
        end: hour.label,
      },
      value: hour.value,
      valid: true,
      dataState: 'realtime',
      edition: limit.basis,
      details: {
        factor: hour.factor,
        factorName: factorName(hour.factor),
        unit: limit.unit,
        limit: limit.limit,
        isAbove: first.share.gt(1),
        others: measured
          .slice(1)
          .map((one) => ({ factor: one.hour.factor, value: one.hour.value, limit: one.limit.limit })),
      },
      basis: {
        references: measured.map((one) =>
          outletHourRecord(one.hour.outletId, one.hour.factor, one.hour.label, one.hour.revision),
        ),
        query: null,
      },
    };
  });
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
  await observeIndicators(tx, hourObservations(changed, outlets), learnedAt, policy);
  const spans = new Map<string, { outlet: SubjectState; factor: string; from: Date; to: Date }>();
  for (const { outletId, factor, label } of changed) {
    const outlet = outlets.get(outletId);
    if (!outlet?.limits.some((limit) => limit.factor === factor)) continue;
    const key = `${outletId} ${factor}`;
    const span = spans.get(key) ?? { outlet, factor, from: label, to: label };
    spans.set(key, {
      ...span,
      from: label < span.from ? label : span.from,
      to: label > span.to ? label : span.to,
    });
  }
  for (const span of spans.values()) await assessExceedances(tx, span);
};
