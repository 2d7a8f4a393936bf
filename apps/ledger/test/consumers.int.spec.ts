import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  DispatchIssued,
  WarningEnded,
  WarningRaised,
  WarningUpdated,
  type WarningData,
} from '#libs/contracts/accountability.events.js';
import { UnitState } from '#libs/contracts/directory.events.js';
import { ProblemChanged, ProgressReported, TaskChanged } from '#libs/contracts/ledger.events.js';
import { select } from '#libs/persistence/select.js';
import { eventually } from '#libs/testing/eventually.js';
import { caughtUp, startTestService, type TestService } from '#libs/testing/test-service.js';
import { LedgerConfig } from '../src/config.js';
import { ledger } from '../src/service.js';
import { holderOf, loadCity } from './test-city.js';

let service: TestService;
const AT = '2026-06-16T04:00:00Z';

beforeAll(async () => {
  service = await startTestService({ definition: ledger, config: LedgerConfig, at: '2026-06-16T04:10:00Z' });
  await loadCity(service);
});
afterAll(() => service?.stop());

const warning = (more: Partial<WarningData> = {}): WarningData => {
  const warningId = more.warningId ?? randomUUID();
  return {
    warningId,
    version: 1,
    ruleId: 'outlet-exceedance',
    ruleVersion: 1,
    ruleClass: 'outlet-exceedance',
    causeKey: `outlet-exceedance|${warningId}`,
    severity: 'yellow',
    subject: { kind: 'outlet', id: 'OUT1' },
    areaId: 'area-n',
    unitIds: ['north'],
    title: 'outlet above its limit',
    period: { kind: 'hour', label: '2026-06-16 12:00', start: AT, end: AT },
    count: 3,
    dataState: 'realtime',
    startedAt: '2026-06-16T02:00:00Z',
    endedAt: null,
    takenInBy: null,
    opens: 'problem',
    details: {},
    basis: { references: [{ service: 'monitoring', kind: 'exceedance', id: 'e1' }], query: null },
    ...more,
  };
};
const air = (more: Partial<WarningData> = {}): WarningData =>
  warning({
    ruleId: 'air-process',
    ruleClass: 'air-process',
    subject: { kind: 'area', id: 'area-n' },
    opens: 'tracing-task',
    ...more,
  });
const raise = async (...warnings: WarningData[]): Promise<void> => {
  await service.send(
    WarningRaised,
    warnings.map((data) => ({ key: data.warningId, data, occurredAt: AT })),
  );
  await caughtUp(service, 'ledger', [WarningRaised.topic]);
};
const problemsOf = (warningId: string) =>
  select<{
    id: string;
    problemNo: string;
    state: string;
    leadUnitId: string;
    supervisingUnitId: string;
    source: string;
    category: string;
  }>(
    service.db.manager,
    `select p.id, p.problem_no, p.state, p.lead_unit_id, p.supervising_unit_id, p.source, p.category
       from problem p where p.warning_id = $1`,
    [warningId],
  );
const tasksOf = (warningId: string) =>
  select<{
    id: string;
    kind: string;
    state: string;
    leadUnitId: string;
    supervisingUnitId: string;
    supportingUnitIds: string[];
    dueOn: string;
  }>(
    service.db.manager,
    `select t.id, t.kind, t.state, t.lead_unit_id, t.supervising_unit_id, t.supporting_unit_ids, t.due_on::text as due_on
       from task t where t.warning_id = $1`,
    [warningId],
  );

