import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  DispatchIssued,
  WarningEnded,
  WarningRaised,
  type WarningData,
} from '#libs/contracts/accountability.events.js';
import { ItemLagDetails, ListRateDetails } from '#libs/contracts/item-lag.js';
import { LedgerIndicator, LedgerSealed, TaskChanged } from '#libs/contracts/ledger.events.js';
import { addDays, shanghaiInstant } from '#libs/domain/calendar/shanghai.js';
import { deterministicId } from '#libs/messaging/outbox.js';
import type { Pack } from '#libs/policy/pack.js';
import { loadPack } from '#libs/policy/read-pack.js';
import { caughtUp, startTestService, type TestService } from '#libs/testing/test-service.js';
import { eventually } from '#libs/testing/eventually.js';
import { LedgerConfig } from '../src/config.js';
import { ledger } from '../src/service.js';
import {
  areas,
  expected,
  type ExpectedWarning,
  fieldsOf,
  listsToCreate,
  loadSampleCity,
  problemsToRegister,
  script,
  type ScriptedAction,
  signedIn,
} from './sample-ledger.js';

/**
 * The ledger's part of the sample season, through its own doors: what the scripted people do over HTTP, what other services
 * would send over Kafka. What must come of it was computed by an independent script over the same script.
 */
const LEDGER_ACTIONS = new Set([
  'assign',
  'sign',
  'submit-plan',
  'approve-plan',
  'confirm-milestone',
  'report-completion',
  'pass-file-check',
  'accept',
  'refuse',
  'order-again',
  'publish-notice',
  'skip-notice',
  'end-notice',
  'send-to-upper',
  'confirm-by-upper',
  'close',
  'begin-look-back',
  'reopen',
  'restart',
  'report-progress',
  'reply-dispatch',
  'sign-task',
  'report-task',
  'confirm-task',
]);
const OUTLET = 'problem:outlet/OUT01/2026-06-16';
const AT_ONCE = 6;

let service: TestService;
let pack: Pack;
const ids = new Map<string, string>();

const call = <T>(account: string, method: string, path: string, body?: unknown) =>
  service.call<T>(signedIn(pack, account), method, path, body);

const warning = (cause: string, more: Partial<WarningData>): WarningData => ({
  warningId: deterministicId('warning', cause),
  version: 1,
  ruleId: 'air-process',
  ruleVersion: 1,
  ruleClass: 'air-process',
  causeKey: cause,
  severity: 'yellow',
  subject: { kind: 'area', id: '990100' },
  areaId: '990100',
  unitIds: [],
  title: cause,
  period: { kind: 'day', label: '', start: '2026-05-01T00:00:00Z', end: '2026-05-02T00:00:00Z' },
  count: 1,
  dataState: 'realtime',
  startedAt: '2026-05-01T00:00:00Z',
  endedAt: null,
  takenInBy: null,
  opens: 'tracing-task',
  details: {},
  basis: { references: [], query: null },
  ...more,
});

/** The warning of an air process as the rules would raise it on the morning after its first day. */
const processWarning = (process: ExpectedWarning): { data: WarningData; at: Date; target: string } => {
  const [where = '', day = ''] = process.cause.split(' ');
  const named = areas.filter(({ name }) => (process.areas ?? [where]).includes(name.slice(0, 1)));
  const isRegional = where === 'regional';
  const areaId = isRegional ? '990100' : named[0]!.id;
  const cause = isRegional ? `air-process|regional|${day}` : `air-process|area|${areaId}|${day}`;
  return {
    data: warning(cause, {
      subject: { kind: 'area', id: areaId },
      areaId,
      unitIds: named.map(({ unit }) => unit),
      period: {
        kind: 'day',
        label: day,
        start: shanghaiInstant(day).toISOString(),
        end: shanghaiInstant(day, 24).toISOString(),
      },
      startedAt: shanghaiInstant(day).toISOString(),
    }),
    at: shanghaiInstant(addDays(day, 1), 9),
    target: isRegional ? `task:tracing/air-process/${day}` : `task:tracing/air-process/${areaId}/${day}`,
  };
};
const processes = expected.warnings
  .filter(({ ruleClass }) => ruleClass === 'air-process')
  .map((one) => ({
    expected: one,
    ...processWarning(one),
  }));

const dispatchIdOf = (day: string): string => deterministicId('dispatch', day);

