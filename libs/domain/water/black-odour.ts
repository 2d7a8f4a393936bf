/** Black and malodorous urban water (城市黑臭水体): how a sample, a month of samples and a water are graded. */
import { readConcentration, type ReportedValue } from './concentration.js';
import { Exact } from './rounding.js';

export type BlackOdour = '轻度黑臭' | '重度黑臭';

/** Clarity and depth in cm, dissolved oxygen and ammonia in mg/L, redox potential in mV (which may be negative). */
export interface BlackOdourValues {
  readonly clarity?: ReportedValue;
  readonly depth?: ReportedValue;
  readonly do?: ReportedValue;
  readonly nh3n?: ReportedValue;
  readonly orp?: string | number | null;
}

export const GRADED_ITEMS = ['clarity', 'do', 'orp', 'nh3n'] as const;
export type GradedItem = (typeof GRADED_ITEMS)[number];
const MEASURED = [...GRADED_ITEMS, 'depth'] as const;

/** Where light and heavy begin; a value on the line belongs to the better side, as with the classes of GB 3838. */
const LINES = {
  clarity: { light: '25', heavy: '10' },
  do: { light: '2.0', heavy: '0.2' },
  orp: { light: '50', heavy: '-200' },
} as const;
const AMMONIA = { light: '8.0', heavy: '15' };
/** Shallower water than the line of clarity cannot be clear down to it: this part of its depth stands instead. */
const PART_OF_DEPTH = '0.4';

const exactOf = (item: (typeof MEASURED)[number], values: BlackOdourValues): Exact | null => {
  if (item !== 'orp') return readConcentration(values[item], { keepsZero: true })?.effective ?? null;
  return values.orp === undefined || values.orp === null ? null : new Exact(values.orp);
};

const below = (value: Exact, light: Exact | string, heavy: string): BlackOdour | null =>
  value.lt(heavy) ? '重度黑臭' : value.lt(light) ? '轻度黑臭' : null;

const clarityGrade = (clarity: Exact, depth: Exact | null): BlackOdour | null => {
  if (depth === null || depth.gte(LINES.clarity.light)) return below(clarity, LINES.clarity.light, LINES.clarity.heavy);
  const clear = depth.times(PART_OF_DEPTH);
  // Clear enough for its depth is clear, however few centimetres that are.
  return clarity.gte(clear) ? null : below(clarity, clear, LINES.clarity.heavy);
};

/**
 * The grade of each item that has a value; null for one that is not black. Source: 城市黑臭水体整治工作指南 (2015),
 * grading of pollution.
 */
export function itemGrades(values: BlackOdourValues): ReadonlyMap<GradedItem, BlackOdour | null> {
  const grades = new Map<GradedItem, BlackOdour | null>();
  for (const item of GRADED_ITEMS) {
    const value = exactOf(item, values);
    if (value === null) continue;
    if (item === 'clarity') grades.set(item, clarityGrade(value, exactOf('depth', values)));
    else if (item === 'nh3n')
      grades.set(item, value.gt(AMMONIA.heavy) ? '重度黑臭' : value.gt(AMMONIA.light) ? '轻度黑臭' : null);
    else grades.set(item, below(value, LINES[item].light, LINES[item].heavy));
  }
  return grades;
}

/** The worst of some grades: null where none is black, undefined where there is none. */
export function worstGrade(grades: Iterable<BlackOdour | null | undefined>): BlackOdour | null | undefined {
  let worst: BlackOdour | null | undefined;
  for (const grade of grades) {
    if (grade === undefined) continue;
    if (grade === '重度黑臭') return grade;
    worst = grade ?? worst ?? null;
  }
  return worst;
}

/** Whether a sample is black and malodorous, by the worst of its items; null for one that is not, and undefined without any value. */
export const blackOdour = (values: BlackOdourValues): BlackOdour | null | undefined =>
  worstGrade(itemGrades(values).values());

/** Of a mean, as printed and as graded. */
const MEAN_DECIMALS = 2;

export interface PointSample {
  readonly point: string;
  readonly values: BlackOdourValues;
}

export interface PointGrade {
  readonly point: string;
  readonly samples: number;
  /** Means of the items, rounded once to two decimals: what is printed is what is graded. */
  readonly means: Readonly<Partial<Record<(typeof MEASURED)[number], string>>>;
  readonly grade: BlackOdour | null | undefined;
  /** Items that are black in the mean. */
  readonly items: readonly GradedItem[];
}

/**
 * The points of a water over a span, in the order of their first sample: each by the means of its items over its samples,
 * first the mean, rounded half to even (GB/T 8170-2008), and then the grade, as sections are. The water is as its worst point (`worstGrade`).
 */
export function pointGrades(samples: readonly PointSample[]): PointGrade[] {
  const byPoint = new Map<string, BlackOdourValues[]>();
  for (const { point, values } of samples) (byPoint.get(point) ?? byPoint.set(point, []).get(point)!).push(values);
  return [...byPoint].map(([point, own]) => {
    const means: Partial<Record<(typeof MEASURED)[number], string>> = {};
    for (const item of MEASURED) {
      const found = own.flatMap((values) => exactOf(item, values) ?? []);
      if (found.length === 0) continue;
      const mean = found.reduce((sum, value) => sum.plus(value), new Exact(0)).div(found.length);
      // Rounded before it is written: a small negative mean would be written -0.00.
      means[item] = mean.toDecimalPlaces(MEAN_DECIMALS).toFixed(MEAN_DECIMALS);
    }
    const grades = itemGrades(means);
    return {
      point,
      samples: own.length,
      means,
      grade: worstGrade(grades.values()),
      items: [...grades].flatMap(([item, grade]) => (grade === null ? [] : [item])),
    };
  });
}
