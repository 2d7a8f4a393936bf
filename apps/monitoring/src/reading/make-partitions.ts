import type { EntityManager } from 'typeorm';
import { addMonths, type CivilMonth, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { select } from '#libs/persistence/select.js';
import {
  createPartition,
  PARTITIONED,
  type PartitionedTable,
  partitionedMonths,
  strayRows,
} from './partition.store.js';

const MONTHS_BACK = 3;
const MONTHS_AHEAD = 3;

/** Months with rows in the default partition: whoever back-fills far gets partitions of their own too. */
const strayMonths = async (tx: EntityManager, table: PartitionedTable): Promise<CivilMonth[]> => {
  const column = table === 'reading_set' ? 'at' : 'month';
  const rows = await select<{ month: string }>(
    tx,
    `select distinct to_char(d.${column} at time zone 'UTC', 'YYYY-MM') as month from ${table}_default d limit 240`,
  );
  return rows.map(({ month }) => month);
};

/**
 * Makes the partitions around now that are lacking, and those of rows that had to go into the default partition. Answers
 * how many such rows there were: an alarm, since they cost a scan to move.
 */
export const makePartitions = async (tx: EntityManager, now: Date): Promise<number> => {
  await tx.query(`select pg_advisory_xact_lock(hashtext('monitoring.partitions'))`);
  const stray = await strayRows(tx);
  const current = shanghaiDate(now).slice(0, 7);
  const around = Array.from({ length: MONTHS_BACK + MONTHS_AHEAD + 1 }, (_, n) => addMonths(current, n - MONTHS_BACK));
  for (const table of PARTITIONED) {
    const there = await partitionedMonths(tx, table);
    const wanted = new Set([...around, ...(stray > 0 ? await strayMonths(tx, table) : [])]);
    for (const label of [...wanted].sort()) {
      if (there.has(label)) continue;
      await createPartition(tx, table, { label, from: `${label}-01`, to: `${addMonths(label, 1)}-01` });
    }
  }
  return stray;
};