const perform = async (action: ScriptedAction): Promise<void> => {
  const where = `${action.at} ${action.actor} ${action.action} ${action.target}`;
  const send = async (path: string, body: object): Promise<void> => {
    const { status, body: answer } = await call<object>(action.actor, 'POST', path, body);
    if (status !== 200 && status !== 201) throw new Error(`${where}: ${status} ${JSON.stringify(answer)}`);
  };
  const body = fieldsOf(action);
  if (action.action.endsWith('-task')) {
    await send(`/tasks/${ids.get(action.target)}/${action.action.slice(0, -5)}`, body);
  } else if (action.action === 'reply-dispatch') {
    const [day = '', record = ''] = action.target.slice('dispatch:'.length).split('/');
    await send('/progress-reports', { ...body, problemId: ids.get(record), dispatchId: dispatchIdOf(day) });
  } else if (action.action === 'report-progress') {
    await send('/progress-reports', { ...body, problemId: ids.get(action.target) });
  } else {
    await send(`/problems/${ids.get(action.target)}/${action.action}`, body);
  }
};

/** What happens between two moments: each record's acts in their order, several records side by side. */
const performAll = async (actions: readonly ScriptedAction[]): Promise<void> => {
  const byRecord = new Map<string, ScriptedAction[]>();
  for (const action of actions) {
    const key = action.target.startsWith('dispatch:') ? action.target.split('/')[1]! : action.target;
    byRecord.set(key, [...(byRecord.get(key) ?? []), action]);
  }
  const queues = [...byRecord.values()];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let queue = queues.shift(); queue; queue = queues.shift()) for (const action of queue) await perform(action);
    }),
  );
};

const sealed = (seal: string, cutoff: Date) =>
  eventually(
    () => service.published(LedgerSealed).some((one) => one.seal === seal && one.cutoff === cutoff.toISOString()),
    { what: `seal ${seal} of ${cutoff.toISOString()}`, deadlineMs: 60_000 },
  );

beforeAll(async () => {
  pack = await loadPack('packs/default-district');
  service = await startTestService({ definition: ledger, config: LedgerConfig, at: '2026-04-30T04:00:00Z' });
  await loadSampleCity(service);
  for (const list of listsToCreate())
    expect(await call('eco-office.clerk', 'POST', '/lists', list)).toMatchObject({ status: 201 });
  for (const { id, body } of problemsToRegister()) {
    const answer = await call<{ problemId: string }>('eco-office.clerk', 'POST', '/problems', body);
    expect({ id, ...answer }).toMatchObject({ status: 201 });
    ids.set(id, answer.body.problemId);
  }
  await playSeason();
}, 900_000);
afterAll(() => service?.stop());

const playSeason = async (): Promise<void> => {
  const actions = script.actions.filter(({ action }) => LEDGER_ACTIONS.has(action));
  const sheetOf = new Map(expected.ledger.sheets.map((sheet) => [sheet.cutoff, sheet]));
  for (let day = '2026-04-30'; day <= '2026-08-07'; day = addDays(day, 1)) {
    if (day > '2026-04-30') {
      await service.setClock(shanghaiInstant(day, 1).toISOString());
      await sealed('daily', shanghaiInstant(day));
    }
    await service.setClock(shanghaiInstant(day, day === '2026-04-30' ? 13 : 9).toISOString());
    const morning = processes.filter(({ at }) => at.getTime() === shanghaiInstant(day, 9).getTime());
    for (const { data, at } of morning)
      await service.send(WarningRaised, [{ key: data.warningId, data, occurredAt: at.toISOString() }]);
    for (const { data, expected: one } of processes) {
      const wider = processes.find(({ expected: other }) => other.cause === one.takenInBy);
      if (wider && morning.includes(wider))
        await service.send(WarningEnded, [
          {
            key: data.warningId,
            data: { ...data, version: 2, endedAt: wider.data.startedAt, takenInBy: wider.data.warningId },
            occurredAt: shanghaiInstant(day, 9).toISOString(),
          },
        ]);
    }
    if (morning.length > 0) {
      await caughtUp(service, 'ledger', [WarningRaised.topic]);
      for (const { data, target } of morning) {
        const { body } = await call<{ items: { id: string }[] }>(
          'eco-office.clerk',
          'GET',
          `/tasks?warningId=${data.warningId}`,
        );
        expect(body.items).toHaveLength(1);
        ids.set(target, body.items[0]!.id);
      }
    }
    const cutoff = shanghaiInstant(day, 17);
    const ofDay = actions.filter(({ at }) => at.startsWith(day));
    const isThursday = sheetOf.has(`${day}T17:00:00+08:00`);
    await performAll(ofDay.filter(({ at, target }) => new Date(at) <= cutoff && target !== OUTLET));
    if (day === '2026-06-16') await openOutlet();
    await performAll(ofDay.filter(({ at, target }) => new Date(at) <= cutoff && target === OUTLET));
    if (isThursday) {
      // What is done after the cut-off and before the sheet is drawn up does not count for it.
      await service.setClock(shanghaiInstant(day, 17, 6).toISOString());
      await performAll(ofDay.filter(({ at }) => new Date(at) > cutoff && new Date(at) < shanghaiInstant(day, 17, 10)));
      await service.setClock(shanghaiInstant(day, 17, 15).toISOString());
      await sealed('weekly', cutoff);
      const { rows } = sheetOf.get(`${day}T17:00:00+08:00`)!;
      await service.send(DispatchIssued, [
        {
          key: dispatchIdOf(day),
          data: {
            dispatchId: dispatchIdOf(day),
            issueNo: expected.ledger.sheets.findIndex((sheet) => sheet.cutoff.startsWith(day)) + 1,
            cutoff: cutoff.toISOString(),
            meetingOn: addDays(day, 1),
            missingSources: [],
            rows: rows.map((row) => ({
              rowId: deterministicId('row', day, row.record),
              record: { kind: 'problem' as const, id: ids.get(row.record)! },
              unitId: 'area-d',
              level: row.level,
              timesRunning: 1,
              replyDueAt: addDays(day, 5),
            })),
            sheetSha256: null,
          },
        },
      ]);
      await caughtUp(service, 'ledger', [DispatchIssued.topic]);
    }
    await service.setClock(shanghaiInstant(day, 19).toISOString());
    await performAll(
      ofDay.filter(
        ({ at }) => new Date(at) >= (isThursday ? shanghaiInstant(day, 17, 10) : new Date(cutoff.getTime() + 1)),
      ),
    );
  }
  await service.setClock(shanghaiInstant('2026-08-08', 1).toISOString());
  await sealed('daily', shanghaiInstant('2026-08-08'));
};

