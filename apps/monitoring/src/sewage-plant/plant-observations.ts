/** Days and months of a sewage plant as published numbers: pure. */
import { type CivilDate, type CivilMonth, monthSpan, spanInstants } from '#libs/domain/calendar/shanghai.js';
import {
  type LoadRule,
  monthLoad,
  type PlantDayFigures,
  type PlantRule,
  plantSeries,
} from '#libs/domain/water/sewage-plant.js';
import { plantDayRecord } from '../evidence/record-id.js';
import type { Observation } from '../indicator/observe-indicators.js';
import { monthPeriod } from '../section-month/month-observations.js';
import type { PlantState } from './sewage-plant.api.js';
import type { KeptPlantDay } from './sewage-plant.store.js';

const NOT_REPORTED = '未报送';
const TOO_FEW_DAYS = '有处理水量的天数不足';

export interface PlantOnRecord {
  readonly plant: PlantState;
  /** Every day up to the last to publish, oldest first. */
  readonly days: readonly KeptPlantDay[];
  /** Sections its water flows to, with their names. */
  readonly downstream: readonly { readonly id: string; readonly name: string }[];
}

const dayObservations = (
  { plant, downstream }: PlantOnRecord,
  day: KeptPlantDay,
  figures: PlantDayFigures,
  rule: PlantRule,
): Observation[] => {
  const of = (name: string, value: string | null, details: Observation['details'] = {}): Observation => ({
    definition: `water.plant.day.${name}`,
    subject: { kind: 'plant', id: plant.outletId },
    period: { kind: 'day', label: day.day, ...spanInstants({ from: day.day, to: day.day }) },
    value,
    valid: value !== null,
    invalidReason: value === null ? NOT_REPORTED : null,
    dataState: 'preliminary',
    edition: '',
    details: { ...details, downstream },
    basis: { references: [plantDayRecord(plant.outletId, day.day, day.version)] },
    isReported: true,
  });
  const { effluentBeyond } = figures;
  return [
    of('usable-percent', figures.usablePercent, {
      target: rule.leastUsablePercent,
      usableCapacity: day.usableCapacity,
      designCapacity: plant.designCapacity,
    }),
    of('untreated', figures.untreated, { inflow: day.inflow, treated: day.treated }),
    of('sludge-backlog', figures.backlog, {
      target: rule.mostBacklog,
      produced: day.sludgeProduced,
      moved: day.sludgeMoved,
    }),
    of('effluent-beyond', effluentBeyond && String(effluentBeyond.length), {
      exceeding: (effluentBeyond ?? []).map(({ name, multiple }) =>
        multiple === null ? name : `${name}(${multiple})`,
      ),
    }),
  ];
};

const monthObservation = (
  { plant, days, downstream }: PlantOnRecord,
  month: CivilMonth,
  rule: LoadRule,
): Observation => {
  const own = days.filter(({ day }) => day.startsWith(month));
  const load = monthLoad(plant, own, rule);
  return {
    definition: 'water.plant.month.load-percent',
    subject: { kind: 'plant', id: plant.outletId },
    period: monthPeriod(month),
    value: load.percent,
    valid: load.percent !== null,
    invalidReason: load.percent === null ? TOO_FEW_DAYS : null,
    coverage: { valid: load.days, expected: Number(monthSpan(month).to.slice(8)) },
    dataState: 'preliminary',
    edition: '',
    details: { target: rule.leastLoadPercent, designCapacity: plant.designCapacity, downstream },
    basis: { references: own.map(({ day, version }) => plantDayRecord(plant.outletId, day, version)) },
    isReported: true,
  };
};

/** Which days and months of a plant are to be published. */
export interface PlantSpan {
  /** First changed day; null where no day has changed. */
  readonly from: CivilDate | null;
  /** The last month whose load was published. */
  readonly loadThrough: CivilMonth | null;
  /** The last month that is over. */
  readonly closed: CivilMonth;
}

/**
 * Numbers of a plant: of each day from the first changed one on the usable part of its capacity, the inflow left untreated,
 * the sludge lying there and the items of the effluent beyond their limits; of each month that is over and is new, or has a
 * changed day, the load.
 */
export const plantObservations = (
  of: PlantOnRecord,
  { from, loadThrough, closed }: PlantSpan,
  rules: { readonly lines: PlantRule; readonly load: LoadRule | null },
): Observation[] => {
  const figures = plantSeries(of.plant, of.days, rules.lines);
  const { load } = rules;
  const isNew = (month: CivilMonth): boolean =>
    (loadThrough !== null && month > loadThrough) || (from !== null && month >= from.slice(0, 7));
  const months = [...new Set(of.days.map(({ day }) => day.slice(0, 7)))].filter(
    (month) => month <= closed && isNew(month),
  );
  return [
    ...of.days.flatMap((day, n) =>
      from === null || day.day < from ? [] : dayObservations(of, day, figures[n]!, rules.lines),
    ),
    ...(load === null ? [] : months.map((month) => monthObservation(of, month, load))),
  ];
};
