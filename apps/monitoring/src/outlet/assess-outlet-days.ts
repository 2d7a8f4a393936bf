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
import {
  FEWEST_HOURS,
  type HourOfDay,
  limitsOver,
  multipleAbove,
  outletDayMean,
} from '#libs/domain/telemetry/outlet-day.js';
import { dayPeriod } from '../air/day-observations.js';
import { hoursOfOutlet, type PatternHourRow } from '../discharge-pattern/discharge-pattern.store.js';
import { outletHourRecord } from '../evidence/record-id.js';
import { currentIds } from '../indicator/indicator.store.js';
import { type Observation, observeIndicators } from '../indicator/observe-indicators.js';
import type { Policy } from '../policy.js';
import { subjectsInUse, type SubjectState } from '../register/register.store.js';

const DEFINITION = 'outlet.day.beyond-factors';
/** Hours of a water outlet's flow weigh its day means. */
const FLOW = 'w00000';
/** Hours come late; a day is looked at again for so many days. */
const DAYS_LOOKED_BACK = 3;
const MOST_REFERENCES = 100;
const DECIMALS = 3;

const observationOf = (outlet: SubjectState, day: CivilDate, rows: readonly PatternHourRow[]): Observation | null => {
  if (rows.length === 0) return null;
  const of = (factor: string): HourOfDay[] => rows.filter((row) => row.factor === factor);
  const limits = limitsOver(outlet.limits, 'day');
  const factors = limits.map(({ factor, limit, unit, basis }) => {
    const { mean, hours, isWeighted } = outletDayMean(of(factor), of(FLOW));
    return {
      factor,
      name: factorName(factor),
      mean: mean?.toDecimalPlaces(DECIMALS).toFixed() ?? null,
      limit,
      unit,
      basis,
      hours,
      isWeighted,
      multiple: mean && multipleAbove(mean, limit),
    };
  });
  const beyond = factors.filter(({ multiple }) => multiple !== null);
  const evaluated = factors.filter(({ mean }) => mean !== null);
  const used = new Set([
    ...limits.map(({ factor }) => factor),
    ...(factors.some((one) => one.isWeighted) ? [FLOW] : []),
  ]);
  return {
    definition: DEFINITION,
    subject: { kind: 'outlet', id: outlet.id },
    period: dayPeriod(day),
    value: evaluated.length === 0 ? null : String(beyond.length),
    valid: evaluated.length > 0,
    invalidReason: evaluated.length === 0 ? `有效小时均值少于${FEWEST_HOURS}个` : null,
    coverage: { valid: evaluated.length, expected: factors.length },
    dataState: 'realtime',
    edition: [...new Set(limits.map(({ basis }) => basis))].join('；'),
    details: { exceeding: beyond.map(({ name, multiple }) => `${name}(${multiple})`), factors },
    basis: {
      references: rows
        .filter(({ factor }) => used.has(factor))
        .slice(0, MOST_REFERENCES)
        .map(({ factor, label, revision }) => outletHourRecord(outlet.id, factor, label, revision)),
      query: null,
    },
  };
};

const observeDays = async (
  tx: EntityManager,
  outlet: SubjectState,
  days: readonly CivilDate[],
  learnedAt: Date,
  policy: Policy,
): Promise<void> => {
  const observations: Observation[] = [];
  for (const day of days) {
    const { end } = spanInstants({ from: day, to: day });
    const rows = await hoursOfOutlet(tx, { outletId: outlet.id, after: startOfDay(day), upTo: end });
    const observation = observationOf(outlet, day, rows);
    if (observation) observations.push(observation);
  }
  await observeIndicators(tx, observations, learnedAt, policy);
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
  for (const outlet of outlets) await observeDays(tx, outlet, days, learnedAt, policy);
};

/** Works out again the days told of before whose hours changed. */
export const reassessOutletDays = async (
  tx: EntityManager,
  outlet: SubjectState,
  labels: readonly Date[],
  learnedAt: Date,
  policy: Policy,
): Promise<void> => {
  if (limitsOver(outlet.limits, 'day').length === 0) return;
  const days = [...new Set(labels.map(naturalDayOf))].sort();
  const told = await currentIds(tx, DEFINITION, { kind: 'outlet', id: outlet.id }, days);
  await observeDays(
    tx,
    outlet,
    told.map(({ label }) => label),
    learnedAt,
    policy,
  );
};
