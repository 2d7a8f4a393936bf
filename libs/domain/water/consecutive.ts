/** What one period of a section says. `skipped` stands for no flow, no monitoring, or too few rows. */
export interface PeriodOutcome {
  /** Any label that names the period, such as its first day. */
  readonly period: string;
  readonly outcome: 'pass' | 'fail' | 'skipped';
}

/** A run of failing periods up to now; count 0 where the last evaluated period passed. */
export interface FailingRun {
  readonly count: number;
  readonly firstPeriod: string | null;
  /** Periods inside or after the run that were not evaluated: they neither add nor stop, but are shown. */
  readonly skippedPeriods: readonly string[];
}

export const NO_FAILING_RUN: FailingRun = { count: 0, firstPeriod: null, skippedPeriods: [] };

/** The run after one more period. A passing period resets it. */
export function nextFailingRun(run: FailingRun, period: PeriodOutcome): FailingRun {
  if (period.outcome === 'pass') return NO_FAILING_RUN;
  if (period.outcome === 'skipped') {
    return run.count === 0 ? run : { ...run, skippedPeriods: [...run.skippedPeriods, period.period] };
  }
  return {
    count: run.count + 1,
    firstPeriod: run.firstPeriod ?? period.period,
    skippedPeriods: run.skippedPeriods,
  };
}

/**
 * Periods failing one after the other (连续不达标), counted over evaluated periods only. No national rule exists: the
 * thresholds belong to configuration.
 *
 * @param periods oldest first
 */
export function failingRun(periods: readonly PeriodOutcome[]): FailingRun {
  return periods.reduce(nextFailingRun, NO_FAILING_RUN);
}