describe('a warning that asks for a problem', () => {
  it('opens one, led by the unit that answers and supervised by the authority of the category, dated when it was raised', async () => {
    const data = warning();
    await raise(data);
    expect(await problemsOf(data.warningId)).toEqual([
      {
        id: expect.any(String),
        problemNo: expect.stringMatching(/^P2026-\d+$/),
        state: 'DRAFT',
        leadUnitId: 'north',
        supervisingUnitId: 'bureau',
        source: 'ONLINE_MONITOR',
        category: 'industrial-wastewater',
      },
    ]);
    const [{ id } = { id: '' }] = await problemsOf(data.warningId);
    const { body } = await service.call<Record<string, unknown>>(holderOf('office.clerk'), 'GET', `/problems/${id}`);
    expect(body).toMatchObject({
      stateSince: AT.replace('Z', '.000Z'),
      warning: { id: data.warningId, endedAt: null },
      basis: {
        references: [
          { service: 'accountability', kind: 'warning', id: data.warningId, version: 1 },
          { service: 'monitoring', kind: 'exceedance', id: 'e1' },
        ],
      },
    });
    await eventually(() =>
      expect(service.published(ProblemChanged).filter((one) => one.warningId === data.warningId)).toMatchObject([
        { action: 'register', state: 'DRAFT', subject: { kind: 'outlet', id: 'OUT1' } },
      ]),
    );
  });

  it('names everything the warning names, however much that is', async () => {
    const silent = Array.from({ length: 100 }, (_, n) => ({ service: 'monitoring', kind: 'station', id: `ST${n}` }));
    const data = warning({ basis: { references: silent, query: null } });
    await raise(data);
    interface Link {
      readonly basis: { readonly references: readonly { service: string; kind: string; id: string }[] };
    }
    const link = async (kind: string, id: string): Promise<Link['basis']['references']> => {
      const { status, body } = await service.call<Link>(
        { ...holderOf('office.clerk'), permissions: ['evidence.read'] },
        'GET',
        `/evidence/ledger/${kind}/${id}`,
      );
      expect(status).toBe(200);
      return body.basis.references;
    };
    const [{ id } = { id: '' }] = await problemsOf(data.warningId);
    const groups = await link('problem', id);
    expect(groups.map(({ service: owner, kind }) => [owner, kind])).toEqual([
      ['ledger', 'reference-group'],
      ['ledger', 'reference-group'],
    ]);
    const all = (await Promise.all(groups.map((group) => link(group.kind, group.id)))).flat();
    expect(all).toEqual([{ service: 'accountability', kind: 'warning', id: data.warningId, version: 1 }, ...silent]);
  });

  it('opens one however often it is told: again, three times at once, and as an update', async () => {
    const data = warning();
    await raise(data, data);
    const copies = [1, 2, 3].map(() => ({ key: data.warningId, data, id: randomUUID(), occurredAt: AT }));
    await Promise.all(copies.map((copy) => service.send(WarningRaised, [copy])));
    await service.send(WarningUpdated, [
      { key: data.warningId, data: { ...data, version: 2, severity: 'red' }, occurredAt: AT },
    ]);
    await caughtUp(service, 'ledger', [WarningRaised.topic]);
    expect(await problemsOf(data.warningId)).toHaveLength(1);
    const kept = await select(service.db.manager, 'select w.version, w.severity from warning w where w.id = $1', [
      data.warningId,
    ]);
    expect(kept).toEqual([{ version: 2, severity: 'red' }]);
  });

  it('opens one when only its update asks for it, and none when nothing is asked for', async () => {
    const data = warning({ opens: 'none' });
    await raise(data);
    expect(await problemsOf(data.warningId)).toEqual([]);
    const asking = { ...data, version: 2, opens: 'problem' as const };
    await service.send(WarningUpdated, [{ key: data.warningId, data: asking, occurredAt: AT }]);
    await caughtUp(service, 'ledger', [WarningUpdated.topic]);
    expect(await problemsOf(data.warningId)).toHaveLength(1);
  });

  it('leaves the problem as it is when it ends; the problem shows that it ended', async () => {
    const data = warning();
    await raise(data);
    const ended = { ...data, version: 2, endedAt: '2026-06-16T07:00:00Z' };
    await service.send(WarningEnded, [{ key: data.warningId, data: ended, occurredAt: '2026-06-16T07:00:00Z' }]);
    await caughtUp(service, 'ledger', [WarningEnded.topic]);
    const [{ id } = { id: '' }] = await problemsOf(data.warningId);
    const { body } = await service.call(holderOf('office.clerk'), 'GET', `/problems/${id}`);
    expect(body).toMatchObject({ state: 'DRAFT', warning: { endedAt: '2026-06-16T07:00:00.000Z' } });
  });

  it('waits for a unit directory has not told of yet, and goes on by itself when it has', async () => {
    const data = warning({ unitIds: ['newcomer'] });
    const later = warning();
    await raise(data, later);
    expect(await problemsOf(later.warningId)).toHaveLength(1);
    expect(await problemsOf(data.warningId)).toEqual([]);
    await service.send(UnitState, [
      {
        key: 'newcomer',
        data: {
          id: 'newcomer',
          version: 1,
          retired: false,
          name: 'newcomer',
          shortName: 'newcomer',
          type: 'TOWNSHIP',
          parentId: 'city',
          path: ['city', 'newcomer'],
          external: false,
          areaId: null,
        },
      },
    ]);
    await eventually(async () => expect(await problemsOf(data.warningId)).toMatchObject([{ leadUnitId: 'newcomer' }]), {
      deadlineMs: 30_000,
    });
  });

  it('goes to the authority of the category when nobody answers for the subject', async () => {
    const data = warning({ unitIds: [], subject: { kind: 'section', id: 'S1' } });
    await raise(data);
    // No duty names the category of sections here, so the category's kind of unit leads.
    expect(await problemsOf(data.warningId)).toMatchObject([
      {
        leadUnitId: 'bureau',
        supervisingUnitId: 'supervision',
        source: 'SECTION_EXCEEDANCE',
        category: 'section-water',
      },
    ]);
  });
});