const openOutlet = async (): Promise<void> => {
  const at = shanghaiInstant('2026-06-16', 12).toISOString();
  await service.setClock(at);
  const data = warning('outlet-exceedance|outlet:OUT01|2026-06-16T02:00:00Z', {
    ruleId: 'outlet-exceedance',
    ruleClass: 'outlet-exceedance',
    subject: { kind: 'outlet', id: 'OUT01' },
    areaId: '990102001',
    unitIds: ['area-b'],
    opens: 'problem',
    count: 3,
    startedAt: shanghaiInstant('2026-06-16', 10).toISOString(),
    basis: { references: [{ service: 'monitoring', kind: 'exceedance', id: 'e1' }], query: null },
  });
  await service.send(WarningRaised, [{ key: data.warningId, data, occurredAt: at }]);
  await caughtUp(service, 'ledger', [WarningRaised.topic]);
  const { body } = await call<{ items: { id: string }[] }>(
    'eco-office.clerk',
    'GET',
    '/problems?subjectKind=outlet&subjectId=OUT01',
  );
  expect(body.items).toHaveLength(1);
  ids.set(OUTLET, body.items[0]!.id);
  await service.setClock(shanghaiInstant('2026-06-16', 16).toISOString());
};

const lagAt = (cutoff: string): Map<string, { value: string | null; details: ItemLagDetails & { level: string } }> => {
  const end = new Date(cutoff).toISOString();
  return new Map(
    service
      .published(LedgerIndicator)
      .filter((one) => one.definition === 'ledger.item.lag' && one.period.end === end)
      .map((one) => [
        (one.details as { problemNo: string }).problemNo,
        { value: one.value, details: { ...ItemLagDetails.parse(one.details), level: String(one.details['level']) } },
      ]),
  );
};
const hundredths = (text: string): string => Number(text).toFixed(2);

