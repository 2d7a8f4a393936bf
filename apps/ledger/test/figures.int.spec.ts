import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ItemLagDetails, ListRateDetails } from '#libs/contracts/item-lag.js';
import { LedgerIndicator, LedgerSealed } from '#libs/contracts/ledger.events.js';
import { select } from '#libs/persistence/select.js';
import { eventually } from '#libs/testing/eventually.js';
import { startTestService, type TestService } from '#libs/testing/test-service.js';
import { LedgerConfig } from '../src/config.js';
import { ledger } from '../src/service.js';
import { holderOf, loadCity, sha } from './test-city.js';

let service: TestService;
const call = <T = Record<string, unknown>>(post: string, method: string, path: string, body?: unknown) =>
  service.call<T>(holderOf(post), method, path, body);

const ids = new Map<string, string>();
const ASSIGN = {
  assignDocNo: 'D',
  leadUnitId: 'north',
  supervisingUnitId: 'housing',
  acceptanceUnitId: 'bureau',
  timeCategory: 'DEADLINE',
};
const register = async (
  no: string,
  lists: string[],
  deadline: string,
  more: object = {},
  back: object = {},
): Promise<void> => {
  const { status, body } = await call<{ problemId: string }>('office.clerk', 'POST', '/problems', {
    problemNo: no,
    title: `matter ${no}`,
    source: 'SUMMER_OFFENSIVE',
    category: 'site-dust',
    leadUnitId: 'north',
    supervisingUnitId: 'housing',
    items: lists.map((listId) => ({ listId, itemNo: no, plannedClosureAt: '2026-05-20' })),
    ...back,
  });
  expect(status).toBe(201);
  ids.set(no, body.problemId);
  expect((await act('office.clerk', no, 'assign', { ...ASSIGN, deadline, ...more, ...back })).status).toBe(200);
};
const act = (post: string, no: string, action: string, body: object) =>
  call<{ state: string; code: string }>(post, 'POST', `/problems/${ids.get(no)}/${action}`, body);
const toWork = async (no: string, milestones: object[]): Promise<void> => {
  await act('north.liaison', no, 'sign', { signerPostId: 'north.liaison' });
  const plan = {
    goals: [{ no: 1, text: 'clean' }],
    measures: [{ no: 1, text: 'dig' }],
    milestones,
    responsibleLeaderPostId: 'government.leader',
    responsiblePostId: 'north.deputy',
    acceptanceUnitId: 'bureau',
  };
  expect((await act('north.liaison', no, 'submit-plan', plan)).body.state).toBe('PLAN_SUBMITTED');
  expect((await act('housing.liaison', no, 'approve-plan', { opinion: 'yes' })).body.state).toBe('RECTIFYING');
};
const accept = async (no: string, on: string): Promise<void> => {
  await act('north.deputy', no, 'report-completion', {
    completedOn: on,
    summary: 'done',
    signedByPostId: 'north.deputy',
    measures: [{ no: 1, finishedOn: on, evidence: ['a'] }],
    evidence: [{ sha256: sha('a'), name: 'a.jpg' }],
  });
  await act('office.clerk', no, 'pass-file-check', { opinion: 'complete' });
  const check = {
    checkedOn: on,
    inspectorPersonIds: ['p.housing.inspector-1', 'p.housing.inspector-2'],
    record: 'R',
    opinion: 'good',
  };
  expect((await act('bureau.deputy', no, 'accept', check)).body.state).toBe('ACCEPTED');
};
const sealedAt = (seal: string, cutoff: string) =>
  eventually(() => service.published(LedgerSealed).some((one) => one.seal === seal && one.cutoff === cutoff), {
    what: `seal ${seal} of ${cutoff}`,
    deadlineMs: 60_000,
  });
const indicators = (definition: string, subjectId: string, label?: string) =>
  service
    .published(LedgerIndicator)
    .filter(
      (one) =>
        one.definition === definition &&
        one.subject.id === subjectId &&
        (label === undefined || one.period.label === label),
    );

interface Answer {
  distinct: {
    counts: Record<string, number>;
    completionRate: { text: string | null; denominator: number; denominatorName: string };
  };
  lists: Record<string, { counts: Record<string, number>; completionRate: { text: string | null } }>;
  changedSince: {
    distinct: Answer['distinct'];
    records: { problemNo: string; listId: string; field: string; then: string; now: string }[];
  } | null;
}
const rates = async (query: string): Promise<Answer> =>
  (await call<Answer>('office.clerk', 'GET', `/rates?${query}`)).body;

