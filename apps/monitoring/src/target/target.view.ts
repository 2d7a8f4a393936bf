/** Targets as screens read them: what has been reached on each day, and whether the target can still be reached. */
import type { EntityManager } from 'typeorm';
import { lastCountedDay } from '#libs/domain/air/air-formula.js';
import {
  type LostValidity,
  lostValidity,
  pollutantsNeeded,
  type TooFewDays,
  tooFewDays,
} from '#libs/domain/air/lost-validity.js';
import { NATIONAL_EDITIONS } from '#libs/domain/air/national-editions.js';
import { type PeriodForecast, periodForecast } from '#libs/domain/air/period-forecast.js';
import { editionsOver, restatedDays } from '#libs/domain/air/restatement.js';
import { samePeriodBefore } from '#libs/domain/air/same-period.js';
import {
  costlyDates,
  sinceWhen,
  targetCourse,
  type TargetDay,
  targetStanding,
  type TargetStanding as Word,
} from '#libs/domain/air/target-course.js';
import { percentText } from '#libs/domain/assessment/percentage.js';
import { targetGap, targetOn } from '#libs/domain/assessment/target.js';
import {
  addDays,
  type CivilDate,
  datesOf,
  daysBetween,
  naturalDayOf,
  spanInstants,
} from '#libs/domain/calendar/shanghai.js';
import type { DataState } from '#libs/domain/telemetry/data-state.js';
import type { IndicatorDefinition } from '#libs/policy/measurement.schema.js';
import { dataStateOfDays } from '../air/days-data-state.js';
import { type AirSubject, type DayInForce, periodDaysOf } from '../air/period-days.store.js';
import { indicatorPage } from '../indicator/indicator.store.js';
import type { Policy } from '../policy.js';
import { type SetValue, type Target, valuesOfTargets } from './target.store.js';
import { courseOptions, directionOf, editionOf, isAir, stated, versionsOf } from './target-terms.js';

/** A point of a target's course; what no arithmetic speaks of is null. */
export type CoursePoint = Omit<TargetDay, 'state'> & {
  readonly state: TargetDay['state'] | null;
  readonly standing: Word | null;
};

export interface TargetStanding {
  readonly target: Target;
  readonly definition: IndicatorDefinition;
  readonly direction: 'at-most' | 'at-least';
  readonly edition: string;
  readonly values: readonly SetValue[];
  readonly course: readonly CoursePoint[];
  /** First day of the run of days with the state there is now. */
  readonly since: CivilDate | null;
  /** Percent of the period that has passed by the last day of the course. */
  readonly timePct: string | null;
  readonly forecast: PeriodForecast | null;
  readonly costlyDates: readonly CivilDate[];
  /** What keeps the period from ever being valid, as known by the last day of the course. */
  readonly lostValidity: readonly LostValidity[];
  /** Days of the figure to date against what validity asks of the part that has passed; null where there are enough. */
  readonly tooFewDays: TooFewDays | null;
  /** The last day that counts in the figure to date: the course goes on over days without a value. */
  readonly lastValueDay: CivilDate | null;
  /** Points by which progress may be behind time before it lags; null of what is only published. */
  readonly marginPoints: string | null;
  /** How far what the figure to date rests on has been looked at; null before there is any. */
  readonly dataState: DataState | null;
  /** Editions the days to date count under. */
  readonly countedUnder: readonly string[];
  /** Days of the period in force; empty of what is only published. */
  readonly days: readonly DayInForce[];
}

type Standing = Pick<
  TargetStanding,
  | 'course'
  | 'forecast'
  | 'costlyDates'
  | 'lostValidity'
  | 'tooFewDays'
  | 'lastValueDay'
  | 'marginPoints'
  | 'dataState'
  | 'countedUnder'
  | 'days'
>;

const NOT_YET = {
  forecast: null,
  costlyDates: [],
  lostValidity: [],
  tooFewDays: null,
  lastValueDay: null,
  marginPoints: null,
  dataState: null,
  countedUnder: [],
  days: [],
} as const;

const airStanding = (
  target: Target,
  definition: IndicatorDefinition,
  values: readonly SetValue[],
  sides: { readonly days: readonly DayInForce[]; readonly lastYear: readonly DayInForce[] },
  marginPoints: string,
): Standing => {
  const { airFormula: formula } = definition;
  if (!formula) return { ...NOT_YET, course: [] };
  const edition = editionOf(target);
  const days = stated(target, sides.days);
  const options = courseOptions(target, { ...definition, airFormula: formula }, values, marginPoints);
  const course = targetCourse(days, options).map((one) => ({ ...one, standing: targetStanding(one) }));
  const last = course.at(-1);
  if (!last) return { ...NOT_YET, course };
  const forecast = periodForecast(days, restatedDays(sides.lastYear, edition, NATIONAL_EDITIONS), {
    formula,
    edition,
    until: last.day,
    left: datesOf({ from: addDays(last.day, 1), to: target.toDay }),
    allowed: last.rest?.kind === 'mean' ? last.rest.allowed : null,
  });
  const period = { from: target.fromDay, to: target.toDay };
  return {
    course,
    forecast,
    costlyDates: costlyDates(days, formula, last.target),
    lostValidity: lostValidity(days, period, last.day, pollutantsNeeded(formula), edition),
    tooFewDays: tooFewDays(last.days, { from: target.fromDay, to: last.day }, edition),
    lastValueDay: lastCountedDay(days, formula),
    marginPoints,
    dataState: dataStateOfDays(sides.days),
    countedUnder: target.edition === null ? editionsOver(sides.days, NATIONAL_EDITIONS) : [edition.id],
    days: sides.days,
  };
};

