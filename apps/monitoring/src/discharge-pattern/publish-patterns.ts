import type { EntityManager } from 'typeorm';
import { addDays, type CivilDate, datesOf, spanInstants, startOfDay } from '#libs/domain/calendar/shanghai.js';
import { currentIndicators } from '../indicator/indicator.store.js';
import { type Observation, observeIndicators } from '../indicator/observe-indicators.js';
import type { DischargePatternRule, Policy } from '../policy.js';
import { subjectsInUse, type SubjectState } from '../register/register.store.js';
import { type DayOfOutlet, dayPatterns, FLOW_FACTORS, PATTERN_DEFINITIONS } from './day-patterns.js';
import { exceedingHours, facilityRecords, hoursOfOutlet, usualValue } from './discharge-pattern.store.js';

/** Hours and words of facilities come late; a day is looked at again for so many days. */
const DAYS_LOOKED_BACK = 3;

const daysOfOutlet = async (
  tx: EntityManager,
  outlet: SubjectState,
  days: readonly CivilDate[],
  rule: DischargePatternRule,
): Promise<DayOfOutlet[]> => {
  const [first, last] = [days[0]!, days.at(-1)!];
  const end = spanInstants({ from: last, to: last }).end;
  const of = { outletId: outlet.id, after: startOfDay(addDays(first, -1)), upTo: end };
  const hours = await hoursOfOutlet(tx, of);
  if (hours.length === 0) return [];
  const records = await facilityRecords(tx, { outletId: outlet.id, from: of.after, before: end });
  const before = { ...of, after: startOfDay(addDays(first, -rule.usualDays)) };
  const usual = new Map<string, string | null>();
  for (const factor of FLOW_FACTORS)
    if (hours.some((one) => one.factor === factor)) usual.set(factor, await usualValue(tx, { ...before, factor }));
  const above = await exceedingHours(tx, { ...of, after: startOfDay(addDays(first, 1 - rule.nightDays)) });
  return days.map((day) => {
    const from = startOfDay(addDays(day, -1));
    const to = spanInstants({ from: day, to: day }).end;
    const since = startOfDay(addDays(day, 1 - rule.nightDays));
    return {
      outlet,
      day,
      hours: hours.filter(({ label }) => label > from && label <= to),
      usual,
      records: records.filter(({ at }) => at >= from && at < to),
      exceeding: above.filter((label) => label > since && label <= to),
    };
  });
};

/** What is found is published, and that it is over; an outlet that never shows anything has no such numbers. */
const worthSaying = async (
  tx: EntityManager,
  outletId: string,
  observations: readonly Observation[],
  days: readonly CivilDate[],
): Promise<Observation[]> => {
  const labels = [addDays(days[0]!, -1), ...days];
  const known = await currentIndicators(
    tx,
    PATTERN_DEFINITIONS.flatMap((definition) =>
      labels.map((periodLabel) => ({ definition, subjectKind: 'outlet', subjectId: outletId, periodLabel })),
    ),
  );
  const found = new Set(
    [...known, ...observations].flatMap(({ definition, period, value }) =>
      Number(value) > 0 ? [`${definition} ${period.label}`] : [],
    ),
  );
  const isKnown = new Set(known.map(({ definition, period }) => `${definition} ${period.label}`));
  return observations.filter(
    ({ definition, period: { label } }) =>
      [label, addDays(label, -1)].some((day) => found.has(`${definition} ${day}`)) ||
      isKnown.has(`${definition} ${label}`),
  );
};

/** Publishes what the last days of outlets show of hidden discharge, where it says anything new. */
export const publishPatterns = async (
  tx: EntityManager,
  lastDay: CivilDate,
  learnedAt: Date,
  policy: Policy,
): Promise<void> => {
  const rule = policy.on(lastDay).dischargePatterns;
  if (rule === null) return;
  const days = datesOf({ from: addDays(lastDay, 1 - DAYS_LOOKED_BACK), to: lastDay });
  const outlets = (await subjectsInUse(tx)).filter(({ kind, limits }) => kind === 'outlet' && limits.length > 0);
  for (const outlet of outlets) {
    const observations = (await daysOfOutlet(tx, outlet, days, rule)).flatMap((one) => dayPatterns(one, rule));
    await observeIndicators(tx, await worthSaying(tx, outlet.id, observations, days), learnedAt, policy);
  }
};
