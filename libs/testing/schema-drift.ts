import type { DataSource, Logger } from 'typeorm';

/**
 * Statements by which TypeORM would only take away what the entities do not speak of. Checks, uniqueness, references and
 * indexes stand once, in the migrations (docs/decisions), so their absence from an entity is no difference.
 */
const ONLY_IN_SQL = /^(DROP INDEX|ALTER TABLE "[^"]+"(\."[^"]+")? DROP CONSTRAINT) /;

const isPrimaryKey = async (db: DataSource, schema: string, sql: string): Promise<boolean> => {
  const name = /DROP CONSTRAINT "([^"]+)"/.exec(sql)?.[1];
  if (!name) return false;
  const rows: unknown[] = await db.query(
    `select 1 from pg_constraint k where k.conname = $1 and k.contype = 'p' and k.connamespace = $2::text::regnamespace`,
    [name, schema],
  );
  return rows.length > 0;
};

/** What TypeORM's schema builder would still change to make the migrated tables fit the entities; empty when they agree. */
export const entityDifferences = async (db: DataSource, schema: string): Promise<string[]> => {
  const { upQueries } = await db.driver.createSchemaBuilder().log();
  const differences: string[] = [];
  for (const { query } of upQueries)
    if (!ONLY_IN_SQL.test(query) || (await isPrimaryKey(db, schema, query))) differences.push(query);
  return differences;
};

/** Tables of a schema without a primary key, partitions excepted since they have their parent's. */
export const tablesWithoutKey = async (db: DataSource, schema: string): Promise<string[]> => {
  const rows: { name: string }[] = await db.query(
    `select c.relname as name
       from pg_class c
      where c.relnamespace = $1::text::regnamespace and c.relkind in ('r', 'p')
        and not exists (select 1 from pg_constraint k where k.conrelid = c.oid and k.contype = 'p')
      order by c.relname`,
    [schema],
  );
  return rows.map(({ name }) => name);
};

const NEEDS_A_NAME = /\b(primary key|unique|references|check|exclude|foreign key)\b/gi;
/** What may stand before a constraint: its name, or words with which the word is no constraint of its own. */
const IS_NAMED = /(\bconstraint\s+"?\w+"?\s+|\bcreate\s+|\bforeign key\s*\([^)]*\)\s*|\bon\s+|\bcomment\s+.*)$/i;

/** Constraints that migrations make without a name of their own, which PostgreSQL would then name for them. */
export const unnamedConstraints = (statements: readonly string[]): string[] =>
  statements
    .filter((sql) => /\b(create|alter)\s+table\b/i.test(sql))
    .flatMap((sql) => {
      const plain = sql
        .replace(/--[^\n]*/g, '')
        .replace(/'(?:[^']|'')*'/g, "''")
        .replace(/\s+/g, ' ');
      return [...plain.matchAll(NEEDS_A_NAME)]
        .filter(({ index }) => !IS_NAMED.test(plain.slice(0, index)))
        .map(({ index }) => plain.slice(Math.max(0, index - 40), index + 40).trim());
    });

/** Runs `work` and returns the statements the data source sent meanwhile. */
export const statementsOf = async (db: DataSource, work: () => Promise<unknown>): Promise<string[]> => {
  const statements: string[] = [];
  const nothing = (): void => undefined;
  const recorder: Logger = {
    logQuery: (query) => void statements.push(query),
    logQueryError: nothing,
    logQuerySlow: nothing,
    logSchemaBuild: nothing,
    logMigration: nothing,
    log: nothing,
  };
  const before = db.logger;
  db.logger = recorder;
  try {
    await work();
  } finally {
    db.logger = before;
  }
  return statements;
};

/** Takes back every migration, newest first. */
export const undoMigrations = async (db: DataSource): Promise<void> => {
  for (let left = db.migrations.length; left > 0; left--) await db.undoLastMigration({ transaction: 'each' });
};