const MOST_PERIODS = 400;

/** The course of a number that is published as it is: its values in the period against the target, with no outlook. */
const publishedStanding = async (
  tx: EntityManager,
  target: Target,
  definition: IndicatorDefinition,
  values: readonly SetValue[],
): Promise<Standing> => {
  const { start, end } = spanInstants({ from: target.fromDay, to: target.toDay });
  const rows = await indicatorPage(tx, {
    definition: target.definition,
    subjectId: target.subjectId,
    from: start,
    to: end,
    before: null,
    limit: MOST_PERIODS,
  });
  const course = rows.reverse().flatMap(({ periodEnd, content }): CoursePoint[] => {
    const day = naturalDayOf(periodEnd);
    const version = targetOn(versionsOf(values), day);
    if (!version || content.subject.kind !== target.subjectKind) return [];
    const value = content.valid ? content.value : null;
    const gap = value === null ? null : targetGap(value, version.value, directionOf(definition));
    return [
      {
        day,
        version: version.version,
        target: String(version.value),
        value,
        gap: gap?.gap ?? null,
        isMet: gap?.isMet ?? null,
        days: content.coverage?.valid ?? 0,
        remaining: daysBetween(day, target.toDay),
        state: null,
        standing: null,
        rest: null,
        progress: null,
      },
    ];
  });
  const lastValueDay = course.findLast(({ value }) => value !== null)?.day ?? null;
  return { ...NOT_YET, course, lastValueDay, dataState: rows.at(-1)?.content.dataState ?? null };
};

interface Sides {
  readonly now: ReadonlyMap<string, DayInForce[]>;
  readonly before: ReadonlyMap<string, DayInForce[]>;
}

const sidesOf = async (tx: EntityManager, kind: AirSubject['kind'], of: readonly Target[]): Promise<Sides> => {
  const ids = [...new Set(of.map(({ subjectId }) => subjectId))];
  const { fromDay, toDay } = of[0]!;
  const before = samePeriodBefore({ label: '', from: fromDay, to: toDay });
  return {
    now: await periodDaysOf(tx, kind, ids, { from: fromDay, to: toDay }),
    before: await periodDaysOf(tx, kind, ids, before),
  };
};

/** How targets stand, in their order. Days of one kind of subject and period are read at once. */
export const standingsOf = async (
  tx: EntityManager,
  targets: readonly Target[],
  policy: Policy,
): Promise<TargetStanding[]> => {
  const values = await valuesOfTargets(
    tx,
    targets.map(({ id }) => id),
  );
  const sides = new Map<string, Sides>();
  const groupOf = ({ subjectKind, fromDay, toDay }: Target): string => `${subjectKind} ${fromDay} ${toDay}`;
  const standings: TargetStanding[] = [];
  for (const target of targets) {
    const definition = policy.indicator(target.definition, target.toDay);
    const own = values.get(target.id) ?? [];
    let standing: Standing;
    if (definition.airFormula && isAir(target.subjectKind)) {
      const group = groupOf(target);
      if (!sides.has(group))
        sides.set(
          group,
          await sidesOf(
            tx,
            target.subjectKind,
            targets.filter((one) => groupOf(one) === group),
          ),
        );
      const { now, before } = sides.get(group)!;
      const { targetMarginPoints } = policy.on(target.fromDay);
      standing = airStanding(
        target,
        definition,
        own,
        { days: now.get(target.subjectId) ?? [], lastYear: before.get(target.subjectId) ?? [] },
        targetMarginPoints,
      );
    } else standing = await publishedStanding(tx, target, definition, own);
    const last = standing.course.at(-1);
    const period = daysBetween(target.fromDay, target.toDay) + 1;
    standings.push({
      ...standing,
      target,
      definition,
      direction: directionOf(definition),
      edition: editionOf(target).id,
      values: own,
      since: (last?.state ?? null) === null ? null : sinceWhen(standing.course as readonly (CoursePoint & TargetDay)[]),
      timePct: last ? percentText(period - last.remaining, period) : null,
    });
  }
  return standings;
};
