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

/** Where light and heavy begin; a value on the line belongs to the better side, as with the classes of GB 3838. */
const LINES = {
  clarity: { light: '25', heavy: '10' },
  do: { light: '2.0', heavy: '0.2' },
  orp: { light: '50', heavy: '-200' },
} as const;
const AMMONIA = { light: '8.0', heavy: '15' };
/** Shallower water than the line of clarity cannot be clear down to it: this part of its depth stands instead. */
const PART_OF_DEPTH = '0.4';

/**
 * Whether an urban water is black and malodorous (城市黑臭水体), by the worst of its items; null for one that is not, and
 * undefined without any value. Source: 城市黑臭水体整治工作指南 (2015), grading of pollution.
 */
export function blackOdour(values: BlackOdourValues): BlackOdour | null | undefined {
  const exact = (value: ReportedValue): Exact | null =>
    readConcentration(value, { keepsZero: true })?.effective ?? null;
  const found: (BlackOdour | null)[] = [];
  const below = (value: Exact | null, light: Exact | string, heavy: string): void => {
    if (value !== null) found.push(value.lt(heavy) ? '重度黑臭' : value.lt(light) ? '轻度黑臭' : null);
  };
  const depth = exact(values.depth);
  const isShallow = depth !== null && depth.lt(LINES.clarity.light);
  const clear = isShallow ? depth.times(PART_OF_DEPTH) : LINES.clarity.light;
  const clarity = exact(values.clarity);
  // Clear enough for its depth is clear, however few centimetres that are.
  if (clarity !== null && isShallow && clarity.gte(clear)) found.push(null);
  else below(clarity, clear, LINES.clarity.heavy);
  below(exact(values.do), LINES.do.light, LINES.do.heavy);
  const orp = values.orp === undefined || values.orp === null ? null : new Exact(values.orp);
  below(orp, LINES.orp.light, LINES.orp.heavy);
  const ammonia = exact(values.nh3n);
  if (ammonia !== null)
    found.push(ammonia.gt(AMMONIA.heavy) ? '重度黑臭' : ammonia.gt(AMMONIA.light) ? '轻度黑臭' : null);
  if (found.length === 0) return undefined;
  return found.includes('重度黑臭') ? '重度黑臭' : found.includes('轻度黑臭') ? '轻度黑臭' : null;
}
