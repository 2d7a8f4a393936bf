import type { EntityManager } from 'typeorm';
import type { HeldValues } from '#libs/domain/water/suspect-values.js';
import { deterministicId } from '#libs/messaging/outbox.js';
import { type HeldCause, type HeldEpisode, saveHeld } from './held-value.store.js';

interface Held {
  readonly sectionId: string;
  readonly item: string;
  readonly cause: HeldCause;
}

/** What repeats is one episode by its value; of those that contradict their neighbours the highest may change. */
const idOf = ({ sectionId, item, cause }: Held, { value, at }: HeldValues): string =>
  deterministicId('monitoring.held', sectionId, item, cause === 'repeats' ? value : cause, at[0]!.toISOString());

/**
 * Makes what is held of an item for a cause what was found: values that joined or left change an episode, what is found no
 * longer is let go, and what a person decided stays decided. Answers the earliest instant whose holding changed.
 *
 * @param before episodes in the span that was judged, of any item and cause
 */
export const keepEpisodes = async (
  tx: EntityManager,
  of: Held,
  found: readonly HeldValues[],
  before: readonly HeldEpisode[],
): Promise<Date | null> => {
  const known = new Map(
    before.filter(({ item, cause }) => item === of.item && cause === of.cause).map((held) => [held.id, held]),
  );
  let earliest: Date | null = null;
  const touch = (at: Date): void => {
    if (earliest === null || at < earliest) earliest = at;
  };
  for (const one of found) {
    const { value, at, median } = one;
    const [firstAt, lastAt] = [at[0] as Date, at.at(-1) as Date];
    const id = idOf(of, one);
    const last = known.get(id);
    known.delete(id);
    const isSame =
      last &&
      last.state !== 'withdrawn' &&
      last.value === value &&
      // A median that moves makes nothing more suspect; another neighbour's value is what the held one is held against.
      (of.cause === 'repeats' || last.median === median) &&
      last.at.length === at.length &&
      +last.lastAt === +lastAt;
    if (isSame) continue;
    const decided = last && last.state !== 'withdrawn' ? last : null;
    await saveHeld(tx, {
      ...{ id, ...of, value, firstAt, lastAt, at, median },
      state: decided?.state ?? 'held',
      reason: decided?.reason ?? null,
      decidedBy: decided?.decidedBy ?? null,
      decidedAt: decided?.decidedAt ?? null,
      version: (last?.version ?? 0) + 1,
      asked: decided?.asked ?? null,
      askedBy: decided?.askedBy ?? null,
      steps: last?.steps ?? [],
    });
    touch(firstAt);
  }
  for (const gone of known.values()) {
    if (gone.state !== 'held') continue;
    await saveHeld(tx, { ...gone, state: 'withdrawn', version: gone.version + 1, asked: null, askedBy: null });
    touch(gone.firstAt);
  }
  return earliest;
};
