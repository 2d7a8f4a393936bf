import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnitState } from '#libs/contracts/directory.events.js';
import { FundingIndicator, FundingSealed, PaymentPosted, ProjectChanged } from '#libs/contracts/funding.events.js';
import { runWithCause, systemCause } from '#libs/observability/cause.js';
import { select } from '#libs/persistence/select.js';
import { eventually } from '#libs/testing/eventually.js';
import { caughtUp, startTestService, type TestService } from '#libs/testing/test-service.js';
import { FundingConfig } from '../src/config.js';
import { funding } from '../src/service.js';

const OFFICE = {
  permissions: [
    'project.read',
    'project.manage',
    'payment.post',
    'payment.reverse',
    'progress.report',
    'evidence.read',
  ],
};
/** Season row 12: paid / allocated in 万元. */
const BOOKS = [
  ['P1', '1200', ['200', '220'], '2026-03-20'],
  ['P2', '800', ['240'], '2026-03-25'],
  ['P3', '1500', ['300', '149.99'], '2026-04-08'],
  ['P4', '600', [], null],
  ['P5', '2000', [], null],
  ['P6', '950', ['500', '260'], '2026-03-12'],
] as const;

let service: TestService;
const pay = (id: string, amount: string, more: object = {}) =>
  service.call(OFFICE, 'POST', `/projects/${id}/payments`, {
    noticeId: `N-${id}`,
    amount,
    paidOn: '2026-06-10',
    voucher: `${id}-${amount}`,
    payee: 'a builder',
    purpose: 'works',
    ...more,
  });

beforeAll(async () => {
  service = await startTestService({ definition: funding, config: FundingConfig, at: '2026-06-10T01:00:00Z' });
  const unit = (id: string, path: string[]) => ({
    key: id,
    data: {
      id,
      version: 1,
      retired: false,
      name: id,
      shortName: id,
      type: 'LINE_DEPARTMENT',
      parentId: path.at(-2) ?? null,
      path,
      external: false,
      areaId: null,
    },
  });
  await service.send(UnitState, [
    unit('city', ['city']),
    unit('housing', ['city', 'housing']),
    unit('water', ['city', 'water']),
  ]);
  await caughtUp(service, 'funding', [UnitState.topic]);
  for (const [id, allocated, , actualStart] of BOOKS) {
    const { status } = await service.call(OFFICE, 'POST', '/projects', {
      id,
      name: `project ${id}`,
      ownerUnitId: 'housing',
      leadUnitId: 'housing',
      fundingSource: 'central',
      category: 'water',
      totalInvestment: allocated,
      plannedStart: '2026-03-15',
      actualStart,
      plannedFinish: '2026-11-30',
      notices: [{ no: `N-${id}`, date: '2026-02-10', amount: allocated, category: 'water' }],
    });
    expect(status).toBe(204);
  }
  for (const [id, , payments] of BOOKS) for (const amount of payments) expect((await pay(id, amount)).status).toBe(201);
});
afterAll(() => service?.stop());

it('counts a project at exactly the line and never prints 29.9993 % as 30.0', async () => {
  const { body } = await service.call(OFFICE, 'GET', '/funding-summary?cutoff=2026-06-30');
  expect(body).toMatchObject({
    counted: 6,
    reached: 3,
    below: 3,
    notStarted: 2,
    allocated: '7050',
    paid: '1869.99',
    executionRate: '26.5',
  });
  const list = await service.call<{ items: { id: string; executionRate: string; standing: string }[] }>(
    OFFICE,
    'GET',
    '/projects?cutoff=2026-06-30',
  );
  const of = (id: string) => list.body.items.find((item) => item.id === id);
  expect(of('P2')).toMatchObject({ executionRate: '30.0', standing: 'reached' });
  expect(of('P3')).toMatchObject({ executionRate: '29.9', standing: 'below' });
});

