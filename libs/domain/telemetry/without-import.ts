import { compareDataStates, type DataState } from './data-state.js';

/** One revision of an hour or a row as it was kept: the values then in force, whoever had brought them. */
export interface KeptRevision<V> {
  readonly values: Readonly<Record<string, V>>;
  readonly dataState: DataState;
  /** Brought by what is taken back, or written when something was taken back: it brings nothing of its own. */
  readonly isTakenBack: boolean;
  /** Somebody sent values that were in force already, all or some: it is no revision, and stands where theirs is taken back. */
  readonly isEcho?: boolean;
}

export interface Standing<V> {
  readonly values: Readonly<Record<string, V>>;
  readonly dataState: DataState;
  /** Place of the last revision that counts. */
  readonly last: number;
}

const broughtBy = <V>(values: Readonly<Record<string, V>>, before: Readonly<Record<string, V>>): Record<string, V> =>
  Object.fromEntries(Object.entries(values).filter(([key, value]) => before[key] !== value));

/** What stands after values that came as an echo: those of a later data state replace, of the same one add and correct. */
const echoed = <V>(standing: Standing<V> | null, echo: KeptRevision<V>, last: number): Standing<V> => {
  const { values, dataState } = echo;
  const order = standing === null ? 1 : compareDataStates(dataState, standing.dataState);
  if (order < 0) return standing!;
  return { values: order > 0 ? values : { ...standing!.values, ...values }, dataState, last };
};

/**
 * What would be in force if some of the revisions had never come; null where nothing would. A revision shows the values
 * after it, so what it brought is what it changed: values another one brought since stay, though its revision shows those
 * taken back as well. One of a later data state replaced what was there, so it brought all it shows.
 */
export const standingWithout = <V>(revisions: readonly KeptRevision<V>[]): Standing<V> | null => {
  let standing: Standing<V> | null = null;
  let before: KeptRevision<V> | null = null;
  for (const [last, revision] of revisions.entries()) {
    if (revision.isEcho) {
      if (!revision.isTakenBack) standing = echoed(standing, revision, last);
      continue;
    }
    const isWhole = before === null || compareDataStates(revision.dataState, before.dataState) > 0;
    const brought = isWhole ? revision.values : broughtBy(revision.values, before!.values);
    before = revision;
    if (revision.isTakenBack) continue;
    const values: Readonly<Record<string, V>> = isWhole ? brought : { ...standing?.values, ...brought };
    standing = { values, dataState: revision.dataState, last };
  }
  return standing;
};
