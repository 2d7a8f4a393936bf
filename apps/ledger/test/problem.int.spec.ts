import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ProblemChanged, ProgressReported } from '#libs/contracts/ledger.events.js';
import { select } from '#libs/persistence/select.js';
import { eventually } from '#libs/testing/eventually.js';
import { type Answer, startTestService, type TestService } from '#libs/testing/test-service.js';
import { LedgerConfig } from '../src/config.js';
import { ledger } from '../src/service.js';
import { holderOf, loadCity, sha } from './test-city.js';

let service: TestService;
type Outcome = { problemId: string; problemNo: string; version: number; state: string; code: string; details: object };

const call = <T = Outcome>(post: string, method: string, path: string, body?: unknown): Promise<Answer<T>> =>
  service.call<T>(holderOf(post), method, path, body);
const act = (post: string, id: string, action: string, body: object = {}): Promise<Answer<Outcome>> =>
  call(post, 'POST', `/problems/${id}/${action}`, body);
const get = <T = Record<string, never>>(post: string, path: string): Promise<Answer<T>> => call<T>(post, 'GET', path);

beforeAll(async () => {
  service = await startTestService({ definition: ledger, config: LedgerConfig, at: '2026-05-06T01:00:00Z' });
  await loadCity(service);
  for (const list of [
    { id: 'campaign', kind: 'campaign', source: 'SUMMER_OFFENSIVE', name: 'Campaign', shortName: 'C' },
    {
      id: 'inspection',
      kind: 'inspection',
      source: 'PROVINCIAL_INSPECTION',
      name: 'Inspection',
      shortName: 'I',
      publicNotice: true,
      upperConfirmation: true,
    },
  ]) {
    expect((await call('office.clerk', 'POST', '/lists', list)).status).toBe(201);
  }
});
afterAll(() => service?.stop());

let serial = 0;
const register = async (more: object = {}): Promise<string> => {
  serial += 1;
  const { status, body } = await call('office.clerk', 'POST', '/problems', {
    title: `problem ${serial}`,
    source: 'SUMMER_OFFENSIVE',
    category: 'urban-sewage',
    leadUnitId: 'north',
    supervisingUnitId: 'housing',
    acceptanceUnitId: 'bureau',
    territorialUnitId: 'north-town',
    deadline: '2026-06-30',
    items: [{ listId: 'campaign', itemNo: `C-${serial}` }],
    ...more,
  });
  expect({ status, body }).toMatchObject({ status: 201, body: { state: 'DRAFT', version: 1 } });
  return body.problemId;
};
const ASSIGN = {
  assignDocNo: 'D1',
  leadUnitId: 'north',
  supervisingUnitId: 'housing',
  acceptanceUnitId: 'bureau',
  timeCategory: 'DEADLINE',
  deadline: '2026-06-30',
};
const PLAN = {
  goals: [{ no: 1, text: 'clean', quantified: true }],
  measures: [{ no: 1, text: 'dig' }],
  milestones: [
    { no: 1, title: 'dig', date: '2026-05-20', weight: 40 },
    { no: 2, title: 'fill', date: '2026-06-30', weight: 60 },
  ],
  responsibleLeaderPostId: 'government.leader',
  responsiblePostId: 'north.deputy',
  acceptanceUnitId: 'bureau',
};
const file = (letter: string, more: object = {}) => ({ sha256: sha(letter), name: `${letter}.jpg`, ...more });
const DONE = {
  completedOn: '2026-05-06',
  summary: 'done',
  signedByPostId: 'north.deputy',
  measures: [{ no: 1, finishedOn: '2026-05-06', evidence: ['a.pdf'] }],
  goals: [{ no: 1, met: true, measuredOn: '2026-05-06' }],
  survey: { asked: 20, satisfied: 19 },
  mechanism: 'patrols',
  evidence: [file('a')],
};
const CHECK = {
  checkedOn: '2026-05-06',
  inspectorPersonIds: ['p.housing.inspector-1', 'p.housing.inspector-2'],
  record: 'R',
};

