import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { testDatabase, type TestDatabase } from '#libs/testing/database.js';
import {
  entityDifferences,
  statementsOf,
  tablesWithoutKey,
  undoMigrations,
  unnamedConstraints,
} from '#libs/testing/schema-drift.js';
import { schemaDocument } from '../src/generate/schema-document.js';
import { SERVICE_SCHEMAS } from '../src/services.js';

describe.each(SERVICE_SCHEMAS)('schema of $name', ({ name, dataSource }) => {
  let database: TestDatabase;

  const documentNow = async (): Promise<string> => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    return schemaDocument(client, name).finally(() => client.end());
  };
  const relationsLeft = async (): Promise<string[]> => {
    const rows: { name: string }[] = await database.db.query(
      `select c.relname as name from pg_class c
        where c.relnamespace = $1::text::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S') and c.relname !~ '^migration'
        union all
       select p.proname from pg_proc p where p.pronamespace = $1::text::regnamespace`,
      [name],
    );
    return rows.map((row) => row.name);
  };

  beforeAll(async () => {
    database = await testDatabase(dataSource, name);
  });
  afterAll(() => database?.stop());

  it('is what its generated file says', async () => {
    expect(await documentNow()).toBe(readFileSync(`docs/generated/schema/${name}.sql`, 'utf8'));
  });

  it('has the columns and keys its entities say, and a primary key on every table', async () => {
    expect(await entityDifferences(database.db, name)).toEqual([]);
    expect(await tablesWithoutKey(database.db, name)).toEqual([]);
  });

  it('goes down to nothing and up again to the same, naming every constraint', async () => {
    const before = await documentNow();
    await undoMigrations(database.db);
    expect(await relationsLeft()).toEqual([]);
    const statements = await statementsOf(database.db, () => database.db.runMigrations());
    expect(statements.join('\n')).toMatch(/create table outbox/);
    expect(unnamedConstraints(statements)).toEqual([]);
    expect(await documentNow()).toBe(before);
  });
});

describe('the drift checks', () => {
  it('find a column too many, a key gone, and a table without one', async () => {
    const { name, dataSource } = SERVICE_SCHEMAS.find((service) => service.name === 'funding')!;
    const { db, stop } = await testDatabase(dataSource, name);
    try {
      await db.query('alter table project add column surplus text; create table keyless (id uuid not null)');
      expect(await entityDifferences(db, name)).toEqual([expect.stringMatching(/project.*DROP COLUMN "surplus"/)]);
      expect(await tablesWithoutKey(db, name)).toEqual(['keyless']);
      await db.query('alter table project drop column surplus, drop constraint project_pkey cascade');
      expect(await entityDifferences(db, name)).toEqual([expect.stringMatching(/ADD CONSTRAINT "project_pkey"/)]);
    } finally {
      await stop();
    }
  });

  it('find constraints without a name, and nothing else', () => {
    const planted = [
      'create table a (id uuid primary key, b text constraint a_b_key unique)',
      'create table b (id uuid constraint b_pkey primary key, a uuid references a (id), n int check (n > 0))',
      'alter table b add constraint b_a_fkey foreign key (a) references a (id), add unique (n)',
      "create table c (d text default 'unique, check' not null, constraint c_pkey primary key (d))",
      'create unique index c_d_idx on c (d) where d is not null',
    ];
    expect(unnamedConstraints(planted)).toHaveLength(4);
    expect(unnamedConstraints(planted.slice(3))).toEqual([]);
  });
});
