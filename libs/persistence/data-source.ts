import { DataSource, type DataSourceOptions, type MixedList } from 'typeorm';
import { SnakeNaming } from './snake-naming.js';

type EntityClass = new () => object;
type MigrationClass = new () => { up(...args: never[]): Promise<unknown> };

/**
 * The data source of one service: its own schema, its own entities and migrations.
 * `url` may be empty where only the metadata is wanted (generators).
 */
export const serviceDataSource = (service: {
  schema: string;
  url: string;
  entities: readonly EntityClass[];
  migrations: readonly MigrationClass[];
  poolSize?: number;
}): DataSource =>
  new DataSource({
    type: 'postgres',
    url: service.url,
    schema: service.schema,
    entities: service.entities as MixedList<EntityClass>,
    migrations: service.migrations as unknown as MixedList<string>,
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    namingStrategy: new SnakeNaming(),
    synchronize: false,
    poolSize: service.poolSize ?? 5,
    applicationName: `duban ${service.schema}`,
    extra: {
      options: `-c search_path=${service.schema} -c timezone=UTC`,
      // A new connection costs more than an idle one: PostgreSQL reads its catalogues anew for each.
      idleTimeoutMillis: 300_000,
      idle_in_transaction_session_timeout: 60_000,
      statement_timeout: 60_000,
      // Shorter than that: who waits too long for a lock is told so and tries again, and is not taken for a statement that never ends.
      lock_timeout: 45_000,
    },
  } satisfies DataSourceOptions);
