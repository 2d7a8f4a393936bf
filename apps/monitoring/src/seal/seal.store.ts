import type { EntityManager } from 'typeorm';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { selectOne } from '#libs/persistence/select.js';

/** Keeps what a seal covers: every number up to its cut-off, and so every day that was over by then. */
export const keepSeal = async (
  tx: EntityManager,
  seal: { readonly id: string; readonly cutoff: Date; readonly lastDay: CivilDate },
): Promise<void> => {
  await tx.query(
    'insert into seal (id, cutoff, last_day) values ($1, $2, $3) on conflict on constraint seal_pkey do nothing',
    [seal.id, seal.cutoff, seal.lastDay],
  );
};

/** The last day for which every number stands; null before any seal. */
export const sealedUntil = async (tx: EntityManager): Promise<CivilDate | null> =>
  (await selectOne<{ day: CivilDate | null }>(tx, 'select max(s.last_day)::text as day from seal s'))?.day ?? null;
