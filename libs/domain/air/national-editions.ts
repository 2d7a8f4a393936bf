/**
 * The national editions as data. Sources: GB 3095-2012 and its amendment of 2018, GB 3095-2026 (Tables 1 and 4),
 * HJ 633-2012 (Table 1), HJ 633-2026 (Table 3), HJ 663-2013 (6.1, 6.3, Table 1). HJ 663-2026 replaces the last one; its
 * full text was not at hand, the rules of 2013 known to be kept are carried on. Units µg/m³, CO mg/m³.
 */
import type { AirEdition, AssessmentRules, BreakpointColumn, IndexRules, Limits } from './edition.js';
import type { PerPollutant } from './pollutant.js';

const column = (concentrations: readonly number[], above: number | null = 500): BreakpointColumn => ({
  concentrations,
  above,
});

const NO_DECIMALS_BUT_CO: PerPollutant<number> = { SO2: 0, NO2: 0, CO: 1, O3: 0, PM10: 0, 'PM2.5': 0 };

const PM10_2012 = column([0, 50, 150, 250, 350, 420, 500, 600]);
const PM25_2012 = column([0, 35, 75, 115, 150, 250, 350, 500]);
const PM10_2026 = column([0, 50, 120, 250, 350, 420, 500, 600]);
const PM25_2026 = column([0, 35, 60, 115, 150, 250, 350, 500]);

const SO2_HOUR = [0, 150, 500, 650, 800];
const OZONE_8H = [0, 100, 160, 215, 265, 800];
const OZONE_HOUR = column([0, 160, 200, 300, 400, 800, 1000, 1200]);
const NO2_HOUR = column([0, 100, 200, 700, 1200, 2340, 3090, 3840]);
const CO_HOUR = column([0, 5, 10, 35, 60, 90, 120, 150]);
const SO2_DAY = column([0, 50, 150, 475, 800, 1600, 2100, 2620]);
const NO2_DAY = column([0, 40, 80, 180, 280, 565, 750, 940]);
const CO_DAY = column([0, 2, 4, 14, 24, 36, 48, 60]);

/**
 * HJ 633-2012. Past their last breakpoint SO2 (1 hour) and O3 (8 hours) have no sub-index (notes 2 and 3). The text
 * takes the 24-hour running mean of particles for the real-time report; the published national index never did, it used
 * the 1-hour value, and so does this edition.
 */
const INDEX_2012: IndexRules = {
  hour: {
    SO2: column(SO2_HOUR, null),
    NO2: NO2_HOUR,
    CO: CO_HOUR,
    O3: OZONE_HOUR,
    PM10: PM10_2012,
    'PM2.5': PM25_2012,
  },
  day: { SO2: SO2_DAY, NO2: NO2_DAY, CO: CO_DAY, O3: column(OZONE_8H, null), PM10: PM10_2012, 'PM2.5': PM25_2012 },
  dayOzoneHour: OZONE_HOUR,
  inputDecimals: NO_DECIMALS_BUT_CO,
  incompleteOnlyAbove: null,
  lowestPrinted: 0,
};

/** HJ 633-2026: new columns for particles, notes b and c cap instead of dropping, 5.3.1 withholds incomplete indices. */
const INDEX_2026: IndexRules = {
  hour: { SO2: column(SO2_HOUR, 200), NO2: NO2_HOUR, CO: CO_HOUR, O3: OZONE_HOUR, PM10: PM10_2026, 'PM2.5': PM25_2026 },
  day: { SO2: SO2_DAY, NO2: NO2_DAY, CO: CO_DAY, O3: column(OZONE_8H, 300), PM10: PM10_2026, 'PM2.5': PM25_2026 },
  dayOzoneHour: null,
  inputDecimals: NO_DECIMALS_BUT_CO,
  incompleteOnlyAbove: 100,
  lowestPrinted: 1,
};

