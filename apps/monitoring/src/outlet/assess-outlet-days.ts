import type { EntityManager } from 'typeorm';
import {
  addDays,
  type CivilDate,
  datesOf,
  naturalDayOf,
  spanInstants,
  startOfDay,
} from '#libs/domain/calendar/shanghai.js';
import { factorName } from '#libs/domain/telemetry/factor-codes.js';
import { heldMean, type HourOfDay, mediumOf, outletDayMean } from '#libs/domain/telemetry/outlet-day.js';
import { limitsOn, limitsOver } from '#libs/domain/telemetry/outlet-limits.js';
import { dayPeriod } from '../air/day-observations.js';
import { hoursOfOutlet, type PatternHourRow } from '../discharge-pattern/discharge-pattern.store.js';
import { outletHourRecord } from '../evidence/record-id.js';
import { currentIds } from '../indicator/indicator.store.js';
import { type Observation, observeIndicators } from '../indicator/observe-indicators.js';
import type { Policy } from '../policy.js';
import { subjectsInUse, type SubjectState } from '../register/register.store.js';
import { sealedUntil } from '../seal/seal.store.js';

const DEFINITION = 'outlet.day.beyond-factors';
/** What an hour mean is reported by says how many decimals the mean of a day has. */
const HOUR_DEFINITION = 'outlet.hour.mean';
/** Hours of a water outlet's flow weigh its day means. */
const FLOW = 'w00000';
/** Hours come late; a day is looked at again for so many days. */
const DAYS_LOOKED_BACK = 3;

type DayLimit = SubjectState['limits'][number];

const dayLimits = ({ limits }: SubjectState, day: CivilDate): DayLimit[] => limitsOn(limitsOver(limits, 'day'), day);

const factorOf = (limit: DayLimit, rows: readonly PatternHourRow[], day: CivilDate, policy: Policy) => {
  const of = (factor: string): HourOfDay[] => rows.filter((row) => row.factor === factor);
  const medium = mediumOf(limit.factor);
  const fewestHours = limit.fewestHours ?? policy.on(day).fewestDayHours[medium];
  const flow = medium === 'water' ? of(FLOW) : [];
  const { mean, hours, isWeighted } = outletDayMean(of(limit.factor), flow, fewestHours);
  const held = mean && heldMean(mean, limit.limit, policy.indicator(HOUR_DEFINITION, day).decimals);
  return {
    factor: limit.factor,
    name: factorName(limit.factor),
    mean: held?.mean ?? null,
    limit: limit.limit,
    unit: limit.unit,
    basis: limit.basis,
    averaging: 'day' as const,
    hours,
    fewestHours,
    isWeighted,
    multiple: held?.multiple ?? null,
  };
};
type DayFactor = ReturnType<typeof factorOf>;

const tooFew = (factors: readonly DayFactor[]): string => {
  const asked = new Set(factors.map(({ fewestHours }) => fewestHours));
  if (asked.size === 1) return `有效小时均值少于${factors[0]!.fewestHours}个`;
  return `有效小时均值不足：${factors.map(({ name, fewestHours }) => `${name}少于${fewestHours}个`).join('、')}`;
};

const observationOf = (
  outlet: SubjectState,
  day: CivilDate,
  rows: readonly PatternHourRow[],
  policy: Policy,
): Observation | null => {
  const limits = dayLimits(outlet, day);
  if (rows.length === 0 || limits.length === 0) return null;
  const factors = limits.map((limit) => factorOf(limit, rows, day, policy));
  const beyond = factors.filter(({ multiple }) => multiple !== null);
  const evaluated = factors.filter(({ mean }) => mean !== null);
  const used = new Set([
    ...limits.map(({ factor }) => factor),
    ...(factors.some(({ isWeighted }) => isWeighted) ? [FLOW] : []),
  ]);
  return {
    definition: DEFINITION,
    subject: { kind: 'outlet', id: outlet.id },
    period: dayPeriod(day),
    value: evaluated.length === 0 ? null : String(beyond.length),
    valid: evaluated.length > 0,
    invalidReason: evaluated.length === 0 ? tooFew(factors) : null,
    coverage: { valid: evaluated.length, expected: factors.length },
    dataState: 'realtime',
    edition: [...new Set(limits.map(({ basis }) => basis))].join('；'),
    details: { exceeding: beyond.map(({ name, multiple }) => `${name}(${multiple})`), factors },
    basis: {
      references: rows
        .filter(({ factor }) => used.has(factor))
        .map(({ factor, label, revision }) => outletHourRecord(outlet.id, factor, label, revision)),
    },
  };
};

const observedDays = async (
  tx: EntityManager,
  outlet: SubjectState,
  days: readonly CivilDate[],
  policy: Policy,
): Promise<Observation[]> => {
  const observations: Observation[] = [];
  for (const day of days) {
    const { end } = spanInstants({ from: day, to: day });
    const rows = await hoursOfOutlet(tx, { outletId: outlet.id, after: startOfDay(day), upTo: end });
    const observation = observationOf(outlet, day, rows, policy);
    if (observation) observations.push(observation);
  }
  return observations;
};

/** Holds the last days of outlets against limits of a day, where the register names any; publishes what says anything new. */
export const publishOutletDays = async (
  tx: EntityManager,
  lastDay: CivilDate,
  learnedAt: Date,
  policy: Policy,
): Promise<void> => {
  const outlets = (await subjectsInUse(tx)).filter(
    ({ kind, limits }) => kind === 'outlet' && limitsOver(limits, 'day').length > 0,
  );
  const days = datesOf({ from: addDays(lastDay, 1 - DAYS_LOOKED_BACK), to: lastDay });
  for (const outlet of outlets)
    await observeIndicators(tx, await observedDays(tx, outlet, days, policy), learnedAt, policy);
};

/**
 * Works out again the days whose hours changed, up to the last one that was published: those behind it are not over. A day
 * whose hours all came later than it was looked back for is told now for the first time, and dated by now.
 */
export const reassessOutletDays = async (
  tx: EntityManager,
  outlet: SubjectState,
  labels: readonly Date[],
  learnedAt: Date,
  policy: Policy,
): Promise<void> => {
  if (limitsOver(outlet.limits, 'day').length === 0) return;
  const last = await sealedUntil(tx);
  const days = [...new Set(labels.map(naturalDayOf))].filter((day) => last !== null && day <= last).sort();
  if (days.length === 0) return;
  const told = await currentIds(tx, DEFINITION, { kind: 'outlet', id: outlet.id }, days);
  const known = new Set(told.map(({ label }) => label));
  const observations = (await observedDays(tx, outlet, days, policy)).map((one): Observation =>
    known.has(one.period.label) ? one : { ...one, isReported: true },
  );
  await observeIndicators(tx, observations, learnedAt, policy);
};