describe('at every weekly cut-off', () => {
  it.each(expected.ledger.sheets.map((sheet) => [sheet.cutoff, sheet] as const))(
    '%s: lags are as computed elsewhere',
    (cutoff, sheet) => {
      const lags = lagAt(cutoff);
      for (const row of sheet.rows) {
        const { value, details } = lags.get(row.record)!;
        expect({
          record: row.record,
          level: details.level,
          measured: details.measured,
          overdueDays: Number(value),
          planned: hundredths(details.plannedPct),
          actual: hundredths(details.actualPct),
          lagPoints: hundredths(details.lagPoints),
        }).toEqual({
          record: row.record,
          level: row.level,
          measured: row.measured,
          overdueDays: row.overdueDays,
          planned: row.planned,
          actual: row.actual,
          lagPoints: row.lagPoints,
        });
      }
      const onSheet = new Set(sheet.rows.map(({ record }) => record));
      const others = [...lags].filter(([no, { details }]) => !onSheet.has(no) && details.level !== 'green');
      expect(others.map(([no]) => no)).toEqual([]);
    },
  );

  it('publishes an item up to the first cut-off after its closure', () => {
    const of = (cutoff: string, no: string) => lagAt(cutoff).get(no)?.details.isClosed;
    expect([of('2026-07-30T17:00:00+08:00', 'T-07'), of('2026-08-06T17:00:00+08:00', 'T-07')]).toEqual([false, true]);
    expect([of('2026-06-04T17:00:00+08:00', 'T-21'), of('2026-06-11T17:00:00+08:00', 'T-21')]).toEqual([
      true,
      undefined,
    ]);
  });

  it('carries what a sheet prints of the row: promise, progress with evidence, no progress, next milestone', () => {
    const { details } = lagAt('2026-05-28T17:00:00+08:00').get('T-07')!;
    expect(details).toMatchObject({
      items: [{ itemNo: '督察反馈-07', listId: 'inspection-feedback-2026', plannedClosureAt: '2026-07-15' }],
      deadline: '2026-06-30',
      reportedPct: '4',
      confirmedPct: '0',
      nextMilestone: { date: '2026-05-06' },
      overdueMilestones: [{ date: '2026-05-06', days: 22 }],
      reports: [
        {
          noProgress: true,
          promise: '重新完成采购并进场施工',
          obstacle: '截流设备采购流标',
          coordinateWithUnitId: 'finance',
        },
        { noProgress: false, reportedAt: '2026-05-18T01:00:00.000Z' },
      ],
    });
  });
});

interface RatesBody {
  distinct: Rates;
  lists: Record<string, Rates>;
  changedSince: { records: object[] } | null;
}
interface Rates {
  counts: Record<string, number>;
  completionRate: { text: string | null };
  dueCompletionRate: { text: string | null };
  closureRate: { text: string | null };
}
const shown = ({ counts, completionRate, dueCompletionRate, closureRate }: Rates) => ({
  base: counts['base'],
  due: counts['due'],
  completed: counts['completed'],
  dueCompleted: counts['dueCompleted'],
  closed: counts['closed'],
  completionRate: completionRate.text,
  dueCompletionRate: dueCompletionRate.text,
  closureRate: closureRate.text,
});
const wanted = ({ at: _at, reopened: _reopened, ...counts }: (typeof expected.ledger.monthEnds)[number]) => {
  const { lists, ...same } = counts;
  return { same, lists };
};

describe('rates', () => {
  const moments = [...expected.ledger.monthEnds, ...expected.ledger.cutoffs];
  it.each(moments.map((moment) => [moment.at, moment] as const))(
    'at %s, asked for after the season',
    async (at, moment) => {
      const cutoff = at.includes('24:00') ? at.slice(0, 10) : encodeURIComponent(at);
      const { body } = await call<RatesBody>('eco-office.clerk', 'GET', `/rates?cutoff=${cutoff}`);
      const { same, lists } = wanted(moment);
      expect(shown(body.distinct)).toEqual(same);
      for (const [id, counts] of Object.entries(lists)) {
        const { at: _at, reopened: _reopened, ...listed } = counts;
        expect(shown(body.lists[id]!)).toEqual(listed);
      }
      expect(body.changedSince).toBeNull();
    },
  );

  it('are sealed at the end of June and July with the figures of the sample season, and stay so', async () => {
    const at = (day: string, definition: string) =>
      service
        .published(LedgerIndicator)
        .filter((one) => one.definition === definition && one.subject.id === 'all' && one.period.label === day);
    const june = at('2026-06-30', 'ledger.list.completion-rate');
    expect(june).toMatchObject([{ value: '37.5', numerator: '15', denominator: '40', revision: 1 }]);
    expect(ListRateDetails.parse(june[0]!.details)).toMatchObject({
      base: 40,
      due: 18,
      completed: 15,
      closed: 9,
      reopened: 0,
    });
    expect(at('2026-06-30', 'ledger.list.due-completion-rate')).toMatchObject([{ value: '77.8' }]);
    expect(at('2026-06-30', 'ledger.list.closure-rate')).toMatchObject([{ value: '22.5' }]);
    const july = at('2026-07-31', 'ledger.list.completion-rate');
    expect(july).toMatchObject([{ value: '65.0' }]);
    expect(ListRateDetails.parse(july[0]!.details)).toMatchObject({
      due: 30,
      completed: 26,
      dueCompleted: 25,
      closed: 19,
      reopened: 1,
    });
    // The records behind the counts, as the independent script has them.
    for (const [label, [told]] of [['2026-06-30', june] as const, ['2026-07-31', july] as const]) {
      const { dueOpenRecords, reopenedRecords } = ListRateDetails.parse(told!.details);
      const named = expected.ledger.namedAtMonthEnds.find(({ day }) => day === label)!;
      expect(dueOpenRecords.map(({ problemNo }) => problemNo)).toEqual(named.dueOpen);
      expect(reopenedRecords.map(({ problemNo: id, reopenedOn: on }) => ({ id, on }))).toEqual(named.reopened);
    }
    expect(at('2026-07-31', 'ledger.list.due-completion-rate')).toMatchObject([{ value: '83.3' }]);
    expect(at('2026-07-31', 'ledger.list.closure-rate')).toMatchObject([{ value: '47.5' }]);
    // Known then and known now are the same: nothing was dated back.
    const then = '/rates?cutoff=2026-06-30&knownAt=2026-07-01T00:00:00%2B08:00';
    const { body } = await call<RatesBody>('eco-office.clerk', 'GET', then);
    expect(shown(body.distinct)).toMatchObject({
      completionRate: '37.5',
      dueCompletionRate: '77.8',
      closureRate: '22.5',
    });
    expect(body.changedSince?.records).toEqual([]);
  });
});

