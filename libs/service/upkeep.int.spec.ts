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

it('forgets runs of schedules but the newest thousand of each, and none that waits', async () => {
  await database.db.query(`insert into schedule_known (schedule, known_since) values ('old', now()), ('young', now())`);
  await database.db.query(
    `insert into schedule_run (schedule, slot, state, done_at)
     select 'old', '2026-01-01T00:00:00Z'::timestamptz + n * interval '1 hour', case n when 3 then 'pending' else 'done' end, now()
       from generate_series(1, 1200) n
     union all
     select 'young', '2026-01-01T00:00:00Z'::timestamptz + n * interval '1 hour', 'done', now() from generate_series(1, 20) n`,
  );
  await upkeep.once();
  const left = `select schedule, count(*)::int as runs, min(slot) filter (where state <> 'pending') as first from schedule_run group by 1 order by 1`;
  expect(await database.db.query(left)).toEqual([
    { schedule: 'old', runs: 1_001, first: new Date('2026-01-09T09:00:00Z') },
    { schedule: 'young', runs: 20, first: new Date('2026-01-01T01:00:00Z') },
  ]);
});
