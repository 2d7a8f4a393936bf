import type { CivilDate } from '../calendar/shanghai.js';

/** Whether a station is an evaluation point (评价点位): it says so by a paper, or nobody has found the paper yet. */
export type EvaluationStatus = 'yes' | 'no' | 'unknown';

export interface EvaluationStatement {
  readonly status: EvaluationStatus;
  /** First day it holds for; null for always. */
  readonly from: CivilDate | null;
}

/** The status on a day by the statements in the order they were recorded: the newest that reaches the day counts. */
export const evaluationStatusOn = (statements: readonly EvaluationStatement[], date: CivilDate): EvaluationStatus =>
  statements.findLast(({ from }) => from === null || from <= date)?.status ?? 'no';