/** Wednesday 6 May to Thursday 21 May, through the weekly cut-offs of the 7th, 14th and 21st. */
beforeAll(async () => {
  service = await startTestService({ definition: ledger, config: LedgerConfig, at: '2026-05-06T01:00:00Z' });
  await loadCity(service);
  const list = (id: string, source: string, kind = 'campaign') =>
    call('office.clerk', 'POST', '/lists', { id, kind, source, name: `list ${id}`, shortName: id });
  await list('campaign', 'SUMMER_OFFENSIVE');
  await list('second', 'SUMMER_OFFENSIVE', 'category');
  await list('own', 'SELF_CHECK', 'other');
  await list('empty', 'SUMMER_OFFENSIVE');
  await register('A', ['campaign', 'second'], '2026-05-08');
  await register('B', ['campaign'], '2026-05-30');
  await register('C', ['campaign'], '2026-06-30', { timeCategory: 'LONG_TERM' });
  await register('D', ['campaign'], '2026-06-30');
  await register('S', ['own'], '2026-05-07');
  await toWork('A', [
    { no: 1, title: 'dig', date: '2026-05-07', weight: 50 },
    { no: 2, title: 'fill', date: '2026-05-08', weight: 50 },
  ]);
  await toWork('B', [{ no: 1, title: 'all', date: '2026-05-30', weight: 100 }]);
  await service.setClock('2026-05-07T09:15:00Z');
  await sealedAt('weekly', '2026-05-07T09:00:00.000Z');
  await service.setClock('2026-05-08T02:00:00Z');
  await accept('B', '2026-05-08');
  await service.setClock('2026-05-12T02:00:00Z');
  await act('office.clerk', 'D', 'withdraw', { reason: 'double', documentNo: 'W' });
  await service.setClock('2026-05-14T09:15:00Z');
  await sealedAt('weekly', '2026-05-14T09:00:00.000Z');
  // On the 18th the office finds that a problem of the 9th was never entered.
  await service.setClock('2026-05-18T02:00:00Z');
  await sealedAt('daily', '2026-05-17T16:00:00.000Z');
  const why = { at: '2026-05-09T10:00:00+08:00', backdatingReason: 'found in the tray' };
  await register('LATE', ['campaign'], '2026-05-10', {}, why);
  await service.setClock('2026-05-18T17:00:00Z');
  await sealedAt('daily', '2026-05-18T16:00:00.000Z');
  await service.setClock('2026-05-21T09:15:00Z');
  await sealedAt('weekly', '2026-05-21T09:00:00.000Z');
}, 400_000);
afterAll(() => service?.stop());