describe('a warning that asks for a task', () => {
  it('opens one tracing task with a date by the pack, and a review task for a heavy day', async () => {
    const data = air();
    const heavy = air({ ruleClass: 'heavy-pollution', opens: 'review-task' });
    await raise(data, data, heavy);
    // Five working days after Tuesday 16 June; Friday the 19th is a holiday.
    expect(await tasksOf(data.warningId)).toMatchObject([
      { kind: 'tracing', state: 'assigned', leadUnitId: 'north', supervisingUnitId: 'bureau', dueOn: '2026-06-24' },
    ]);
    expect(await tasksOf(heavy.warningId)).toMatchObject([{ kind: 'review' }]);
  });

  it('lets the authority lead where several areas answer, with the areas helping', async () => {
    const data = air({ unitIds: ['north', 'south'], areaId: null });
    await raise(data);
    expect(await tasksOf(data.warningId)).toMatchObject([
      { leadUnitId: 'bureau', supervisingUnitId: 'supervision', supportingUnitIds: ['north', 'south'] },
    ]);
  });

  it('is carried out by its unit and confirmed by somebody else', async () => {
    const data = air();
    await raise(data);
    const [{ id } = { id: '' }] = await tasksOf(data.warningId);
    const act = (post: string, action: string, body: object) =>
      service.call<{ state: string; code: string }>(holderOf(post), 'POST', `/tasks/${id}/${action}`, body);
    expect((await act('south.liaison', 'sign', { signerPostId: 'south.liaison' })).status).toBe(403);
    expect((await act('north.liaison', 'report', { finding: 'x' })).body.code).toBe('TASK_ILLEGAL_TRANSITION');
    expect((await act('north.liaison', 'sign', { signerPostId: 'south.liaison' })).body.code).toBe('TASK_POST_INVALID');
    const signed = await Promise.all(
      [1, 2, 3].map(() => act('north.liaison', 'sign', { signerPostId: 'north.liaison' })),
    );
    expect(signed.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect((await act('north.liaison', 'report', { finding: 'ozone from outside' })).body.state).toBe('reported');
    expect((await act('north.inspector', 'confirm', { opinion: 'fine' })).body.code).toBe('TASK_WRONG_ACTOR');
    expect((await act('bureau.liaison', 'return', { reason: 'thin' })).body.state).toBe('signed');
    expect((await act('north.liaison', 'report', { finding: 'ozone from outside, mostly' })).body.state).toBe(
      'reported',
    );
    expect((await act('bureau.liaison', 'confirm', { opinion: 'fine' })).body.state).toBe('confirmed');
    const { body } = await service.call<{ timeline: { action: string }[]; finding: string }>(
      holderOf('north.liaison'),
      'GET',
      `/tasks/${id}`,
    );
    expect(body.finding).toBe('ozone from outside, mostly');
    expect(body.timeline.map(({ action }) => action).reverse()).toEqual([
      'assign',
      'sign',
      'report',
      'return',
      'report',
      'confirm',
    ]);
    await eventually(() =>
      expect(
        service
          .published(TaskChanged)
          .filter(({ taskId }) => taskId === id)
          .map(({ version }) => version),
      ).toEqual([1, 2, 3, 4, 5, 6]),
    );
    const seen = await service.call<{ items: { id: string }[] }>(holderOf('south.liaison'), 'GET', '/tasks');
    expect(seen.body.items.map((task) => task.id)).not.toContain(id);
    expect((await service.call(holderOf('south.liaison'), 'GET', `/tasks/${id}`)).status).toBe(404);
  });

  it('calls the task off when a wider warning takes it in, unless it has been reported', async () => {
    const [open, done] = [air(), air()];
    await raise(open, done);
    const [{ id } = { id: '' }] = await tasksOf(done.warningId);
    const as = holderOf('north.liaison');
    await service.call(as, 'POST', `/tasks/${id}/sign`, { signerPostId: 'north.liaison' });
    await service.call(as, 'POST', `/tasks/${id}/report`, { finding: 'found' });
    const taken = [open, done].map((data) => ({
      key: data.warningId,
      data: { ...data, version: 2, endedAt: AT, takenInBy: randomUUID() },
      occurredAt: AT,
    }));
    await service.send(WarningEnded, taken);
    await caughtUp(service, 'ledger', [WarningEnded.topic]);
    expect(await tasksOf(open.warningId)).toMatchObject([{ state: 'cancelled' }]);
    expect(await tasksOf(done.warningId)).toMatchObject([{ state: 'reported' }]);
  });
});

describe('a weekly sheet', () => {
  it('tells which rows wait for a reply; a report with its id is the reply', async () => {
    const data = warning();
    await raise(data);
    const [{ id: problemId } = { id: '' }] = await problemsOf(data.warningId);
    const [dispatchId, rowId] = [randomUUID(), randomUUID()];
    const report = (more: object) =>
      service.call<{ code: string }>(holderOf('north.liaison'), 'POST', '/progress-reports', {
        problemId,
        text: `said ${randomUUID()}`,
        ...more,
      });
    const act = (post: string, action: string, body: object) =>
      service.call(holderOf(post), 'POST', `/problems/${problemId}/${action}`, body);
    expect((await report({})).body.code).toBe('PROGRESS_NOT_SIGNED_FOR');
    await act('office.clerk', 'assign', {
      assignDocNo: 'D',
      leadUnitId: 'north',
      supervisingUnitId: 'housing',
      timeCategory: 'IMMEDIATE',
      deadline: '2026-07-08',
    });
    await act('north.liaison', 'sign', { signerPostId: 'north.liaison' });
    expect((await report({ dispatchId })).body.code).toBe('DISPATCH_ROW_INVALID');
    const sheet = {
      dispatchId,
      issueNo: 8,
      cutoff: '2026-06-18T09:00:00Z',
      meetingOn: '2026-06-22',
      missingSources: [],
      rows: [
        {
          rowId,
          record: { kind: 'problem' as const, id: problemId },
          unitId: 'north',
          level: 'yellow',
          timesRunning: 1,
          replyDueAt: '2026-06-23',
        },
      ],
      sheetSha256: null,
    };
    await service.send(DispatchIssued, [{ key: dispatchId, data: sheet }]);
    await service.send(DispatchIssued, [{ key: dispatchId, data: sheet, id: randomUUID() }]);
    await caughtUp(service, 'ledger', [DispatchIssued.topic]);
    const mine = async () =>
      (await service.call<{ items: object[] }>(holderOf('north.liaison'), 'GET', '/my-work')).body.items;
    expect(await mine()).toContainEqual(
      expect.objectContaining({
        kind: 'dispatch-reply',
        id: problemId,
        dispatchId,
        dueOn: '2026-06-23',
        level: 'yellow',
      }),
    );
    expect((await report({ dispatchId, promise: 'done by Friday' })).status).toBe(201);
    expect(await mine()).not.toContainEqual(expect.objectContaining({ kind: 'dispatch-reply' }));
    await eventually(() =>
      expect(service.published(ProgressReported).filter((one) => one.dispatchId === dispatchId)).toMatchObject([
        { unitId: 'north', promise: 'done by Friday', record: { kind: 'problem', id: problemId } },
      ]),
    );
    const { body } = await service.call<{ dispatches: object[] }>(
      holderOf('north.liaison'),
      'GET',
      `/problems/${problemId}`,
    );
    expect(body.dispatches).toMatchObject([{ dispatchId, issueNo: 8, repliedAt: '2026-06-16T04:10:00.000Z' }]);
  });
});

describe('what cannot be taken', () => {
  it('is parked when malformed or of an unknown version, ignored when of an unknown type, and holds up nobody else', async () => {
    const envelope = (type: string, version: number, data: object): string =>
      JSON.stringify({
        id: randomUUID(),
        type,
        version,
        key: 'k',
        occurredAt: AT,
        causationId: null,
        correlationId: randomUUID(),
        actor: { kind: 'system', id: 'x', name: 'x', unitId: null, postId: null },
        data,
      });
    await service.sendRaw('accountability.warnings', 'bad-1', 'no json at all');
    await service.sendRaw('accountability.warnings', 'bad-2', envelope('warning.raised', 1, { warningId: 'no uuid' }));
    await service.sendRaw('accountability.warnings', 'bad-3', envelope('warning.raised', 9, warning()));
    await service.sendRaw('accountability.warnings', 'bad-4', envelope('warning.forgotten', 1, {}));
    const good = warning();
    await raise(good);
    expect(await problemsOf(good.warningId)).toHaveLength(1);
    const parked = await select<{ key: string; reason: string }>(
      service.db.manager,
      `select p.key, p.reason from parked p where p.key like 'bad-%' order by p.key`,
    );
    expect(parked).toEqual([
      { key: 'bad-1', reason: 'unreadable' },
      { key: 'bad-2', reason: 'unreadable' },
      { key: 'bad-3', reason: 'unknown-version' },
    ]);
  });
});