describe('a payment', () => {
  it('beyond the budget that has arrived is refused and leaves nothing behind', async () => {
    const answer = await pay('P4', '600.01');
    expect(answer).toMatchObject({ status: 409, body: { code: 'FUNDING_BEYOND_BUDGET' } });
    expect((await service.call<{ entries: unknown[] }>(OFFICE, 'GET', '/projects/P4')).body.entries).toHaveLength(1);
  });

  it('under a voucher already in the book is refused, so a repeated call pays once', async () => {
    expect(await pay('P2', '240')).toMatchObject({ status: 409, body: { code: 'PAYMENT_VOUCHER_USED' } });
  });

  it('posted three times at once is booked once', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => pay('P5', '7', { voucher: 'same' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const { body } = await service.call<{ entries: { id: string; voucher: string }[] }>(OFFICE, 'GET', '/projects/P5');
    const [entry] = body.entries.filter((one) => one.voucher === 'same');
    const reversal = { paidOn: '2026-06-11', voucher: 'back', reason: 'a spec' };
    expect((await service.call(OFFICE, 'POST', `/projects/P5/payments/${entry!.id}/reversal`, reversal)).status).toBe(
      201,
    );
    expect(
      await service.call(OFFICE, 'POST', `/projects/P5/payments/${entry!.id}/reversal`, {
        ...reversal,
        voucher: 'again',
      }),
    ).toMatchObject({
      status: 409,
      body: { code: 'FUNDING_REVERSED_ALREADY' },
    });
  });

  it('is never changed, not even by SQL', async () => {
    await expect(service.db.query(`update entry set amount = 1`)).rejects.toThrow('never changed');
    await expect(service.db.query(`delete from entry`)).rejects.toThrow('never changed');
  });

  it('of a project outside the payer’s units is not even seen', async () => {
    const stranger = { permissions: ['payment.post', 'project.read'], unitId: 'water' };
    expect((await service.call(stranger, 'GET', '/projects/P1')).status).toBe(404);
    expect(
      (
        await service.call(stranger, 'POST', '/projects/P1/payments', {
          noticeId: 'N-P1',
          amount: '1',
          paidOn: '2026-06-10',
          voucher: 'x',
          payee: 'x',
          purpose: 'x',
        })
      ).status,
    ).toBe(403);
  });

  it('that is no decimal is answered with the place', async () => {
    expect(await pay('P1', '1e3')).toMatchObject({ status: 400, body: { errors: [{ path: 'amount' }] } });
  });
});

it('shows the books as they were known before a reversal', async () => {
  const known = (await service.db.query(`select e.recorded_at from entry e where e.voucher = 'same'`)) as {
    recorded_at: Date;
  }[];
  const before = await service.call<{ paid: string }>(
    OFFICE,
    'GET',
    `/funding-summary?cutoff=2026-06-10&knownAt=${known[0]!.recorded_at.toISOString()}`,
  );
  expect(before.body.paid).toBe('1876.99');
});

it('publishes its figures with a seal behind them, and twice the same', async () => {
  const { pack } = service.running.parts;
  const { publishFigures } = await import('../src/seal/publish-figures.js');
  const seal = { id: 'weekly', cutoff: new Date('2026-06-11T09:00:00Z') };
  const run = () =>
    runWithCause(systemCause('spec'), () => service.db.transaction((tx) => publishFigures(tx, pack, seal)));
  await run();
  await run();
  await eventually(() => expect(service.published(FundingSealed)).toHaveLength(2));
  const total = service.published(FundingIndicator).filter((one) => one.definition === 'funding.total.execution-rate');
  expect(total[0]).toMatchObject({ value: '26.5', numerator: '1869.99', denominator: '7050' });
  // As it stands in the annex of a paper, in the district's time.
  expect(total[0]).toMatchObject({ period: { label: '2026-06-11 17:00' } });
  expect(total[1]).toEqual(total[0]);
  // The relay deletes what it sent when it commits, after the records have arrived here.
  await eventually(async () => {
    const left = await select<{ n: number }>(service.db.manager, 'select count(*)::int as n from outbox');
    expect(left[0]?.n).toBe(0);
  });
  expect(service.published(PaymentPosted).length).toBeGreaterThanOrEqual(8);
  expect(service.published(ProjectChanged).at(-1)?.version).toBeGreaterThan(1);
});

it('the evidence of a project leads to every entry of its book', async () => {
  await service.db.query(
    `insert into entry (id, project_id, notice_id, kind, amount, booked_on, voucher, payee, purpose, recorded_at, recorded_by)
     select gen_random_uuid(), e.project_id, e.notice_id, e.kind, 0.01, '2026-06-01', 'wages ' || n, 'a builder', 'wages', e.recorded_at,
            e.recorded_by
       from generate_series(1, 150) n,
            (select * from entry e where e.project_id = 'P1' and e.kind = 'payment' order by e.id limit 1) e`,
  );
  const [{ count } = { count: 0 }] = await select<{ count: number }>(
    service.db.manager,
    `select count(*)::int as count from entry e where e.project_id = 'P1'`,
  );
  expect(count).toBeGreaterThan(150);
  const { body } = await service.call<{ basis: { references: { kind: string; id: string }[] } }>(
    OFFICE,
    'GET',
    '/evidence/funding/project/P1',
  );
  expect(new Set(body.basis.references.map(({ id }) => id)).size).toBe(count);
});