describe('rates at a cut-off', () => {
  it('count a record once in each of its lists and once in all of them together; self-found ones stand apart', async () => {
    const { distinct, lists } = await rates('cutoff=2026-05-07&knownAt=2026-05-08T00:00:00%2B08:00');
    expect(distinct.counts).toMatchObject({ base: 4, due: 0, completed: 0, longTerm: { base: 1, completed: 0 } });
    expect(lists['campaign']!.counts).toMatchObject({ base: 4 });
    expect(lists['second']!.counts).toMatchObject({ base: 1 });
    expect(lists['own']!.counts).toMatchObject({ base: 1, due: 1 });
    expect(lists['empty']!.completionRate.text).toBeNull();
  });

  it('take a deadline as due at the end of its day, name their denominator, and drop what was withdrawn', async () => {
    const known = 'knownAt=2026-05-17T00:00:00%2B08:00';
    expect((await rates(`cutoff=2026-05-08&${known}`)).distinct).toMatchObject({
      counts: { base: 4, due: 1, completed: 1, dueCompleted: 0 },
      completionRate: { text: '25.0', denominator: 4, denominatorName: 'base' },
    });
    expect((await rates(`cutoff=2026-05-12&${known}`)).distinct.counts).toMatchObject({ base: 3, completed: 1 });
    expect((await rates(`cutoff=2026-05-08T09:00:00%2B08:00&${known}`)).distinct.counts).toMatchObject({
      due: 1,
      completed: 0,
    });
  });

  it('are the same for ever as known then, and say what became known since', async () => {
    const { distinct, changedSince } = await rates('cutoff=2026-05-12&knownAt=2026-05-15T00:00:00%2B08:00');
    expect(distinct.counts).toMatchObject({ base: 3, due: 1 });
    expect(changedSince).toMatchObject({
      distinct: { counts: { base: 4, due: 2 } },
      records: [{ problemNo: 'LATE', listId: 'campaign', field: 'item', then: 'absent', now: 'present' }],
    });
    const today = await rates('cutoff=2026-05-12');
    expect(today).toMatchObject({ distinct: { counts: { base: 4 } }, changedSince: null });
    expect((await rates('cutoff=2026-05-08')).distinct.counts).toMatchObject({ base: 4 });
    expect(await call('office.clerk', 'GET', '/rates?knownAt=2027-01-01T00:00:00Z')).toMatchObject({
      status: 422,
      body: { code: 'RATE_KNOWN_AT_INVALID' },
    });
  });

  it('can be narrowed to a list, or to a unit with all below it', async () => {
    expect((await rates('listId=second')).lists).toMatchObject({ second: { counts: { base: 1 } } });
    expect((await rates('unitId=north')).distinct.counts).toMatchObject({ base: 4 });
    expect((await rates('unitId=south')).distinct).toMatchObject({
      counts: { base: 0 },
      completionRate: { text: null },
    });
  });

  it('were sealed day by day; late news leads to a higher revision, never to a silent edit', () => {
    const told = indicators('ledger.list.completion-rate', 'all', '2026-05-12');
    expect(
      told.map(({ revision, value, numerator, denominator }) => [revision, value, numerator, denominator]),
    ).toEqual([
      [1, '33.3', '1', '3'],
      [2, '25.0', '1', '4'],
    ]);
    expect(ListRateDetails.parse(told[1]!.details)).toMatchObject({
      base: 4,
      due: 2,
      completed: 1,
      closed: 0,
      reopened: 0,
      dueOpenRecords: [
        { problemNo: 'A', title: 'matter A', leadUnitId: 'north', dueOn: '2026-05-08' },
        { problemNo: 'LATE', dueOn: '2026-05-10' },
      ],
      reopenedRecords: [],
    });
    expect(indicators('ledger.list.completion-rate', 'all', '2026-05-08').map(({ revision }) => revision)).toEqual([1]);
    expect(indicators('ledger.list.completion-rate', 'second', '2026-05-12').map(({ revision }) => revision)).toEqual([
      1,
    ]);
    expect(indicators('ledger.list.completion-rate', 'empty', '2026-05-12')).toMatchObject([
      { value: null, valid: false, invalidReason: '没有任务', denominator: '0' },
    ]);
    expect(
      indicators('ledger.unit.completion-rate', 'city', '2026-05-12').map(({ denominator }) => denominator),
    ).toEqual(['3', '4']);
  });
});

describe('the weekly look', () => {
  const lag = (no: string, label: string) =>
    indicators('ledger.item.lag', ids.get(no)!, label).map(({ value, details }) => ({
      value,
      ...ItemLagDetails.parse(details),
      level: details['level'],
      entryReasons: details['entryReasons'],
    }));

  it('measures work against milestones and closure against the planned closure, and repeats a level into the next', () => {
    expect(lag('A', '2026-05-07 17:00')).toMatchObject([
      { value: '0', level: 'red', measured: 'red', lagPoints: '50', isClosed: false },
    ]);
    expect(lag('A', '2026-05-14 17:00')).toMatchObject([
      {
        value: '7',
        level: 'red',
        deadlineOverdueDays: 6,
        overdueMilestones: [
          { title: 'dig', date: '2026-05-07', days: 7 },
          { title: 'fill', date: '2026-05-08', days: 6 },
        ],
        nextMilestone: { title: 'dig', date: '2026-05-07' },
        items: [{ listId: 'campaign' }, { listId: 'second' }],
        entryReasons: expect.arrayContaining(['level-at-least', 'deadline-overdue']),
      },
    ]);
    expect(lag('B', '2026-05-14 17:00')).toMatchObject([
      { value: '0', level: 'green', completedOn: '2026-05-08', plannedPct: '33.333333' },
    ]);
    const closure = (label: string) =>
      indicators('ledger.item.closure-lag', ids.get('B')!, label).map(({ value }) => value);
    expect([closure('2026-05-14 17:00'), closure('2026-05-21 17:00')]).toEqual([['0'], ['1']]);
  });

  it('looks once more at what left the ledger since, and then no more', () => {
    expect(lag('D', '2026-05-14 17:00')).toMatchObject([{ isClosed: true, level: 'green' }]);
    expect(lag('D', '2026-05-21 17:00')).toEqual([]);
  });

  it('puts the seal behind every number of its cut-off, and says each once', async () => {
    const before = service.published(LedgerSealed).length;
    const rows = await select<{ definition: string; n: number }>(
      service.db.manager,
      `select f.definition, count(*)::int as n from sealed_figure f
        where f.cutoff = '2026-05-14T09:00:00Z' group by f.definition, f.subject_kind, f.subject_id, f.revision having count(*) > 1`,
    );
    expect(rows).toEqual([]);
    const admin = service.kafka.kafka.admin();
    await admin.connect();
    const [offsets] = await admin.fetchTopicOffsets(service.kafka.topic('ledger.indicators'));
    await admin.disconnect();
    expect(Number(offsets!.high)).toBe(service.published(LedgerIndicator).length + before);
  });
});