describe('at the end of the season', () => {
  it('every record stands as computed elsewhere', async () => {
    const { body } = await call<{ items: Record<string, unknown>[] }>('eco-office.clerk', 'GET', '/problems?limit=200');
    const found = body.items
      .filter(({ problemNo }) => String(problemNo).startsWith('T-'))
      .map(({ problemNo, deadline, completedOn, closedOn, refusals, round }) => ({
        id: problemNo,
        dueAt: deadline,
        completedOn,
        closedOn,
        refused: refusals,
        reopened: Number(round) - 1,
      }));
    expect(found).toEqual(expected.ledger.records);
  });

  it('the problem of the outlet was opened at 12:00, shows its warning, and was closed on 8 July', async () => {
    const { body } = await call<Record<string, unknown>>('eco-office.clerk', 'GET', `/problems/${ids.get(OUTLET)}`);
    expect(body).toMatchObject({
      state: 'CLOSED',
      closedOn: '2026-07-08',
      source: 'ONLINE_MONITOR',
      leadUnitId: 'area-b',
      supervisingUnitId: 'eco-bureau',
      warning: { ruleClass: 'outlet-exceedance' },
      basis: {
        references: [
          { service: 'accountability', kind: 'warning' },
          { service: 'monitoring', kind: 'exceedance' },
        ],
      },
    });
    const timeline = body['timeline'] as { action: string; at: string }[];
    expect(timeline.at(-1)).toMatchObject({ action: 'register', at: '2026-06-16T04:00:00.000Z' });
  });

  it('waiting for the body above is shown apart', async () => {
    const { body } = await call<Record<string, unknown>>('eco-office.clerk', 'GET', `/problems/${ids.get('T-07')}`);
    expect(body).toMatchObject({
      state: 'CLOSED',
      closedOn: '2026-08-05',
      completedOn: '2026-07-22',
      waits: [{ unitId: 'upper-lead', from: '2026-08-04', to: '2026-08-05' }],
    });
  });

  it('every process of the air had one tracing task: confirmed, or called off where a wider process took it in', async () => {
    const { body } = await call<{ items: { state: string; causeKey: string; leadUnitId: string }[]; counts: object }>(
      'eco-office.clerk',
      'GET',
      '/tasks?kind=tracing&limit=200',
    );
    expect(body.counts).toEqual({ total: processes.length, byState: { confirmed: 18, cancelled: 7 } });
    const of = (causeKey: string) => body.items.find((task) => task.causeKey === causeKey);
    expect(of('air-process|regional|2026-05-11')).toMatchObject({ leadUnitId: 'eco-bureau' });
    expect(of('air-process|area|990101|2026-05-06')).toMatchObject({ leadUnitId: 'area-a', state: 'confirmed' });
    expect(of('air-process|area|990101|2026-06-01')).toMatchObject({ state: 'cancelled' });
    const told = service.published(TaskChanged);
    expect(new Set(told.map(({ taskId }) => taskId)).size).toBe(processes.length);
  });
});
