import type { EntityManager } from 'typeorm';
import { selectOne } from '#libs/persistence/select.js';

/**
 * When this installation went to work: the earliest instant its schedules are known since. Numbers of periods that were
 * over by then serve comparisons and raise nothing; null before the first start.
 */
export const installedSince = async (tx: EntityManager): Promise<Date | null> =>
  (await selectOne<{ since: Date | null }>(tx, 'select min(k.known_since) as since from schedule_known k'))?.since ??
  null;