describe('the chain of evidence', () => {
  it('goes from a number to the look it came from, to the problem and the report', async () => {
    const [told] = indicators('ledger.item.closure-lag', ids.get('A')!, '2026-05-14 17:00');
    const [first] = told!.basis.references;
    expect(first).toMatchObject({ service: 'ledger', kind: 'item-lag' });
    const ask = async (kind: string, id: string, query = '') =>
      (
        await call<{
          record: { version: number; facts: object[] };
          basis: { references: { kind: string; id: string }[]; query: object };
        }>('office.clerk', 'GET', `/evidence/ledger/${kind}/${id}${query}`)
      ).body;
    const look = await ask('item-lag', first!.id);
    expect(look.record.facts).toContainEqual({ label: '滞后天数', value: '7', unit: '天' });
    // What was told then stands here; the problem behind it is shown as it is now, and says so.
    expect(look.record.facts).toEqual(
      expect.arrayContaining([
        { label: '填报进度', value: '0', unit: '%' },
        { label: '核实进度', value: '0', unit: '%' },
      ]),
    );
    expect(look.basis.references).toMatchObject([{ kind: 'problem', id: ids.get('A') }]);
    expect(await ask('indicator', first!.id)).toEqual(look);
    expect(look.basis.references[0]).not.toHaveProperty('version');
    const { record } = await ask('problem', ids.get('A')!);
    expect(record).toMatchObject({ title: 'A matter A' });
    expect((record as unknown as { facts: object[] }).facts[0]).toEqual({ label: '所列', value: '现行状态' });
    expect(record).not.toHaveProperty('currentVersion');
    expect(record.version).toBeGreaterThan(1);
    expect((await ask('problem', ids.get('A')!, '?version=1')).record).toEqual({
      ...record,
      version: 1,
      currentVersion: record.version,
    });
    const [figure] = await select<{ id: string }>(
      service.db.manager,
      `select f.id from sealed_figure f where f.subject_id = 'all' and f.definition like '%completion-rate' limit 1`,
    );
    expect((await ask('rate', figure!.id)).basis.query).toMatchObject({ service: 'ledger', name: 'rates' });
    expect(
      (
        await call(
          'office.clerk',
          'GET',
          `/evidence/ledger/problem/${sha('0').slice(0, 8)}-0000-4000-8000-000000000000`,
        )
      ).status,
    ).toBe(404);
    expect((await call('south.liaison', 'GET', `/evidence/ledger/problem/${ids.get('A')}`)).status).toBe(404);
  });
});

