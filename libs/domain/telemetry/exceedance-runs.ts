/**
 * Exceedances of an outlet: hours running above a limit (GB standards and permits judge automatic monitoring by hour
 * means). An hour without a usable value neither counts nor ends one.
 */
import { Decimal } from 'decimal.js';

export interface HourMean {
  /** End of the hour. */
  readonly label: Date;
  /** Decimal text; null where the mean is absent or its mark is not normal. */
  readonly value: string | null;
  /** Decimal text; null where none was in force. */
  readonly limit: string | null;
}

export interface HourAbove {
  readonly label: Date;
  readonly value: string;
}

export interface ExceedanceRun {
  /** Hours above the limit, in order; at least one. */
  readonly hours: readonly [HourAbove, ...HourAbove[]];
  readonly peak: string;
  /** The limit all its hours are above. */
  readonly limit: string;
  /** Label of the hour that ended it, at or below the limit or the first of another limit; null while it lasts. */
  readonly endedAt: Date | null;
}

/** Whether a value is above a limit; equal is not. */
export const isAbove = (value: string, limit: string): boolean => new Decimal(value).gt(limit);

/** The runs in a series of hours, ascending by label, each hour against its own limit; with another limit begins another run. */
export const exceedanceRuns = (hours: readonly HourMean[]): ExceedanceRun[] => {
  const runs: ExceedanceRun[] = [];
  let open: HourAbove[] = [];
  let openLimit: string | null = null;
  const close = (endedAt: Date | null): void => {
    const [first, ...rest] = open;
    if (!first || openLimit === null) return;
    const peak = rest.reduce((most, { value }) => (isAbove(value, most) ? value : most), first.value);
    runs.push({ hours: [first, ...rest], peak, limit: openLimit, endedAt });
    open = [];
  };
  for (const { label, value, limit } of hours) {
    if (value === null) continue;
    if (limit === null || limit !== openLimit || !isAbove(value, limit)) close(label);
    openLimit = limit;
    if (limit !== null && isAbove(value, limit)) open.push({ label, value });
  }
  close(null);
  return runs;
};

export interface KnownEpisode {
  readonly id: string;
  readonly labels: readonly Date[];
}

export interface EpisodeMatch {
  /** One entry a run, in order; null where the run is a new episode. */
  readonly idOfRun: readonly (string | null)[];
  /** Known episodes that are no more: their hours belong to an earlier one, or a correction left none of them. */
  readonly gone: readonly { readonly id: string; readonly why: 'merged' | 'corrected' }[];
}

/**
 * Which known episode each run continues. Late and corrected hours may lengthen, join, split or undo episodes: an episode
 * keeps its identity with the first run that has an hour of it, and of two that become one the earlier stays.
 */
export const matchEpisodes = (known: readonly KnownEpisode[], runs: readonly ExceedanceRun[]): EpisodeMatch => {
  const idOfRun: (string | null)[] = runs.map(() => null);
  const gone: { id: string; why: 'merged' | 'corrected' }[] = [];
  const inOrder = [...known].sort((a, b) => Number(a.labels[0] ?? 0) - Number(b.labels[0] ?? 0));
  for (const { id, labels } of inOrder) {
    const times = new Set(labels.map(Number));
    const touched = runs.findIndex(({ hours }) => hours.some(({ label }) => times.has(label.getTime())));
    if (touched < 0) gone.push({ id, why: 'corrected' });
    else if (idOfRun[touched] === null) idOfRun[touched] = id;
    else gone.push({ id, why: 'merged' });
  }
  return { idOfRun, gone };
};
