import { Decimal } from 'decimal.js';
import type { EntityManager } from 'typeorm';
import { naturalDayOf } from '#libs/domain/calendar/shanghai.js';
import { factorName } from '#libs/domain/telemetry/factor-codes.js';
import { limitsOn, limitsOver } from '#libs/domain/telemetry/outlet-limits.js';
import { outletHourRecord } from '../evidence/record-id.js';
import { currentIndicators } from '../indicator/indicator.store.js';
import type { Observation } from '../indicator/observe-indicators.js';
import type { SubjectState } from '../register/register.store.js';
import type { HourKey, OutletHour } from './outlet.store.js';

const DEFINITION = 'outlet.hour.mean';
const NONE_USABLE = '没有可用的小时均值';
const HOUR_MS = 3_600_000;

const keyOf = ({ outletId, label }: HourKey): string => `${outletId} ${label.getTime()}`;

const placeOf = ({ outletId, label }: HourKey) => ({
  definition: DEFINITION,
  subject: { kind: 'outlet' as const, id: outletId },
  period: {
    kind: 'hour' as const,
    label: label.toISOString(),
    start: new Date(label.getTime() - HOUR_MS),
    end: label,
  },
  dataState: 'realtime' as const,
});

const basisOf = (hours: readonly OutletHour[]): Observation['basis'] => ({
  references: hours.map((one) => outletHourRecord(one.outletId, one.factor, one.label, one.revision)),
});

/** The factor closest to or farthest beyond its limit stands for the hour; null where nothing usable was measured. */
const measuredOf = (hours: readonly OutletHour[], outlet: SubjectState): Observation | null => {
  const measured = hours.flatMap((hour) => {
    const limit = limitsOn(limitsOver(outlet.limits, 'hour'), naturalDayOf(hour.label)).find(
      ({ factor }) => factor === hour.factor,
    );
    if (!limit || hour.value === null || !hour.isUsable) return [];
    return [{ hour, limit, share: new Decimal(hour.value).div(limit.limit) }];
  });
  const [first, ...others] = measured.sort((a, b) => b.share.comparedTo(a.share));
  if (!first) return null;
  const { hour, limit } = first;
  return {
    ...placeOf(hour),
    value: hour.value,
    valid: true,
    edition: limit.basis,
    details: {
      factor: hour.factor,
      factorName: factorName(hour.factor),
      unit: limit.unit,
      limit: limit.limit,
      isAbove: first.share.gt(1),
      others: others.map((one) => ({ factor: one.hour.factor, value: one.hour.value, limit: one.limit.limit })),
    },
    basis: basisOf([first, ...others].map((one) => one.hour)),
  };
};

/**
 * Numbers of hours of outlets with limits, from all that is known of these hours. An hour without a usable value has none;
 * where one was published before, it is taken back.
 */
export const hourObservations = async (
  tx: EntityManager,
  hours: readonly OutletHour[],
  outlets: ReadonlyMap<string, SubjectState>,
): Promise<Observation[]> => {
  const byHour = new Map<string, OutletHour[]>();
  for (const hour of hours) (byHour.get(keyOf(hour)) ?? byHour.set(keyOf(hour), []).get(keyOf(hour))!).push(hour);
  const all = [...byHour.values()].flatMap((of) => {
    const outlet = outlets.get(of[0]!.outletId);
    return outlet ? [{ of, observation: measuredOf(of, outlet) }] : [];
  });
  const empty = all.flatMap(({ of, observation }) => (observation === null ? [of] : []));
  const known = await currentIndicators(
    tx,
    empty.map(([hour]) => ({
      definition: DEFINITION,
      subjectKind: 'outlet',
      subjectId: hour!.outletId,
      periodLabel: hour!.label.toISOString(),
    })),
  );
  const editions = new Map(known.map(({ subject, period, edition }) => [`${subject.id} ${period.label}`, edition]));
  return [
    ...all.flatMap(({ observation }) => observation ?? []),
    ...empty.flatMap((of): Observation[] => {
      const edition = editions.get(`${of[0]!.outletId} ${of[0]!.label.toISOString()}`);
      if (edition === undefined) return [];
      const nothing = { value: null, valid: false, invalidReason: NONE_USABLE, edition, details: {} };
      return [{ ...placeOf(of[0]!), ...nothing, basis: basisOf(of) }];
    }),
  ];
};
