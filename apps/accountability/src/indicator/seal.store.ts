import type { EntityManager } from 'typeorm';
import { select } from '#libs/persistence/select.js';

export interface Seal {
  readonly service: string;
  readonly seal: string;
  readonly cutoff: Date;
}

/**
 * One at a time: whoever notes a seal and whoever begins to wait for seals. Without it neither might see the other, and the
 * wait would last to its end. It is taken before anything else is locked.
 */
export const lockSeals = async (tx: EntityManager): Promise<void> => {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended(current_schema() || '.seal', 0))`);
};

export const keepSeal = async (tx: EntityManager, seal: Seal, recordedAt: Date): Promise<void> => {
  await tx.query(
    'insert into seal (service, seal, cutoff, recorded_at) values ($1, $2, $3, $4) on conflict do nothing',
    [seal.service, seal.seal, seal.cutoff, recordedAt],
  );
};

/** Which of the sources have not sealed the cut-off, or a later one of the same kind: a later seal covers the earlier. */
export const unsealedSources = async (
  tx: EntityManager,
  seal: string,
  cutoff: Date,
  sources: readonly string[],
): Promise<string[]> => {
  const rows = await select<{ service: string }>(
    tx,
    `select w.service from unnest($3::text[]) with ordinality as w (service, n)
      where not exists (select 1 from seal s where s.service = w.service and s.seal = $1 and s.cutoff >= $2)
      order by w.n`,
    [seal, cutoff, sources],
  );
  return rows.map(({ service }) => service);
};
