import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { runWithCause, systemCause, type Cause } from '#libs/observability/cause.js';
import { serviceDataSource } from '#libs/persistence/data-source.js';
import { HouseTables1700000000000 } from '#libs/persistence/house-tables.migration.js';
import { audit, chainAudit, verifyAudit } from './audit.js';

const url = process.env['TEST_DATABASE_URL'];
const AT = new Date('2026-05-08T01:02:03.004Z');
const CAUSE: Cause = {
  ...systemCause('x'),
  correlationId: '0190a0b0-1111-7222-8333-444455556666',
  actor: { kind: 'account', id: 'account-1', name: '示例人员', unitId: 'unit-1', postId: 'post-1' },
  address: '203.0.113.7',
};

(url ? describe : describe.skip)('the audit trail', () => {
  const schema = `audit_spec_${process.pid}`;
  let db: DataSource;
  const query = (sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> => db.query(sql, values);
  const administer = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(sql);
    await client.end();
  };

  beforeAll(async () => {
    await administer(`create schema ${schema}`);
    db = serviceDataSource({ schema, url: url ?? '', entities: [], migrations: [HouseTables1700000000000] });
    await db.initialize();
    await db.runMigrations();
  });
  afterAll(async () => {
    await db.destroy();
    await administer(`drop schema ${schema} cascade`);
  });
  beforeEach(() => query('truncate audit restart identity'));

  const write = (count: number, from = 0): Promise<void> =>
    runWithCause(CAUSE, () =>
      db.transaction(async (tx) => {
        for (let n = from; n < from + count; n += 1) {
          await audit(tx, {
            at: AT,
            action: 'problem.assigned',
            subject: { kind: 'problem', id: `T-${n}` },
            old: { state: 'DRAFT', units: ['b', 'a'], depth: { z: 1, a: null } },
            new: { state: 'ASSIGNED', amount: '449.99', share: 1.5 },
            reason: n % 2 === 0 ? null : '补录',
          });
        }
      }),
    );
  const chain = (limit = 1_000) => db.transaction((tx) => chainAudit(tx, limit));
  const verify = (...anchors: Parameters<typeof verifyAudit>[1][]) => verifyAudit(db.manager, anchors[0]);

  it('says who, when, from where, what was and what is', async () => {
    await write(1);
    const [row] = await query('select * from audit');
    expect(row).toMatchObject({
      at: AT,
      actor: CAUSE.actor,
      address: '203.0.113.7',
      correlation_id: CAUSE.correlationId,
      action: 'problem.assigned',
      subject_kind: 'problem',
      subject_id: 'T-0',
      old: { state: 'DRAFT' },
      new: { state: 'ASSIGNED', amount: '449.99' },
      reason: null,
      hash: null,
    });
  });

  it('stands or falls with the change, and needs a cause', async () => {
    const entry = { at: AT, action: 'problem.assigned', subject: { kind: 'problem', id: 'T-1' } };
    await expect(db.transaction((tx) => audit(tx, entry))).rejects.toThrow('no cause');
    const failing = runWithCause(CAUSE, () =>
      db.transaction(async (tx) => {
        await audit(tx, entry);
        throw new Error('rolled back');
      }),
    );
    await expect(failing).rejects.toThrow('rolled back');
    expect(await query('select count(*)::int as n from audit')).toEqual([{ n: 0 }]);
  });

  it('chains in steps and proves the chain', async () => {
    expect(await verify()).toMatchObject({ isIntact: true, verified: 0, unchained: 0 });
    await write(7);
    expect(await chain(5)).toMatchObject({ chained: 5, tip: { chainNo: 5 } });
    expect(await verify()).toMatchObject({ isIntact: true, verified: 5, unchained: 2 });
    await write(3, 7);
    const { chained, tip } = await chain();
    expect([chained, tip.chainNo]).toEqual([5, 10]);
    expect(await verify([tip])).toEqual({ isIntact: true, verified: 10, unchained: 0, tip, fault: null });
    expect(await chain()).toEqual({ chained: 0, tip });
  });

  it('chains a row that took its number early and came late', async () => {
    const early = db.createQueryRunner();
    await early.connect();
    await early.startTransaction();
    await runWithCause(CAUSE, () =>
      audit(early.manager, { at: AT, action: 'list.made', subject: { kind: 'list', id: 'early' } }),
    );
    await write(3);
    expect((await chain()).chained).toBe(3);
    await early.commitTransaction();
    await early.release();
    expect((await chain()).chained).toBe(1);
    expect(await verify()).toMatchObject({ isIntact: true, verified: 4, unchained: 0 });
    expect(await query(`select chain_no::int as no from audit where subject_id = 'early'`)).toEqual([{ no: 4 }]);
  });

  it('lets one chainer work at a time', async () => {
    await write(4);
    const outcomes = await db.transaction(async (first) => {
      const one = await chainAudit(first, 100);
      const other = await chain(100);
      return [one.chained, other.chained];
    });
    expect(outcomes).toEqual([4, 0]);
    expect(await verify()).toMatchObject({ isIntact: true, verified: 4 });
  });

  it.each([
    [
      'a changed value',
      `update audit set new = '{"state":"CLOSED"}' where chain_no = 3`,
      2,
      'link 3 (seq 3) was changed',
    ],
    ['a changed actor', `update audit set actor = actor || '{"name":"x"}' where chain_no = 6`, 5, 'link 6'],
    ['a changed instant', `update audit set at = at + interval '1 microsecond' where chain_no = 2`, 1, 'link 2'],
    ['a removed row', 'delete from audit where chain_no = 4', 3, 'link 4 is missing'],
    ['a removed last row', 'delete from audit where chain_no = 6', 5, 'an anchor knows link 6'],
    [
      'two exchanged rows',
      `update audit a set subject_id = b.subject_id from audit b where a.chain_no = 7 - b.chain_no and b.chain_no in (3, 4)`,
      2,
      'link 3',
    ],
  ])('notices %s', async (_what, tampering, verified, fault) => {
    await write(6);
    const { tip } = await chain();
    await query(tampering);
    const verdict = await verify([tip]);
    expect(verdict).toMatchObject({ isIntact: false, verified });
    expect(verdict.fault).toContain(fault);
  });

  it('notices a chain rewritten as a whole, by an anchor kept outside', async () => {
    await write(5);
    const { tip } = await chain();
    await query(`update audit set reason = 'invented', hash = null, prev_hash = null, chain_no = null`);
    await chain();
    expect((await verify()).isIntact).toBe(true);
    expect((await verify([tip])).fault).toContain('differs from the anchor');
  });

  it('walks more rows than one page', async () => {
    await query(
      `insert into audit (at, actor, correlation_id, action, subject_kind, subject_id)
       select $1, '{}', $2, 'a.b', 'k', n::text from generate_series(1, 4500) n`,
      [AT, CAUSE.correlationId],
    );
    while ((await chain(1_700)).chained > 0);
    expect(await verify()).toMatchObject({ isIntact: true, verified: 4_500 });
    await query(`update audit set subject_id = 'x' where chain_no = 4321`);
    expect((await verify()).verified).toBe(4_320);
  });
});
