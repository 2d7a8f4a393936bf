import type { EntityManager } from 'typeorm';
import { select, selectOne } from '#libs/persistence/select.js';

export type PartitionedTable = 'raw_packet' | 'reading_set';
export const PARTITIONED: readonly PartitionedTable[] = ['raw_packet', 'reading_set'];
const COLUMN: Readonly<Record<PartitionedTable, string>> = { raw_packet: 'month', reading_set: 'at' };

/** Months (`YYYY-MM`) a table has a partition for. */
export const partitionedMonths = async (tx: EntityManager, table: PartitionedTable): Promise<Set<string>> => {
  const rows = await select<{ name: string }>(
    tx,
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = to_regclass($1) and c.relname ~ '_[0-9]{4}_[0-9]{2}$'`,
    [table],
  );
  return new Set(rows.map(({ name }) => name.slice(-7).replace('_', '-')));
};

/**
 * Makes the partition of a month and moves into it what the default partition holds of it. Rows of that month wait for the
 * transaction; everything else goes on.
 */
export const createPartition = async (
  tx: EntityManager,
  table: PartitionedTable,
  month: { label: string; from: string; to: string },
): Promise<void> => {
  const name = `${table}_${month.label.replace('-', '_')}`;
  const column = COLUMN[table];
  const range = `${column} >= '${month.from}' and ${column} < '${month.to}'`;
  await tx.query(`create table ${name} (like ${table} including defaults including constraints)`);
  await tx.query(`lock table ${table}_default in access exclusive mode`);
  await tx.query(
    `with moved as (delete from ${table}_default where ${range} returning *) insert into ${name} select * from moved`,
  );
  await tx.query(`alter table ${table} attach partition ${name} for values from ('${month.from}') to ('${month.to}')`);
};

/** Rows that no month was made for; more than none is an alarm. */
export const strayRows = async (tx: EntityManager): Promise<number> =>
  (
    await selectOne<{ n: number }>(
      tx,
      `select ((select count(*) from (select 1 from raw_packet_default limit 10000) p)
             + (select count(*) from (select 1 from reading_set_default limit 10000) r))::int as n`,
    )
  )?.n ?? 0;