/** The steps to a state, each by the right person. */
const STEPS: readonly (readonly [string, string, string, object])[] = [
  ['ASSIGNED', 'office.clerk', 'assign', ASSIGN],
  ['SIGNED', 'north.liaison', 'sign', { signerPostId: 'north.liaison' }],
  ['PLAN_SUBMITTED', 'north.liaison', 'submit-plan', PLAN],
  ['RECTIFYING', 'housing.liaison', 'approve-plan', { opinion: 'yes' }],
  ['COMPLETED_REPORTED', 'north.deputy', 'report-completion', DONE],
  ['ON_SITE_CHECK', 'office.clerk', 'pass-file-check', { opinion: 'complete' }],
  ['ACCEPTED', 'bureau.deputy', 'accept', { ...CHECK, opinion: 'good' }],
];
const bring = async (state: string, more: object = {}): Promise<string> => {
  const id = await register(more);
  for (const [to, post, action, body] of STEPS) {
    const answer = await act(post, id, action, body);
    expect({ action, ...answer }).toMatchObject({ status: 200, body: { state: to } });
    if (to === state) return id;
  }
  return id;
};

describe('from registration to closure', () => {
  it('walks the ordinary route, publishing the whole state after each step', async () => {
    const id = await bring('ACCEPTED');
    expect((await act('office.clerk', id, 'skip-notice', { opinion: 'none needed' })).body.state).toBe(
      'CLOSURE_APPROVAL',
    );
    const closed = await act('government.leader', id, 'close', {
      opinion: 'agreed',
      approverPostId: 'government.leader',
    });
    expect(closed).toMatchObject({ status: 200, body: { state: 'CLOSED' } });
    const detail = (await get<Record<string, unknown>>('north.liaison', `/problems/${id}`)).body;
    expect(detail).toMatchObject({
      state: 'CLOSED',
      completedOn: '2026-05-06',
      closedOn: '2026-05-06',
      reportedPct: '100',
      confirmedPct: '100',
      items: [{ listId: 'campaign', completedAt: '2026-05-06', closedAt: '2026-05-06' }],
      nextActions: [{ action: 'report-progress' }],
    });
    expect((detail['timeline'] as { action: string }[]).map(({ action }) => action).reverse()).toEqual([
      'register',
      ...STEPS.map(([, , action]) => action),
      'skip-notice',
      'close',
    ]);
    await eventually(() => {
      const told = service.published(ProblemChanged).filter(({ problemId }) => problemId === id);
      expect(told.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      expect(told.at(-1)).toMatchObject({ action: 'close', state: 'CLOSED', leadUnitId: 'north', round: 1 });
    });
    const trail = await select<{ action: string; actor: { id: string } }>(
      service.db.manager,
      `select a.action, a.actor from audit a where a.subject_id = $1 order by a.seq`,
      [id],
    );
    expect(trail).toHaveLength(10);
    expect(trail.at(-1)).toMatchObject({ action: 'problem.close', actor: { id: 'government.leader' } });
  });
});

describe('who may act', () => {
  /** Every step taken by somebody who stands in another relation, or has no permission at all. */
  const WRONG: Readonly<Record<string, readonly (readonly [string, number, string])[]>> = {
    assign: [['north.liaison', 403, 'PERMISSION_MISSING']],
    sign: [
      ['south.liaison', 403, 'FORBIDDEN_UNIT'],
      ['north-town.liaison', 409, 'PROBLEM_WRONG_ACTOR'],
      ['office.clerk', 403, 'PERMISSION_MISSING'],
    ],
    'submit-plan': [['water.liaison', 403, 'FORBIDDEN_UNIT']],
    'approve-plan': [
      ['north.liaison', 403, 'PERMISSION_MISSING'],
      ['water.liaison', 409, 'PROBLEM_WRONG_ACTOR'],
      ['north.inspector', 409, 'PROBLEM_WRONG_ACTOR'],
    ],
    'report-completion': [['housing.liaison', 409, 'PROBLEM_WRONG_ACTOR']],
    'pass-file-check': [
      ['north.deputy', 403, 'PERMISSION_MISSING'],
      ['north.inspector', 409, 'PROBLEM_WRONG_ACTOR'],
    ],
    accept: [
      ['office.clerk', 403, 'PERMISSION_MISSING'],
      ['north.inspector', 409, 'PROBLEM_WRONG_ACTOR'],
      ['water.liaison', 409, 'PROBLEM_WRONG_ACTOR'],
    ],
  };

  it('takes each step from the right person and from nobody else', async () => {
    const id = await register();
    for (const [to, post, action, body] of STEPS) {
      for (const [wrong, status, code] of WRONG[action] ?? []) {
        const answer = await act(wrong, id, action, body);
        expect({ action, wrong, status: answer.status, code: answer.body.code }).toEqual({
          action,
          wrong,
          status,
          code,
        });
      }
      expect((await act(post, id, action, body)).body.state).toBe(to);
    }
  });

  it('refuses an inspector of the unit that did the work, and a single one', async () => {
    const id = await bring('ON_SITE_CHECK');
    const accept = (inspectorPersonIds: string[]) =>
      act('bureau.deputy', id, 'accept', { ...CHECK, opinion: 'good', inspectorPersonIds });
    expect((await accept(['p.housing.inspector-1'])).body.code).toBe('PROBLEM_TOO_FEW_INSPECTORS');
    expect((await accept(['p.housing.inspector-1', 'p.housing.inspector-1'])).body.code).toBe(
      'PROBLEM_TOO_FEW_INSPECTORS',
    );
    expect((await accept(['p.housing.inspector-1', 'p.north.inspector'])).body.code).toBe('PROBLEM_INSPECTOR_OF_DOER');
    expect((await accept(['p.housing.inspector-1', 'p.nobody'])).body.code).toBe('PERSON_UNKNOWN_INVALID');
    expect((await get(`north.liaison`, `/problems/${id}`)).body).toMatchObject({ state: 'ON_SITE_CHECK' });
  });

  it("lets work of the office's host be accepted by the supervision office or a body above only", async () => {
    const host = {
      leadUnitId: 'bureau',
      supervisingUnitId: 'supervision',
      acceptanceUnitId: 'housing',
      territorialUnitId: undefined,
    };
    const id = await register(host);
    const steps: readonly (readonly [string, string, object])[] = [
      ['office.clerk', 'assign', { ...ASSIGN, ...host }],
      ['bureau.liaison', 'sign', { signerPostId: 'bureau.liaison' }],
      ['bureau.liaison', 'submit-plan', { ...PLAN, responsiblePostId: 'bureau.deputy', acceptanceUnitId: 'housing' }],
      ['supervision.inspector', 'approve-plan', { opinion: 'yes' }],
      ['bureau.deputy', 'report-completion', { ...DONE, signedByPostId: 'bureau.deputy' }],
      ['office.clerk', 'pass-file-check', { opinion: 'complete' }],
    ];
    for (const [post, action, body] of steps)
      expect({ action, ...(await act(post, id, action, body)) }).toMatchObject({ status: 200 });
    const accept = { ...CHECK, opinion: 'good' };
    expect((await act('housing.liaison', id, 'accept', accept)).body.code).toBe('PROBLEM_HOST_ITEM');
    expect((await act('supervision.inspector', id, 'accept', accept)).body.state).toBe('ACCEPTED');
  });

  it('shows a problem to the units it names and to nobody else', async () => {
    const id = await register();
    for (const post of ['north.liaison', 'north-town.liaison', 'housing.liaison', 'bureau.liaison', 'office.clerk'])
      expect((await get(post, `/problems/${id}`)).status).toBe(200);
    expect(await get('south.liaison', `/problems/${id}`)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    const mine = await get<{ items: { id: string }[]; counts: { total: number } }>('south.liaison', '/problems');
    expect(mine.body).toMatchObject({ items: [], counts: { total: 0 } });
  });
});

describe('the table of states', () => {
  it('refuses an action the state does not know, whatever is filled in', async () => {
    const id = await register();
    const answer = await act('north.liaison', id, 'sign', { signerPostId: 'north.liaison' });
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'PROBLEM_ILLEGAL_TRANSITION', details: { state: 'DRAFT', action: 'sign' } },
    });
    expect(
      await act('government.leader', id, 'close', { opinion: 'x', approverPostId: 'government.leader' }),
    ).toMatchObject({
      body: { code: 'PROBLEM_ILLEGAL_TRANSITION' },
    });
  });

  it('names every missing field', async () => {
    const id = await register();
    const answer = await call<{ code: string; errors: { path: string }[] }>(
      'office.clerk',
      'POST',
      `/problems/${id}/assign`,
      {
        assignDocNo: 'D1',
      },
    );
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map(({ path }) => path).sort()).toEqual([
      'deadline',
      'leadUnitId',
      'supervisingUnitId',
      'timeCategory',
    ]);
  });

  it('takes one action once when it is sent three times at once', async () => {
    const id = await bring('ASSIGNED');
    const answers = await Promise.all(
      [1, 2, 3].map(() => act('north.liaison', id, 'sign', { signerPostId: 'north.liaison' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const rows = await select(
      service.db.manager,
      `select 1 from problem_action a where a.problem_id = $1 and a.action = 'sign'`,
      [id],
    );
    expect(rows).toHaveLength(1);
  });

  it('refuses to act on a version somebody has changed meanwhile', async () => {
    const id = await bring('ASSIGNED');
    const body = { signerPostId: 'north.liaison', expectedVersion: 1 };
    expect((await act('north.liaison', id, 'sign', body)).body).toMatchObject({
      code: 'PROBLEM_CHANGED_MEANWHILE',
      details: { version: 2 },
    });
    expect((await act('north.liaison', id, 'sign', { ...body, expectedVersion: 2 })).status).toBe(200);
  });

  it('leaves nothing behind of an action that was refused', async () => {
    const id = await bring('SIGNED');
    const weights = { ...PLAN, milestones: [{ no: 1, title: 'all', date: '2026-06-30', weight: 99 }] };
    expect((await act('north.liaison', id, 'submit-plan', weights)).body.code).toBe('PLAN_WEIGHTS');
    const late = { ...PLAN, milestones: [{ no: 1, title: 'all', date: '2026-07-01', weight: 100 }] };
    expect((await act('north.liaison', id, 'submit-plan', late)).body.code).toBe('PLAN_DATES');
    expect((await act('north.liaison', id, 'submit-plan', { ...PLAN, milestones: [] })).body.code).toBe('PLAN_EMPTY');
    expect((await act('north.liaison', id, 'submit-plan', { ...PLAN, acceptanceUnitId: 'north' })).body.code).toBe(
      'PROBLEM_UNITS_CONFLICT',
    );
    const rows = await select(service.db.manager, 'select 1 from milestone m where m.problem_id = $1', [id]);
    expect(rows).toEqual([]);
  });

  it('offers just the actions the asking person may take, with the fields of each', async () => {
    const id = await bring('ASSIGNED');
    const next = async (post: string) =>
      (await get<{ nextActions: { action: string; path: string; fields: object[] }[] }>(post, `/problems/${id}`)).body
        .nextActions;
    expect(await next('north.liaison')).toMatchObject([
      {
        action: 'sign',
        path: `/problems/${id}/sign`,
        fields: [
          { name: 'signerPostId', control: 'post', required: true },
          { name: 'at', required: false },
          { name: 'backdatingReason' },
        ],
      },
      { action: 'request-return' },
    ]);
    expect((await next('office.clerk')).map(({ action }) => action)).toEqual(['withdraw', 'merge']);
    expect(await next('housing.liaison')).toEqual([]);
  });
});

describe('the plan and the work', () => {
  const progress = (post: string, id: string, more: object) =>
    call<Record<string, unknown>>(post, 'POST', '/progress-reports', { problemId: id, text: 'dug a bit', ...more });

  it('is sent back, filed again, reported on and confirmed by somebody else', async () => {
    const id = await bring('PLAN_SUBMITTED');
    expect((await act('housing.liaison', id, 'reject-plan', { reason: 'too vague' })).body.state).toBe('PLAN_REJECTED');
    expect((await act('north.liaison', id, 'submit-plan', PLAN)).body.state).toBe('PLAN_SUBMITTED');
    expect((await act('housing.liaison', id, 'approve-plan', { opinion: 'yes' })).body.state).toBe('RECTIFYING');
    const report = await progress('north.liaison', id, { milestone: 1, share: '50', evidence: [file('b')] });
    expect(report).toMatchObject({ status: 201, body: { reportedPct: '20', noProgress: false, milestone: 1 } });
    expect(await progress('north.liaison', id, { milestone: 1, share: '50', reportedPct: '50' })).toMatchObject({
      status: 422,
      body: { code: 'PROGRESS_SHARE_INVALID', details: { reportedPct: '20' } },
    });
    expect((await progress('south.liaison', id, {})).status).toBe(403);
    expect((await progress('north-town.liaison', id, { milestone: 1, share: '10' })).body).toMatchObject({
      code: 'PROGRESS_WRONG_UNIT',
    });
    const confirm = { milestone: 1, metOn: '2026-05-06', opinion: 'seen' };
    expect((await act('north.liaison', id, 'confirm-milestone', confirm)).status).toBe(403);
    expect((await act('water.liaison', id, 'confirm-milestone', confirm)).body.code).toBe('PROBLEM_WRONG_ACTOR');
    expect((await act('housing.liaison', id, 'confirm-milestone', { ...confirm, metOn: '2026-05-07' })).body.code).toBe(
      'PROBLEM_DATE_INVALID',
    );
    expect((await act('housing.liaison', id, 'confirm-milestone', confirm)).status).toBe(200);
    expect((await act('housing.liaison', id, 'confirm-milestone', confirm)).body.code).toBe(
      'PLAN_MILESTONE_MET_ALREADY',
    );
    expect((await get('north.liaison', `/problems/${id}`)).body).toMatchObject({
      reportedPct: '40',
      confirmedPct: '40',
      milestones: [
        { no: 1, confirmedPct: '100', confirmedMetOn: '2026-05-06' },
        { no: 2, reportedPct: '0', confirmedMetOn: null },
      ],
      today: { level: 'green', actualPct: '40' },
    });
    await eventually(() =>
      expect(service.published(ProgressReported).filter(({ record }) => record.id === id)).toMatchObject([
        { unitId: 'north', reportedPct: 20, dispatchId: null, files: [{ sha256: sha('b') }] },
      ]),
    );
  });

  it('marks a report that says the same as the one before it', async () => {
    const id = await bring('RECTIFYING');
    expect((await progress('north.liaison', id, { text: '正在采购设备。' })).body).toMatchObject({ noProgress: false });
    const sentAgain = await progress('north.liaison', id, { text: '正在采购设备。' });
    expect(sentAgain).toMatchObject({ status: 409, body: { code: 'PROGRESS_REPORTED_ALREADY' } });
    expect((await progress('north.liaison', id, { text: '正在采购 设备' })).body).toMatchObject({ noProgress: true });
    expect((await progress('north.liaison', id, { text: '设备到货' })).body).toMatchObject({ noProgress: false });
  });

  it('moves the deadline by a granted extension only, and keeps the first one readable', async () => {
    const id = await bring('RECTIFYING');
    const ask = { reason: 'rain', proposedDeadline: '2026-07-31' };
    expect((await act('north.liaison', id, 'request-extension', ask)).body.state).toBe('EXTENSION_REQUESTED');
    expect((await act('north.liaison', id, 'grant-extension', {})).status).toBe(403);
    const grant = { newDeadline: '2026-07-15', approvalDocNo: 'E1' };
    expect((await act('government.head', id, 'grant-extension', grant)).body.code).toBe('PROBLEM_WRONG_ACTOR');
    expect((await act('government.leader', id, 'grant-extension', grant)).body.state).toBe('RECTIFYING');
    expect((await get('north.liaison', `/problems/${id}`)).body).toMatchObject({
      deadline: '2026-07-15',
      originalDeadline: '2026-06-30',
      items: [{ dueAt: '2026-07-15' }],
    });
  });

  it('flags a photo used before, one from elsewhere and one from before the work', async () => {
    await bring('COMPLETED_REPORTED');
    const id = await bring('RECTIFYING', { position: [120.5, 30.5] });
    const evidence = [
      file('a'),
      file('c', { position: [120.6, 30.5] }),
      file('d', { position: [120.5, 30.5001], takenAt: '2026-04-01T10:00:00+08:00' }),
      file('e', { position: [120.5, 30.5001], takenAt: '2026-05-06T08:30:00+08:00' }),
      file('f', { kind: 'photo-before', takenAt: '2026-04-01T10:00:00+08:00' }),
    ];
    expect((await progress('north.liaison', id, { evidence })).status).toBe(201);
    const { body } = await get<{ items: { sha256: string; flags: string[] }[] }>(
      'north.liaison',
      `/evidence-files?problemId=${id}`,
    );
    const flags = Object.fromEntries(body.items.map((one) => [one.sha256[0], one.flags]));
    expect(flags).toEqual({ a: ['reused'], c: ['too-far'], d: ['outside-work-period'], e: [], f: [] });
  });
});

describe('closure', () => {
  it('is refused by itself where the file shows a ground', async () => {
    const id = await bring('RECTIFYING');
    const poor = { ...DONE, survey: { asked: 20, satisfied: 13 }, goals: [], mechanism: undefined };
    expect((await act('north.deputy', id, 'report-completion', poor)).body.state).toBe('COMPLETED_REPORTED');
    expect((await act('office.clerk', id, 'pass-file-check', { opinion: 'complete' })).status).toBe(200);
    expect((await act('bureau.deputy', id, 'accept', { ...CHECK, opinion: 'good' })).body).toMatchObject({
      code: 'PROBLEM_CLOSURE_GROUNDS',
      details: { codes: ['R02_GOAL_UNMET', 'R05_PUBLIC_DISSATISFIED', 'R07_NO_MECHANISM'] },
    });
  });

  it('is refused with known reasons, ordered again with a new deadline, and accepted then', async () => {
    const id = await bring('ON_SITE_CHECK');
    const refuse = { ...CHECK, refusalCodes: ['R99'], reason: 'dirty' };
    expect((await act('bureau.deputy', id, 'refuse', refuse)).body.code).toBe('PROBLEM_UNKNOWN_REFUSAL_CODE');
    expect((await act('bureau.deputy', id, 'refuse', { ...refuse, refusalCodes: ['R02_GOAL_UNMET'] })).body.state).toBe(
      'REFUSED',
    );
    await eventually(() =>
      expect(
        service
          .published(ProblemChanged)
          .filter((one) => one.problemId === id)
          .at(-1),
      ).toMatchObject({
        action: 'refuse',
        refusalCodes: ['R02_GOAL_UNMET'],
      }),
    );
    const order = {
      newDeadline: '2026-07-10',
      orderDocNo: 'O1',
      acceptanceUnitId: 'bureau',
      milestones: [{ no: 2, title: 'fill again', date: '2026-07-10', weight: 60 }],
    };
    expect((await act('office.clerk', id, 'order-again', { ...order, newDeadline: '2026-05-05' })).body.code).toBe(
      'PROBLEM_DEADLINE_INVALID',
    );
    expect((await act('office.clerk', id, 'order-again', order)).body.state).toBe('RECTIFYING');
    const { body } = await get<{ milestones: object[] }>('north.liaison', `/problems/${id}`);
    expect(body).toMatchObject({
      refusals: 1,
      deadline: '2026-07-10',
      completedOn: null,
      milestones: [
        { no: 1, reportedPct: '100', reportedMetOn: null },
        { no: 2, title: 'fill again', date: '2026-07-10', reportedPct: '0' },
      ],
    });
    expect((await act('north.deputy', id, 'report-completion', DONE)).status).toBe(200);
    expect((await act('office.clerk', id, 'pass-file-check', { opinion: 'complete' })).status).toBe(200);
    expect((await act('bureau.deputy', id, 'accept', { ...CHECK, opinion: 'good' })).body.state).toBe('ACCEPTED');
  });

  it('asks for missing papers and gets them', async () => {
    const id = await bring('COMPLETED_REPORTED');
    expect((await act('office.clerk', id, 'return-file', { missingPapers: ['photo'] })).body.state).toBe('SUPPLEMENT');
    expect((await act('north.deputy', id, 'report-completion', DONE)).body.state).toBe('COMPLETED_REPORTED');
  });

  it('may be taken off the ledger by the body that assigned it, never by the unit', async () => {
    const [into, id] = [await bring('RECTIFYING'), await bring('RECTIFYING')];
    expect((await act('north.liaison', id, 'withdraw', { reason: 'x', documentNo: 'W' })).status).toBe(403);
    expect((await act('office.clerk', id, 'merge', { reason: 'same', intoProblemId: id })).body.code).toBe(
      'PROBLEM_MERGE_INVALID',
    );
    expect((await act('office.clerk', id, 'merge', { reason: 'same', intoProblemId: into })).body.state).toBe('MERGED');
    expect((await act('office.clerk', into, 'withdraw', { reason: 'x', documentNo: 'W' })).body.state).toBe(
      'WITHDRAWN',
    );
    expect((await act('office.clerk', into, 'withdraw', { reason: 'x', documentNo: 'W' })).status).toBe(409);
  });

  it('goes back to the office when a unit says it has no competence', async () => {
    const id = await bring('ASSIGNED');
    const ask = { reason: 'not ours', legalGround: 'list 3' };
    expect((await act('north.liaison', id, 'request-return', ask)).body.state).toBe('RETURN_REQUESTED');
    const decide = { decision: 'south then', leadUnitId: 'south' };
    expect((await act('office.clerk', id, 'decide-return', decide)).body.state).toBe('ASSIGNED');
    expect((await act('south.liaison', id, 'sign', { signerPostId: 'south.liaison' })).body.state).toBe('SIGNED');
  });
});

describe('dating back', () => {
  it('takes a permission, a reason and an instant after the last act', async () => {
    const id = await register();
    const assign = (post: string, more: object) => act(post, id, 'assign', { ...ASSIGN, ...more });
    const at = '2026-05-06T08:59:59+08:00';
    expect((await assign('office.clerk', { at })).body.code).toBe('RECORD_BACKDATED_WITHOUT_REASON');
    const why = { backdatingReason: 'found in the tray' };
    expect((await assign('office.clerk', { at: '2026-05-06T09:00:01+08:00', ...why })).body.code).toBe(
      'RECORD_AHEAD_OF_TIME',
    );
    expect((await assign('office.clerk', { at, ...why })).body.code).toBe('RECORD_BEFORE_LAST_ACT');
    const early = await register({ at: '2026-05-03T10:00:00+08:00', ...why });
    expect(
      (await act('office.clerk', early, 'assign', { ...ASSIGN, at: '2026-05-04T10:00:00+08:00', ...why })).status,
    ).toBe(200);
    expect((await get('office.clerk', `/problems/${early}`)).body).toMatchObject({ assignedOn: '2026-05-04' });
    const sign = { signerPostId: 'north.liaison', at: '2026-05-05T10:00:00+08:00', ...why };
    expect((await act('north.liaison', early, 'sign', sign)).status).toBe(403);
  });
});

describe('inspection items', () => {
  it('stand on public notice for its working days, are confirmed from above, looked back at and may be reopened', async () => {
    const id = await bring('ACCEPTED', {
      source: 'PROVINCIAL_INSPECTION',
      items: [{ listId: 'inspection', itemNo: 'I-1', plannedClosureAt: '2026-07-30' }],
    });
    expect((await act('office.clerk', id, 'skip-notice', { opinion: 'x' })).body.code).toBe('PROBLEM_NOTICE_REQUIRED');
    const notice = { channel: 'site', noticeStart: '2026-05-06', noticeEnd: '2026-05-14', contact: 'office' };
    // Seven working days after Wednesday 6 May, Saturday the 9th being worked: 7, 8, 9, 11, 12, 13, 14.
    expect(
      (await act('office.clerk', id, 'publish-notice', { ...notice, noticeEnd: '2026-05-13' })).body,
    ).toMatchObject({
      code: 'PROBLEM_NOTICE_INVALID',
      details: { earliestEnd: '2026-05-14' },
    });
    expect((await act('office.clerk', id, 'publish-notice', notice)).body.state).toBe('PUBLIC_NOTICE');
    expect((await act('office.clerk', id, 'end-notice', { noticeRecord: 'none' })).body.code).toBe(
      'PROBLEM_NOTICE_RUNNING',
    );

    expect((await act('office.clerk', id, 'raise-objection', { objection: 'smells' })).body.state).toBe('OBJECTION');
    const again = { finding: 'unfounded', noticeStart: '2026-05-06', noticeEnd: '2026-05-15' };
    expect((await act('office.clerk', id, 'dismiss-objection', again)).status).toBe(403);
    expect((await act('housing.liaison', id, 'dismiss-objection', again)).body.state).toBe('PUBLIC_NOTICE');

    const next = async (): Promise<string[]> =>
      (await get<{ nextActions: { action: string }[] }>('office.clerk', `/problems/${id}`)).body.nextActions.map(
        ({ action }) => action,
      );
    expect(await next()).not.toContain('end-notice');
    await service.setClock('2026-05-15T15:59:59.999Z');
    expect((await act('office.clerk', id, 'end-notice', { noticeRecord: 'none' })).body.code).toBe(
      'PROBLEM_NOTICE_RUNNING',
    );
    await service.setClock('2026-05-15T16:00:00Z');
    await eventually(async () => expect(await next()).toContain('end-notice'));
    expect((await get('office.clerk', '/my-work')).body).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({
          id,
          dueOn: '2026-05-15',
          overdueDays: 1,
          actions: [expect.objectContaining({ action: 'end-notice' })],
        }),
      ]),
    });
    expect((await act('office.clerk', id, 'end-notice', { noticeRecord: 'none', objections: 1 })).body.state).toBe(
      'CLOSURE_APPROVAL',
    );

    const close = { opinion: 'agreed', approverPostId: 'government.head' };
    expect((await act('government.head', id, 'close', close)).body.code).toBe('PROBLEM_UPPER_CONFIRMATION_MISSING');
    const send = { sentOn: '2026-05-16', upperUnitId: 'upper', documentNo: 'U1' };
    expect((await act('office.clerk', id, 'send-to-upper', { ...send, upperUnitId: 'north' })).body.code).toBe(
      'PROBLEM_UPPER_INVALID',
    );
    expect((await act('office.clerk', id, 'send-to-upper', send)).body.state).toBe('UPPER_REVIEW');
    await service.setClock('2026-05-20T02:00:00Z');
    expect((await get('office.clerk', `/problems/${id}`)).body).toMatchObject({
      waitingUpperSince: '2026-05-16',
      today: { waitingFor: 'upper', closureWaitingDays: 4 },
    });
    const reply = { repliedOn: '2026-05-20', replyDocNo: 'P1' };
    expect((await act('north.deputy', id, 'confirm-by-upper', reply)).status).toBe(403);
    expect((await act('upper.reviewer', id, 'confirm-by-upper', reply)).body.state).toBe('CLOSED');
    // Whoever lifts a measure over it reads these facts and guesses none: the end is that of the notice that stood last.
    const told = (action: string) =>
      service.published(ProblemChanged).findLast((one) => one.problemId === id && one.action === action)?.closure;
    await eventually(() =>
      expect(told('confirm-by-upper')).toEqual({
        appliedOn: '2026-05-06',
        checkedOn: CHECK.checkedOn,
        inspectorPersonIds: CHECK.inspectorPersonIds,
        opinion: expect.any(String),
        noticeStart: '2026-05-06',
        noticeEnd: '2026-05-15',
        objections: 1,
        upperReplyNo: 'P1',
        upperRepliedOn: '2026-05-20',
        lookBackDueOn: '2026-08-20',
      }),
    );
    expect(told('accept')).toMatchObject({ noticeStart: null, noticeEnd: null, objections: null, upperReplyNo: null });
    expect(told('assign')).toBeUndefined();
    expect((await get('upper.reviewer', `/problems/${id}`)).body).toMatchObject({
      closedOn: '2026-05-20',
      stepDueOn: '2026-08-20',
      waits: [{ unitId: 'upper', from: '2026-05-16', to: '2026-05-20' }],
    });

    expect((await act('housing.liaison', id, 'begin-look-back', { occasion: 'first' })).body.state).toBe('LOOK_BACK');
    const seen = { checkedOn: '2026-05-20', record: 'B1' };
    expect((await act('housing.liaison', id, 'consolidate', seen)).body.code).toBe('PROBLEM_OFF_ROUTE');
    expect((await act('housing.liaison', id, 'keep-closed', seen)).body.state).toBe('CLOSED');
    expect((await act('housing.liaison', id, 'begin-look-back', { occasion: 'second' })).body.state).toBe('LOOK_BACK');
    expect((await act('office.clerk', id, 'reopen', { ...seen, reason: 'it flows again' })).body.state).toBe(
      'REOPENED',
    );
    const restart = { newDeadline: '2026-07-31', orderDocNo: 'O2' };
    expect((await act('office.clerk', id, 'restart', restart)).body.state).toBe('RECTIFYING');
    await eventually(() => expect(service.published(ProblemChanged).at(-1)).toMatchObject({ action: 'restart' }));
    expect(told('restart')).toBeUndefined();
    expect((await get('office.clerk', `/problems/${id}`)).body).toMatchObject({
      round: 2,
      completedOn: null,
      closedOn: null,
      deadline: '2026-07-31',
      reportedPct: '0',
      milestones: [{ no: 1, date: '2026-07-31', weight: '100' }],
      items: [{ completedAt: null, closedAt: null, dueAt: '2026-07-31' }],
    });
  });
});
