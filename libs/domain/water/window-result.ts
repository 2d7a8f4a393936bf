import { type CivilDate, type CivilMonth, daysBetween, monthOf } from '../calendar/shanghai.js';
import type { WaterBody, WaterClass, WaterEdition } from './edition.js';
import { type SectionRow, windowMeans, type WindowMeans } from './period-mean.js';
import type { DecimalsColumn } from './rounding.js';
import { compareWithTarget, evaluateSection, type SectionEvaluation, type TargetComparison } from './section-class.js';

/** Any days, such as the first two weeks of a month. */
export interface EvaluationWindow {
  readonly from: CivilDate;
  readonly to: CivilDate;
}

export interface WindowResult {
  /** Provisional until the last month the window touches is closed: rows may still come or change. */
  readonly state: 'provisional' | 'final';
  readonly means: WindowMeans;
  readonly evaluation: SectionEvaluation;
  readonly comparison: TargetComparison | null;
  readonly coverage: { readonly days: number; readonly expected: number };
}

/** Whether results of a window may still change. `closedThrough` is the last closed month; null before the first. */
export const windowState = (window: EvaluationWindow, closedThrough: CivilMonth | null): WindowResult['state'] =>
  closedThrough !== null && monthOf(window.to) <= closedThrough ? 'final' : 'provisional';

/** Evaluates one section over any days: means first, then the class, then the target where one is given. */
export function windowResult(
  rows: readonly SectionRow[],
  window: EvaluationWindow,
  options: {
    readonly body: WaterBody;
    readonly target: WaterClass | null;
    readonly closedThrough: CivilMonth | null;
    readonly decimals: DecimalsColumn;
    readonly edition?: WaterEdition;
  },
): WindowResult {
  const { body, target, edition } = options;
  const means = windowMeans(rows, window, options.decimals);
  const evaluation = evaluateSection({
    values: means.values,
    body,
    decimals: 'none', // the means are rounded already, and are not rounded twice
    ...(edition === undefined ? {} : { edition }),
  });
  const expected = daysBetween(window.from, window.to) + 1;
  return {
    state: windowState(window, options.closedThrough),
    means,
    evaluation,
    comparison: target === null ? null : compareWithTarget(evaluation, target, body, edition),
    coverage: { days: expected - means.missingDays.length, expected },
  };
}
