/** Runs of periods with the same outcome: attained years, good days, heavy days, days since the last exceedance. */

/** `unknown`: not evaluated, neither met nor missed. */
export type Outcome = 'met' | 'missed' | 'unknown';

export interface Streak {
  /** First and last period of the run with that outcome. */
  readonly from: string;
  readonly to: string;
  /** Periods with that outcome, unknown ones not counted. */
  readonly length: number;
  /** Nothing known has ended it. */
  readonly isRunning: boolean;
}

export interface StreakOptions {
  readonly outcome?: Exclude<Outcome, 'unknown'>;
  /** Unknown periods running that a streak may pass over; 0 lets each end it, Infinity none. */
  readonly unknownPassed?: number;
}

/** All runs of an outcome (`met` unless told) in a series of consecutive periods, oldest first, none left out. */
export const streaksOf = (
  series: readonly { readonly period: string; readonly outcome: Outcome }[],
  { outcome = 'met', unknownPassed = 0 }: StreakOptions = {},
): Streak[] => {
  const streaks: Streak[] = [];
  let running = null as Omit<Streak, 'isRunning'> | null;
  let unknown = 0;
  for (const one of series) {
    if (one.outcome === outcome) {
      running = { from: running?.from ?? one.period, to: one.period, length: (running?.length ?? 0) + 1 };
      unknown = 0;
      continue;
    }
    if (one.outcome === 'unknown') unknown += 1;
    if (running && (one.outcome !== 'unknown' || unknown > unknownPassed)) {
      streaks.push({ ...running, isRunning: false });
      running = null;
    }
  }
  if (running) streaks.push({ ...running, isRunning: true });
  return streaks;
};

/** The run that lasts to the end of the series; null when there is none. */
export const currentStreak = (streaks: readonly Streak[]): Streak | null => {
  const last = streaks.at(-1);
  return last?.isRunning ? last : null;
};

/** The longest run, the latest of equals; null of none. */
export const longestStreak = (streaks: readonly Streak[]): Streak | null =>
  streaks.reduce<Streak | null>((longest, one) => (longest && longest.length > one.length ? longest : one), null);