describe('views', () => {
  it('lists problems by filter with counts of the filter, page by page, without gap or double', async () => {
    const page = async (query: string) =>
      (
        await call<{ items: { problemNo: string; overdueDays: number }[]; nextCursor: string | null; counts: object }>(
          'office.clerk',
          'GET',
          `/problems?${query}`,
        )
      ).body;
    const all = await page('');
    expect(all.items.map(({ problemNo }) => problemNo)).toEqual(['A', 'B', 'C', 'D', 'LATE', 'S']);
    expect(all.counts).toEqual({
      total: 6,
      open: 5,
      closed: 0,
      overdue: 3,
      byState: { RECTIFYING: 1, ACCEPTED: 1, ASSIGNED: 3, WITHDRAWN: 1 },
    });
    for (const sort of ['no', 'deadline', '-changed']) {
      const found: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const next: Awaited<ReturnType<typeof page>> = await page(
          `sort=${sort}&limit=2${cursor ? `&cursor=${cursor}` : ''}`,
        );
        found.push(...next.items.map(({ problemNo }) => problemNo));
        expect(next.counts).toEqual(all.counts);
        cursor = next.nextCursor;
      }
      expect([...found].sort()).toEqual(['A', 'B', 'C', 'D', 'LATE', 'S']);
    }
    const nos = async (query: string) => (await page(query)).items.map(({ problemNo }) => problemNo);
    expect(await nos('listId=second')).toEqual(['A']);
    expect(await nos('overdue=true')).toEqual(['A', 'LATE', 'S']);
    expect(await nos('open=false')).toEqual(['D']);
    expect(await nos('state=ACCEPTED,WITHDRAWN')).toEqual(['B', 'D']);
    expect(await nos('level=red')).toEqual(['A', 'LATE', 'S']);
    expect(await nos('q=matter%20L')).toEqual(['LATE']);
    expect(await nos('no=B')).toEqual(['B']);
    expect((await call('office.clerk', 'GET', '/problems?cursor=abc')).status).toBe(400);
    expect((await call('office.clerk', 'GET', '/problems?limit=1000')).status).toBe(400);
  });

  it('shows the ledger in one look and the lists with their rates', async () => {
    const { body } = await call('office.clerk', 'GET', '/ledger-overview');
    expect(body).toMatchObject({
      distinct: { counts: { base: 4, due: 2, completed: 1 } },
      problems: { total: 6, open: 5, overdue: 3, waitingUpper: 0, byLevel: { red: 3, green: 2 } },
      tasks: { open: 0, overdue: 0 },
      lastSeal: { cutoff: '2026-05-21T09:00:00.000Z' },
    });
    expect((await call('south.liaison', 'GET', '/ledger-overview')).body).toMatchObject({
      problems: { total: 0 },
      distinct: { counts: { base: 4 } },
    });
    const lists = await call<{ items: { id: string; items: number; overdue: number }[] }>(
      'office.clerk',
      'GET',
      '/lists',
    );
    expect(lists.body.items.map(({ id, items, overdue }) => [id, items, overdue])).toEqual([
      ['campaign', 5, 2],
      ['empty', 0, 0],
      ['own', 1, 1],
      ['second', 1, 1],
    ]);
    expect((await call('north.liaison', 'POST', '/lists', {})).status).toBe(403);
  });

  it('tells each unit what it has to do now, the most urgent first', async () => {
    const work = async (post: string) =>
      (
        await call<{ items: { code: string; dueOn: string | null; actions: { action: string }[] }[]; counts: object }>(
          post,
          'GET',
          '/my-work',
        )
      ).body;
    const lead = await work('north.liaison');
    expect(lead.items.map(({ code, actions }) => [code, actions.map(({ action }) => action)])).toEqual([
      ['C', ['sign', 'request-return']],
      ['S', ['sign', 'request-return']],
      ['A', ['report-completion']],
      ['LATE', ['sign', 'request-return']],
    ]);
    expect(lead.counts).toMatchObject({ total: 4, overdue: 4 });
    const office = await work('office.clerk');
    expect(office.items.map(({ code, actions }) => [code, actions.map(({ action }) => action)])).toEqual([
      ['B', ['skip-notice']],
    ]);
    expect((await work('south.liaison')).items).toEqual([]);
  });

  it('puts a problem on a further list once, and counts it there', async () => {
    const add = (listId: string, body: object) =>
      call<{ code: string }>('office.clerk', 'POST', `/lists/${listId}/items`, body);
    const wish = { problemId: ids.get('C'), itemNo: 'X1' };
    expect((await add('empty', wish)).status).toBe(200);
    expect((await add('empty', wish)).body.code).toBe('LIST_ITEM_TWICE');
    expect((await add('empty', { problemId: ids.get('S'), itemNo: 'X1' })).body.code).toBe('LIST_ITEM_NO_TAKEN');
    expect((await add('empty', { problemId: ids.get('D'), itemNo: 'X2' })).body.code).toBe('LIST_ITEM_CLOSED');
    expect((await rates('listId=empty')).lists['empty']!.counts).toMatchObject({ base: 1 });
    expect((await rates('')).distinct.counts).toMatchObject({ base: 4 });
  });

  it('keeps the whole history of a problem with both time axes', async () => {
    const { body } = await call<{ spans: { state: string; validFrom: string; validTo: string | null }[] }>(
      'office.clerk',
      'GET',
      `/problems/${ids.get('B')}/history?knownAt=2026-05-20T00:00:00Z`,
    );
    const current = body.spans;
    expect(current.at(-1)).toMatchObject({ state: 'ACCEPTED', validFrom: '2026-05-08T02:00:00.000Z', validTo: null });
    current.slice(1).forEach((span, index) => expect(span.validFrom).toBe(current[index]!.validTo));
  });
});