const ASSESSMENT_2013: AssessmentRules = {
  decimals: { hour: NO_DECIMALS_BUT_CO, day: NO_DECIMALS_BUT_CO, period: NO_DECIMALS_BUT_CO },
  compositeDecimals: 2,
  ratioDecimals: 1,
  minutesPerHour: 45,
  hoursPerDay: 20,
  hoursPerOzoneMean: 6,
  ozoneMeansPerDay: 14,
  daysPerMonth: 27,
  daysPerFebruary: 25,
  daysPerYear: 324,
  // The standards rule on whole months and years only; other spans take the share of a month of thirty days.
  daysOfSpan: { valid: 27, of: 30 },
  stationPercent: { many: 75, few: 50, stationsForMany: 4 },
  percentiles: { SO2: 98, NO2: 98, CO: 95, O3: 90, PM10: 95, 'PM2.5': 95 },
};

const CLASS_1_2012: Limits = {
  SO2: { annual: 20, day: 50, hour: 150 },
  NO2: { annual: 40, day: 80, hour: 200 },
  CO: { day: 4, hour: 10 },
  O3: { day: 100, hour: 160 },
  PM10: { annual: 40, day: 50 },
  'PM2.5': { annual: 15, day: 35 },
};
const CLASS_2_2012: Limits = {
  SO2: { annual: 60, day: 150, hour: 500 },
  NO2: { annual: 40, day: 80, hour: 200 },
  CO: { day: 4, hour: 10 },
  O3: { day: 160, hour: 200 },
  PM10: { annual: 70, day: 150 },
  'PM2.5': { annual: 35, day: 75 },
};
const CLASS_1_FINAL: Limits = {
  ...CLASS_1_2012,
  NO2: { annual: 30, day: 50, hour: 200 },
  PM10: { annual: 20, day: 50 },
  'PM2.5': { annual: 10, day: 25 },
};
const CLASS_2_FINAL: Limits = {
  SO2: { annual: 20, day: 50, hour: 150 },
  NO2: { annual: 30, day: 50, hour: 200 },
  CO: { day: 4, hour: 10 },
  O3: { day: 160, hour: 200 },
  PM10: { annual: 50, day: 100 },
  'PM2.5': { annual: 25, day: 50 },
};

const EDITION_2012: Omit<AirEdition, 'id' | 'from' | 'to' | 'gasState'> = {
  documents: { limits: 'GB 3095-2012', index: 'HJ 633-2012', assessment: 'HJ 663-2013' },
  limits: { 1: CLASS_1_2012, 2: CLASS_2_2012 },
  index: INDEX_2012,
  assessment: ASSESSMENT_2013,
};
const EDITION_2026: Omit<AirEdition, 'id' | 'from' | 'to' | 'limits'> = {
  documents: {
    limits: 'GB 3095-2026',
    index: 'HJ 633-2026',
    assessment: 'HJ 663-2026',
    assessmentRules: 'HJ 663-2013',
  },
  gasState: 'REFERENCE_298K',
  index: INDEX_2026,
  assessment: ASSESSMENT_2013,
};

/** GB 3095-2012, nationwide from 2016. */
export const CN_2012: AirEdition = {
  ...EDITION_2012,
  id: 'cn-2012',
  from: '2016-01-01',
  to: '2018-08-31',
  gasState: 'STANDARD_273K',
};
/** The same with the amendment of 2018, which changes the reference state of the volume only. */
export const CN_2012_AMENDED: AirEdition = {
  ...EDITION_2012,
  id: 'cn-2012-amended',
  from: '2018-09-01',
  to: '2026-02-28',
  gasState: 'REFERENCE_298K',
};
/** GB 3095-2026, transition limits (过渡阶段浓度限值). */
export const CN_2026_TRANSITION: AirEdition = {
  ...EDITION_2026,
  id: 'cn-2026-transition',
  from: '2026-03-01',
  to: '2030-12-31',
  limits: {
    1: CLASS_1_2012,
    2: { ...CLASS_2_2012, PM10: { annual: 60, day: 120 }, 'PM2.5': { annual: 30, day: 60 } },
  },
};
/** GB 3095-2026, final limits; the breakpoints stay those of HJ 633-2026 until that is revised. */
export const CN_2026_FINAL: AirEdition = {
  ...EDITION_2026,
  id: 'cn-2026-final',
  from: '2031-01-01',
  to: null,
  limits: { 1: CLASS_1_FINAL, 2: CLASS_2_FINAL },
};

export const NATIONAL_EDITIONS: readonly AirEdition[] = [CN_2012, CN_2012_AMENDED, CN_2026_TRANSITION, CN_2026_FINAL];
