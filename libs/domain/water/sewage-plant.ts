/** A sewage plant day by day: what it can treat, what reaches it, what leaves it, and the sludge that stays. */
import { addDays, type CivilDate } from '../calendar/shanghai.js';
import { readConcentration, type ReportedValue } from './concentration.js';
import { beyondLimits, type BeyondLimit, type ItemLimit } from './drinking-source.js';
import { sharePercent } from './river-quality.js';
import { Exact } from './rounding.js';

/** Volumes in m³/d and sludge in t, as decimal text; null where nothing was reported, which is not zero. */
export interface PlantDay {
  readonly day: CivilDate;
  readonly usableCapacity: string | null;
  readonly inflow: string | null;
  readonly treated: string | null;
  readonly sludgeProduced: string | null;
  /** Moved away and disposed of. */
  readonly sludgeMoved: string | null;
  /** mg/L by item. */
  readonly effluent: Readonly<Record<string, ReportedValue>>;
}

export interface Plant {
  readonly designCapacity: string;
  /** Sludge lying at the plant before the first day, t. */
  readonly backlogBefore: string;
  readonly limits: Readonly<Record<string, ItemLimit>>;
}

/** Lines of the place: least usable part of the design capacity in per cent, most sludge lying at the plant in t. */
export interface PlantRule {
  readonly leastUsablePercent: string;
  readonly mostBacklog: string;
}

/** Where a place draws no lines, nothing is beyond them. */
export const NO_PLANT_LINES: PlantRule = { leastUsablePercent: '0', mostBacklog: '999999999' };

export type PlantSignal = 'capacityDropped' | 'untreatedInflow' | 'sludgeBacklog' | 'effluentBeyond';

export interface PlantDayFigures {
  readonly day: CivilDate;
  /** Usable part of the design capacity and treated part of the usable one, per cent with one decimal. */
  readonly usablePercent: string | null;
  readonly loadPercent: string | null;
  /** Inflow that was not treated, m³; never below 0. */
  readonly untreated: string | null;
  /** Sludge at the plant at the end of the day, t: days without a report add nothing. */
  readonly backlog: string;
  /** Null where nothing was measured. */
  readonly effluentBeyond: readonly BeyondLimit[] | null;
  readonly signals: readonly PlantSignal[];
}

const exact = (text: string | null): Exact | null => (text === null ? null : new Exact(text));
/** No printed share stands on the other side of a line than the exact one. */
const percent = (part: Exact | null, whole: Exact | null, lines: readonly string[] = []): string | null =>
  part === null || whole === null ? null : sharePercent(part, whole, lines);

/**
 * The figures of a plant over days in their order, and what of them has to be told. What was not reported is never a
 * sign of anything.
 */
export function plantSeries(plant: Plant, days: readonly PlantDay[], rule: PlantRule): PlantDayFigures[] {
  const design = new Exact(plant.designCapacity);
  let backlog = new Exact(plant.backlogBefore);
  return days.map((reported) => {
    const [usable, inflow, treated] = [exact(reported.usableCapacity), exact(reported.inflow), exact(reported.treated)];
    backlog = backlog.plus(reported.sludgeProduced ?? 0).minus(reported.sludgeMoved ?? 0);
    if (backlog.isNegative()) backlog = new Exact(0);
    const untreated = inflow === null || treated === null ? null : Exact.max(0, inflow.minus(treated));
    const effluentBeyond = beyondLimits(reported.effluent, plant.limits);
    const signals: PlantSignal[] = [];
    if (usable !== null && usable.times(100).lt(design.times(rule.leastUsablePercent))) signals.push('capacityDropped');
    if (untreated?.gt(0) === true) signals.push('untreatedInflow');
    if (backlog.gt(rule.mostBacklog)) signals.push('sludgeBacklog');
    if (effluentBeyond !== null && effluentBeyond.length > 0) signals.push('effluentBeyond');
    return {
      day: reported.day,
      usablePercent: percent(usable, design, [rule.leastUsablePercent]),
      loadPercent: percent(treated, usable),
      untreated: untreated?.toFixed() ?? null,
      backlog: backlog.toFixed(),
      effluentBeyond,
      signals,
    };
  });
}

/** The first day on which the newest report is older than `mostDays`; null where it is not by `today`, or where no bound is set. */
export const oldSince = (newest: CivilDate, today: CivilDate, mostDays: number | null): CivilDate | null => {
  if (mostDays === null) return null;
  const since = addDays(newest, mostDays + 1);
  return since <= today ? since : null;
};

/** Least load of a month in per cent of the design capacity, and the days with a report it needs to be judged. */
export interface LoadRule {
  readonly leastLoadPercent: string;
  readonly fewestDays: number;
}

/**
 * Load of a plant over the days of a month: mean of the water treated on the days that say so, in per cent of the design
 * capacity with one decimal; null on fewer such days than the rule wants. Low load (负荷不足) is told of a month, since a dry
 * day is none.
 */
export function monthLoad(
  plant: Pick<Plant, 'designCapacity'>,
  days: readonly Pick<PlantDay, 'treated'>[],
  rule: LoadRule,
): { readonly percent: string | null; readonly days: number } {
  const treated = days.flatMap((day) => exact(day.treated) ?? []);
  if (treated.length === 0 || treated.length < rule.fewestDays) return { percent: null, days: treated.length };
  const sum = treated.reduce((total, one) => total.plus(one));
  const whole = new Exact(plant.designCapacity).times(treated.length);
  return { percent: percent(sum, whole, [rule.leastLoadPercent]), days: treated.length };
}

/**
 * Load of one item that left with the treated water, kg: mg/L times m³ over a thousand, summed over the days that have
 * both. A value below detection counts as zero in totals, unlike in means (SL 219-2013 clause 12.2.5). Null where no day
 * has both.
 */
export function effluentLoad(days: readonly PlantDay[], item: string): string | null {
  const loads = days.flatMap(({ treated, effluent }) => {
    const value = readConcentration(effluent[item], { keepsZero: true });
    if (treated === null || value === null) return [];
    return [value.isBelowDetection ? new Exact(0) : value.effective.times(treated).div(1000)];
  });
  return loads.length === 0 ? null : loads.reduce((sum, load) => sum.plus(load)).toFixed();
}
