import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { audit, verifyAudit } from '#libs/identity/audit.js';
import { claim } from '#libs/messaging/inbox.js';
import { runWithCause, systemCause } from '#libs/observability/cause.js';
import { createLog } from '#libs/observability/log.js';
import { serviceDataSource } from '#libs/persistence/data-source.js';
import { HouseTables1700000000000 } from '#libs/persistence/house-tables.migration.js';
import { testDatabase, type TestDatabase } from '#libs/testing/database.js';
import { startUpkeep, type Upkeep } from './upkeep.js';

const NEW = '0190a0b0-1111-7222-8333-444455550001';
const OLD = '0190a0b0-1111-7222-8333-444455550002';

let database: TestDatabase;
let upkeep: Upkeep;
beforeAll(async () => {
  const sourceOf = (url: string) =>
    serviceDataSource({ schema: 'rig', url, entities: [], migrations: [HouseTables1700000000000] });
  database = await testDatabase(sourceOf, 'rig');
  upkeep = startUpkeep(database.db, createLog('spec', 'error'));
});
afterAll(async () => {
  await upkeep?.stop();
  await database?.stop();
});

it('chains every row of the audit trail, however many have come', async () => {
  const entry = { at: new Date('2026-05-08T01:00:00Z'), action: 'list.made', subject: { kind: 'list', id: 'l' } };
  await runWithCause(systemCause('spec'), () =>
    database.db.transaction(async (tx) => {
      for (let n = 0; n < 2; n += 1) await audit(tx, entry);
      await tx.query(
        `insert into audit (at, actor, correlation_id, action, subject_kind, subject_id)
         select a.at, a.actor, a.correlation_id, a.action, a.subject_kind, n::text
           from (select * from audit limit 1) a, generate_series(1, 1500) n`,
      );
    }),
  );
  await Promise.all([upkeep.once(), upkeep.once()]);
  expect(await verifyAudit(database.db.manager)).toMatchObject({ isIntact: true, verified: 1_502, unchained: 0 });
});

it('forgets claims no topic has records of any more, and no others', async () => {
  await claim(database.db.manager, 'rig', [NEW, OLD]);
  await database.db.query(`update inbox set at = now() - interval '38 days' where event_id = $1`, [OLD]);
  await upkeep.once();
  expect(await database.db.query('select event_id from inbox')).toEqual([{ event_id: NEW }]);
});
