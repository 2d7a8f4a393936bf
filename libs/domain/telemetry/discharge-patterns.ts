/**
 * Patterns in a day of an outlet that speak of hidden discharge: flow while no facility treats, peaks at night, a pollutant
 * that does not move while water or gas flows. No standard draws these lines: each is a number of the pack.
 */
import { Decimal } from 'decimal.js';
import { isNightHour } from './exceedance-span.js';

export interface PatternHour {
  /** End of the hour. */
  readonly label: Date;
  /** Decimal text; null where the mean is absent or its mark is not normal. */
  readonly value: string | null;
}

/** What a facility said of itself (SBx-RS, HJ 212-2017 table 4). */
export interface FacilityState {
  readonly equipment: string;
  readonly at: Date;
  readonly state: string;
}

/** How long it ran that day (SBx-RT), hours. */
export interface FacilityRunTime {
  readonly equipment: string;
  readonly hours: string;
}

export interface DischargeRule {
  /** Flow counts from this part of the usual flow on, per cent: meters creep at rest. */
  readonly flowPercentOfUsual: string;
  /** A state holds for so many hours after it was said. */
  readonly stateHours: number;
  /** A peak is so many times the median of the hours by day … */
  readonly timesDayMedian: string;
  /** … of which so many are needed … */
  readonly fewestDayHours: number;
  /** … and at least this part of the limit, per cent. */
  readonly leastPercentOfLimit: string;
  /** Hours running with the same mean. */
  readonly fewestEqual: number;
}

const HOUR_MS = 3_600_000;
/** 关闭, 维护: nothing is treated. */
const STOPPED = new Set(['0', '3']);
const DECIMAL = /^\d+(\.\d+)?$/;

const inOrder = <T extends { readonly label: Date }>(hours: readonly T[]): T[] =>
  [...hours].sort((a, b) => a.label.getTime() - b.label.getTime());

/** Labels of the hours in which something flowed. Nothing is known without a usual flow. */
export const flowingHours = (
  flow: readonly PatternHour[],
  usual: string | null,
  rule: Pick<DischargeRule, 'flowPercentOfUsual'>,
): Date[] => {
  if (usual === null || !new Decimal(usual).gt(0)) return [];
  const least = new Decimal(usual).times(rule.flowPercentOfUsual).div(100);
  return inOrder(flow).flatMap(({ label, value }) => (value !== null && new Decimal(value).gte(least) ? [label] : []));
};

/** Whether no facility ran in an hour; null where nothing is known of any. */
const isUntreated = (label: Date, states: readonly FacilityState[], rule: DischargeRule): boolean | null => {
  const [end, start] = [label.getTime(), label.getTime() - HOUR_MS];
  const known = new Map<string, FacilityState>();
  let ranInside = false;
  for (const one of states) {
    const at = one.at.getTime();
    if (at >= end) continue;
    if (at > start && !STOPPED.has(one.state)) ranInside = true;
    if (at <= start && at > start - rule.stateHours * HOUR_MS) {
      const before = known.get(one.equipment);
      if (!before || before.at.getTime() <= at) known.set(one.equipment, one);
    }
  }
  if (known.size === 0) return null;
  return !ranInside && [...known.values()].every(({ state }) => STOPPED.has(state));
};

export interface UntreatedFlow {
  readonly hours: number;
  /** Hours in which every facility of which a state is known stood still. */
  readonly labels: readonly Date[];
  /** Hours all facilities ran together that day; null where none said. */
  readonly ranHours: string | null;
}

/**
 * Hours of a day with flow and without treatment, by the states facilities sent or by their running times, whichever says
 * more; running times are added up, as if no two ever ran at once, so that the count is never too high. Null where neither
 * is known.
 */
export const untreatedFlow = (
  flowing: readonly Date[],
  said: { readonly states: readonly FacilityState[]; readonly runTimes: readonly FacilityRunTime[] },
  rule: DischargeRule,
): UntreatedFlow | null => {
  const byState = flowing.map((label) => ({ label, is: isUntreated(label, said.states, rule) }));
  const runTimes = said.runTimes.filter(({ hours }) => DECIMAL.test(hours));
  const ran = runTimes.reduce((sum, { hours }) => sum.plus(hours), new Decimal(0));
  if (runTimes.length === 0 && byState.every(({ is }) => is === null)) return null;
  const labels = byState.flatMap(({ label, is }) => (is === true ? [label] : []));
  const byRunTime =
    runTimes.length === 0 ? 0 : Decimal.max(0, new Decimal(flowing.length).minus(ran)).floor().toNumber();
  return {
    hours: Math.max(labels.length, byRunTime),
    labels,
    ranHours: runTimes.length === 0 ? null : ran.toFixed(),
  };
};

const medianOf = (values: readonly Decimal[]): Decimal | null => {
  const sorted = [...values].sort((a, b) => a.comparedTo(b));
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? null : upper.plus(lower).div(2);
};

/** Hours at night (22:00 to 06:00) of a day far above its hours by day; they need not be above the limit. */
export const nightPeaks = (hours: readonly PatternHour[], limit: string, rule: DischargeRule): Date[] => {
  const known = inOrder(hours).flatMap(({ label, value }) =>
    value === null ? [] : [{ label, value: new Decimal(value), isNight: isNightHour(label) }],
  );
  const byDay = known.filter(({ isNight }) => !isNight).map(({ value }) => value);
  const median = byDay.length < rule.fewestDayHours ? null : medianOf(byDay);
  if (median === null) return [];
  const least = Decimal.max(
    median.times(rule.timesDayMedian),
    new Decimal(limit).times(rule.leastPercentOfLimit).div(100),
  );
  return known.flatMap(({ label, value, isNight }) => (isNight && value.gte(least) ? [label] : []));
};

/**
 * Hours that belong to a run of the same mean above zero while something flows: an instrument nobody feeds, or one that was
 * told what to say. A missing hour and one without flow end a run.
 */
export const constantHours = (
  hours: readonly PatternHour[],
  flowing: readonly Date[],
  rule: Pick<DischargeRule, 'fewestEqual'>,
): Date[] => {
  const flows = new Set(flowing.map((label) => label.getTime()));
  const found: Date[] = [];
  let run: { readonly label: Date; readonly value: Decimal }[] = [];
  const close = (): void => {
    if (run.length >= rule.fewestEqual) found.push(...run.map(({ label }) => label));
    run = [];
  };
  for (const { label, value } of inOrder(hours)) {
    const last = run.at(-1);
    const exact = value === null || !flows.has(label.getTime()) ? null : new Decimal(value);
    if (exact === null || !exact.gt(0)) {
      close();
      continue;
    }
    if (last && (!last.value.eq(exact) || label.getTime() - last.label.getTime() !== HOUR_MS)) close();
    run.push({ label, value: exact });
  }
  close();
  return found;
};
