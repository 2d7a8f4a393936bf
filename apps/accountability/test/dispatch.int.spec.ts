import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DispatchIssued } from '#libs/contracts/accountability.events.js';
import type { DataOf } from '#libs/contracts/event.js';
import { FundingSealed } from '#libs/contracts/funding.events.js';
import type { ItemLagDetails } from '#libs/contracts/item-lag.js';
import { LedgerIndicator, LedgerSealed, ProblemChanged, ProgressReported } from '#libs/contracts/ledger.events.js';
import { MonitoringSealed } from '#libs/contracts/monitoring.events.js';
import { deterministicId } from '#libs/messaging/outbox.js';
import { select } from '#libs/persistence/select.js';
import {
  type AccountabilityService,
  number,
  sendCity,
  shanghai,
  startAccountability,
} from './accountability-service.js';

jest.setTimeout(180_000);
let service: AccountabilityService;

beforeAll(async () => {
  service = await startAccountability(shanghai('2026-04-30 13:00'));
  await sendCity(service);
}, 120_000);
afterAll(() => service?.stop());

const idOf = (no: string): string => deterministicId('spec-problem', no);
type Report = ItemLagDetails['reports'][number];
const report = (no: string, at: string, text: string, more: Partial<Report> = {}): Report => ({
  progressId: deterministicId('spec-progress', no, at),
  reportedAt: shanghai(at),
  text,
  obstacle: null,
  coordinateWithUnitId: null,
  promise: null,
  evidence: [],
  noProgress: false,
  ...more,
});

const lag = (no: string, cutoffDay: string, more: Partial<ItemLagDetails> & { days?: number } = {}) => {
  const { days = 0, ...details } = more;
  const cutoff = shanghai(`${cutoffDay} 17:00`);
  const item: ItemLagDetails = {
    problemNo: no,
    title: `${no}号溢流口整治`,
    items: [
      {
        listId: 'inspection-feedback-2026',
        listName: '督察反馈',
        itemNo: `督察反馈-${no.slice(2)}`,
        dueAt: '2026-06-30',
        plannedClosureAt: '2026-07-15',
        completedAt: null,
        closedAt: null,
      },
    ],
    areaId: '990104',
    leadUnitId: 'area-d',
    supportingUnitIds: ['water'],
    territorialUnitId: null,
    supervisingUnitId: 'eco-bureau',
    leaderPostId: 'city-government.leader-in-charge',
    responsiblePostId: 'area-d.deputy',
    deadline: '2026-06-30',
    plannedClosureAt: '2026-07-15',
    plannedPct: '11.09',
    actualPct: '0',
    reportedPct: '0',
    confirmedPct: '0',
    lagPoints: '11.09',
    measured: 'green',
    overdueMilestones: days > 0 ? [{ title: '方案编制', date: '2026-05-06', days }] : [],
    deadlineOverdueDays: 0,
    nextMilestone: { title: '临时截流', date: '2026-05-29' },
    completedOn: null,
    closedOn: null,
    isClosed: false,
    upperWaitingDays: 0,
    reports: [],
    ...details,
  };
  return number(
    'ledger.item.lag',
    { kind: 'problem', id: idOf(no) },
    { kind: 'cutoff', label: cutoff, start: shanghai('2026-04-30 17:00'), end: cutoff },
    String(days),
    { unit: '天', details: item as never, dataState: 'reviewed', edition: '' },
  );
};

const SEALS = { ledger: LedgerSealed, funding: FundingSealed, monitoring: MonitoringSealed } as const;
const seal = async (day: string, ...sources: (keyof typeof SEALS)[]): Promise<void> => {
  for (const source of sources) {
    const cutoff = shanghai(`${day} 17:00`);
    await service.send(SEALS[source], [
      { key: source, data: { service: source, seal: 'weekly', cutoff }, occurredAt: cutoff },
    ]);
  }
};

/** One Thursday: the slot, the ledger's numbers, all seals. */
const thursday = async (day: string, lags: readonly ReturnType<typeof lag>[]): Promise<void> => {
  await service.setClock(shanghai(`${day} 17:00`));
  await service.settle();
  await service.send(LedgerIndicator, lags);
  await seal(day, 'ledger', 'funding', 'monitoring');
  await service.settle();
};

interface DispatchSeen {
  dispatchId: string;
  issueNo: number;
  cutoff: string;
  state: string;
  late: boolean;
  meetingAt: string;
  replyDueOn: string;
  missingSources: string[];
  onSheet: number;
  added: number;
  removed: number;
  threeTimesRunning: number;
  answered: number;
  unanswered: number;
  sheetSha256: string | null;
  rows: {
    problemNo: string;
    level: string;
    measured: string;
    timesRunning: number;
    change: string;
    promised: string | null;
    newThisWeek: { text: string; noProgress: boolean } | null;
    reply: { text: string } | null;
    isOverdue: boolean;
    carriedOver: boolean;
    leadUnit: { name: string };
  }[];
  removedRows: { problemNo: string }[];
}
const office = { permissions: ['dispatch.read', 'dispatch.issue'], unitId: 'city', postId: 'eco-office.director' };
const dispatchOf = async (
  day: string,
  who: { permissions: string[]; unitId: string } = office,
): Promise<DispatchSeen> => {
  const list = await service.call<{ items: DispatchSeen[] }>(who, 'GET', '/dispatches?limit=200');
  const found = list.body.items.find(({ cutoff }) => cutoff === shanghai(`${day} 17:00`))!;
  return (await service.call<DispatchSeen>(who, 'GET', `/dispatches/${found.dispatchId}`)).body;
};
const sheetOf = async (day: string): Promise<string[]> => {
  const { sheetSha256 } = await dispatchOf(day);
  const bytes = await service.running.parts.files.read(sheetSha256!);
  const { unzipSync } = await import('fflate');
  const parts = unzipSync(new Uint8Array(bytes));
  const text = new TextDecoder().decode(parts['xl/sharedStrings.xml'] ?? new Uint8Array());
  return [...text.matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map((match) => match[1]!);
};

describe('weekly dispatch', () => {
  it('dates the first, empty sheet, and moves its meeting off the holiday', async () => {
    await thursday('2026-04-30', [lag('T-07', '2026-04-30'), lag('T-08', '2026-04-30')]);
    const first = await dispatchOf('2026-04-30');
    expect(first).toMatchObject({
      issueNo: 1,
      state: 'drawn',
      late: false,
      onSheet: 0,
      rows: [],
      missingSources: [],
      meetingAt: shanghai('2026-05-06 09:00'),
      // Three working days after the cut-off, the holiday passed over.
      replyDueOn: '2026-05-08',
    });
    const text = (await sheetOf('2026-04-30')).join('\n');
    expect(text).toContain('第1期');
    expect(text).toContain('本期为空表');
    expect(service.published(DispatchIssued)).toMatchObject([{ issueNo: 1, rows: [], meetingOn: '2026-05-06' }]);
  });

  it('puts a lagging item on the sheet with a warning and a ladder of its own', async () => {
    await thursday('2026-05-07', [
      lag('T-07', '2026-05-07', { measured: 'yellow', days: 1 }),
      lag('T-08', '2026-05-07'),
    ]);
    const second = await dispatchOf('2026-05-07');
    expect(second).toMatchObject({ issueNo: 2, onSheet: 1, added: 1, replyDueOn: '2026-05-11', unanswered: 1 });
    expect(second.rows).toMatchObject([
      {
        problemNo: 'T-07',
        level: 'yellow',
        measured: 'yellow',
        timesRunning: 1,
        change: 'enter',
        leadUnit: { name: 'area-d' },
      },
    ]);
    expect(await service.warnings('item-lag')).toMatchObject([
      {
        causeKey: `item-lag|inspection-feedback-2026|problem:${idOf('T-07')}|2026-05-07`,
        severity: 'yellow',
        started: shanghai('2026-05-07 17:00'),
        unitIds: ['area-d', 'water'],
        title: '督察反馈-07 T-07号溢流口整治：任务进度滞后',
      },
    ]);
    const [event] = service.published(DispatchIssued).filter(({ issueNo }) => issueNo === 2);
    expect(event!.rows).toMatchObject([
      { record: { kind: 'problem', id: idOf('T-07') }, unitId: 'area-d', replyDueAt: '2026-05-11' },
    ]);
    expect(event!.sheetSha256).toBe(second.sheetSha256);
  });

  it('is issued by the office director once, signed on the sheet', async () => {
    const { dispatchId, sheetSha256 } = await dispatchOf('2026-05-07');
    await service.setClock(shanghai('2026-05-07 17:20'));
    const clerk = await service.call({ permissions: ['dispatch.read'] }, 'POST', `/dispatches/${dispatchId}/issue`, {
      opinion: '同意',
    });
    expect(clerk.status).toBe(403);
    expect((await service.call(office, 'POST', `/dispatches/${dispatchId}/issue`, {})).status).toBe(400);
    const issued = await service.call<DispatchSeen>(office, 'POST', `/dispatches/${dispatchId}/issue`, {
      opinion: '按表调度',
    });
    expect(issued.status).toBe(200);
    expect(issued.body).toMatchObject({ state: 'issued' });
    const again = await service.call<{ code: string }>(office, 'POST', `/dispatches/${dispatchId}/issue`, {
      opinion: '再发',
    });
    expect([again.status, again.body.code]).toEqual([409, 'DISPATCH_ISSUED_ALREADY']);
    await service.settle();
    expect((await dispatchOf('2026-05-07')).sheetSha256).not.toBe(sheetSha256);
    const text = (await sheetOf('2026-05-07')).join('\n');
    expect(text).toContain('签发人：市生环委办主任');
    expect(text).toContain('按表调度');
    expect(service.published(DispatchIssued).filter(({ issueNo }) => issueNo === 2)).toHaveLength(1);
    const audited = await select<{ action: string; reason: string | null }>(
      service.db.manager,
      `select a.action, a.reason from audit a where a.subject_id = $1`,
      [dispatchId],
    );
    expect(audited).toEqual([{ action: 'dispatch.issue', reason: null }]);
    const file = await service.call<string>(office, 'GET', `/dispatches/${dispatchId}/sheet`).catch(() => null);
    expect(file === null || file.status === 200).toBe(true);
  });

  it('marks rows nobody answered in time, until a report made in time arrives and is tied to its row', async () => {
    const { dispatchId } = await dispatchOf('2026-05-07');
    await service.setClock(shanghai('2026-05-12 00:30'));
    await service.settle();
    expect((await dispatchOf('2026-05-07')).rows[0]).toMatchObject({ reply: null, isOverdue: true });
    const progress: DataOf<typeof ProgressReported> = {
      progressId: report('T-07', '2026-05-11 16:00', '').progressId,
      record: { kind: 'problem', id: idOf('T-07') },
      unitId: 'area-d',
      dispatchId,
      text: '临时截流方案已编制，正在办理占道施工手续',
      obstacle: '占道施工许可未办结',
      coordinateWithUnitId: 'water',
      promise: '完成占道许可并启动设备采购',
      reportedPct: 2,
      noProgress: false,
      files: [{ sha256: 'a'.repeat(64), name: '现场照片.jpg' }],
      reportedAt: shanghai('2026-05-11 16:00'),
    };
    const event = { key: idOf('T-07'), data: progress, occurredAt: shanghai('2026-05-11 16:00') };
    await Promise.all([service.send(ProgressReported, [event]), service.send(ProgressReported, [event])]);
    await service.settle();
    const second = await dispatchOf('2026-05-07');
    expect(second).toMatchObject({ answered: 1, unanswered: 0 });
    expect(second.rows[0]).toMatchObject({ reply: { text: progress.text }, isOverdue: false });
  });

  it('counts times running, carries the last promise over, and marks a repeated text as 无进展', async () => {
    const first = report('T-07', '2026-05-11 16:00', '临时截流方案已编制，正在办理占道施工手续', {
      promise: '完成占道许可并启动设备采购',
      evidence: ['现场照片.jpg'],
    });
    await thursday('2026-05-14', [
      lag('T-07', '2026-05-14', {
        measured: 'orange',
        days: 8,
        reports: [first],
        actualPct: '2',
        lagPoints: '16.70',
        plannedPct: '18.70',
      }),
    ]);
    const third = await dispatchOf('2026-05-14');
    expect(third.rows).toMatchObject([
      {
        level: 'orange',
        timesRunning: 2,
        change: 'stay',
        promised: null,
        newThisWeek: { text: first.text, noProgress: false },
      },
    ]);
    const second = report('T-07', '2026-05-18 16:00', '截流设备招标流标，正在重新组织采购', {
      promise: '重新完成采购并进场施工',
    });
    await thursday('2026-05-21', [
      lag('T-07', '2026-05-21', { measured: 'orange', days: 15, reports: [second, first] }),
    ]);
    const fourth = await dispatchOf('2026-05-21');
    // Orange at two dispatches running is red.
    expect(fourth.rows).toMatchObject([
      {
        level: 'red',
        measured: 'orange',
        timesRunning: 3,
        promised: first.promise,
        newThisWeek: { text: second.text },
      },
    ]);
    expect(fourth.threeTimesRunning).toBe(1);
    const same = report('T-07', '2026-05-25 16:00', '截流设备招标流标，正在重新组织采购。', {
      promise: '重新完成采购并进场施工',
    });
    await thursday('2026-05-28', [lag('T-07', '2026-05-28', { measured: 'red', days: 22, reports: [same, second] })]);
    const fifth = await dispatchOf('2026-05-28');
    expect(fifth.rows).toMatchObject([{ newThisWeek: { noProgress: true }, promised: second.promise }]);
    expect((await sheetOf('2026-05-28')).some((text) => text.includes('无进展'))).toBe(true);
    expect(await service.warnings('item-lag')).toMatchObject([{ severity: 'red', count: 4, version: 4, ended: null }]);
  });

  it('marks what nobody answered once the limit is over', async () => {
    await service.setClock(shanghai('2026-05-27 01:00')).catch(() => undefined);
    await service.setClock(shanghai('2026-06-03 01:00'));
    await service.settle();
    expect((await dispatchOf('2026-05-21')).rows).toMatchObject([{ isOverdue: true, reply: null }]);
  });

  it('waits for a missing source as long as the pack allows, then says on its face who is missing', async () => {
    await service.setClock(shanghai('2026-06-04 17:00'));
    await service.settle();
    await service.send(LedgerIndicator, [lag('T-07', '2026-06-04', { measured: 'red', days: 29 })]);
    await seal('2026-06-04', 'ledger', 'funding');
    await service.settle();
    expect(await dispatchOf('2026-06-04')).toMatchObject({ state: 'waiting', issueNo: null });
    const early = await service.call<{ code: string }>(
      office,
      'POST',
      `/dispatches/${(await dispatchOf('2026-06-04')).dispatchId}/issue`,
      { opinion: '同意' },
    );
    expect(early.body.code).toBe('DISPATCH_NOT_DRAWN');
    await service.setClock(shanghai('2026-06-04 19:00'));
    await service.settle();
    expect(await dispatchOf('2026-06-04')).toMatchObject({
      state: 'drawn',
      issueNo: 6,
      missingSources: ['monitoring'],
      onSheet: 1,
    });
    expect((await sheetOf('2026-06-04')).join('')).toContain('截止时以下来源尚未到齐：monitoring');
    // The seal that comes afterwards changes nothing.
    await seal('2026-06-04', 'monitoring');
    await service.settle();
    expect(await dispatchOf('2026-06-04')).toMatchObject({ missingSources: ['monitoring'] });
  });

  it('keeps what was on the list when the ledger itself is missing, and judges nothing', async () => {
    const before = await service.warnings('item-lag');
    await service.setClock(shanghai('2026-06-11 17:00'));
    await service.settle();
    await seal('2026-06-11', 'funding', 'monitoring');
    await service.settle();
    await service.setClock(shanghai('2026-06-11 19:00'));
    await service.settle();
    const seventh = await dispatchOf('2026-06-11');
    expect(seventh).toMatchObject({ issueNo: 7, missingSources: ['ledger'], onSheet: 1 });
    expect(seventh.rows).toMatchObject([{ carriedOver: true, timesRunning: 6 }]);
    expect(await service.warnings('item-lag')).toEqual(before);
  });

  it('runs missed slots once each, in order, late, and says so', async () => {
    // The clock passes two Thursdays at once, as after an outage.
    await service.setClock(shanghai('2026-06-26 10:00'));
    await service.settle();
    await service.send(LedgerIndicator, [
      lag('T-07', '2026-06-18', { measured: 'red', days: 20 }),
      lag('T-07', '2026-06-25', { measured: 'red', days: 27 }),
    ]);
    await seal('2026-06-18', 'ledger', 'funding', 'monitoring');
    await seal('2026-06-25', 'ledger', 'funding', 'monitoring');
    await service.settle();
    expect(await dispatchOf('2026-06-18')).toMatchObject({
      issueNo: 8,
      late: true,
      missingSources: [],
      // Dragon Boat: the Friday meeting moves to Monday.
      meetingAt: shanghai('2026-06-22 09:00'),
    });
    expect(await dispatchOf('2026-06-25')).toMatchObject({
      issueNo: 9,
      late: true,
      meetingAt: shanghai('2026-06-26 09:00'),
    });
    expect((await sheetOf('2026-06-18'))[0]).toContain('补编');
    const all = await service.call<{ items: DispatchSeen[] }>(office, 'GET', '/dispatches?limit=200');
    expect(all.body.items.map(({ issueNo }) => issueNo)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect((await service.warnings('item-lag'))[0]).toMatchObject({ ended: null });
  });

  it('takes an item off after two quiet dispatches, and ends its warning', async () => {
    const quiet = (day: string) =>
      lag('T-07', day, { measured: 'green', completedOn: '2026-06-30', actualPct: '100', lagPoints: '0' });
    await thursday('2026-07-02', [quiet('2026-07-02')]);
    expect(await dispatchOf('2026-07-02')).toMatchObject({
      onSheet: 1,
      removed: 0,
      rows: [{ level: 'green', timesRunning: 9 }],
    });
    await thursday('2026-07-09', [quiet('2026-07-09')]);
    expect(await dispatchOf('2026-07-09')).toMatchObject({
      onSheet: 0,
      removed: 1,
      removedRows: [{ problemNo: 'T-07' }],
    });
    expect(await service.warnings('item-lag')).toMatchObject([
      { endReason: 'quiet', ended: shanghai('2026-07-09 17:00') },
    ]);
  });

  it('ends the warning of an item that was closed, also when its lag is not published any more', async () => {
    await thursday('2026-07-16', [lag('T-09', '2026-07-16', { measured: 'orange', days: 9 })]);
    const closed: DataOf<typeof ProblemChanged> = {
      problemId: idOf('T-09'),
      version: 9,
      problemNo: 'T-09',
      title: 'T-09号溢流口整治',
      source: 'PROVINCIAL_INSPECTION',
      category: 'outfall',
      timeCategory: 'DEADLINE',
      state: 'CLOSED',
      action: 'close',
      round: 1,
      subject: null,
      areaId: '990104',
      leadUnitId: 'area-d',
      supportingUnitIds: [],
      territorialUnitId: null,
      supervisingUnitId: 'eco-bureau',
      acceptanceUnitId: 'eco-bureau',
      leaderPostId: null,
      responsiblePostId: null,
      deadline: '2026-07-10',
      reportedPct: 100,
      confirmedPct: 100,
      items: [
        {
          listId: 'inspection-feedback-2026',
          listName: '督察反馈',
          itemNo: '督察反馈-09',
          dueAt: '2026-07-10',
          plannedClosureAt: null,
          completedAt: '2026-07-18',
          closedAt: '2026-07-20',
        },
      ],
      warningId: null,
      basis: { references: [], query: null },
    };
    await service.send(ProblemChanged, [{ key: idOf('T-09'), data: closed, occurredAt: shanghai('2026-07-20 10:00') }]);
    await thursday('2026-07-23', []);
    expect(await dispatchOf('2026-07-23')).toMatchObject({ onSheet: 0, removed: 1 });
    expect((await service.warnings('item-lag')).find(({ causeKey }) => causeKey.includes(idOf('T-09')))).toMatchObject({
      endReason: 'closed',
    });
  });

  it('keeps a lag it cannot read out of the way of the others', async () => {
    const bad = lag('T-10', '2026-07-30', { measured: 'red', days: 40 });
    await thursday('2026-07-30', [
      { ...bad, data: { ...bad.data, details: { nonsense: true } } },
      lag('T-08', '2026-07-30', { measured: 'yellow', days: 2 }),
    ]);
    expect((await dispatchOf('2026-07-30')).rows.map(({ problemNo }) => problemNo)).toEqual(['T-08']);
    expect((await service.parked()).map(({ topic, reason }) => [topic, reason])).toEqual([
      ['ledger.indicators', 'fault'],
    ]);
  });

  it('shows a unit its own rows only', async () => {
    const own = await dispatchOf('2026-07-30', { permissions: ['dispatch.read'], unitId: 'area-a' });
    expect(own.rows).toEqual([]);
    const { dispatchId } = own;
    const sheet = await service.call(
      { permissions: ['dispatch.read'], unitId: 'area-a' },
      'GET',
      `/dispatches/${dispatchId}/sheet`,
    );
    expect(sheet.status).toBe(404);
    expect((await dispatchOf('2026-07-30', { permissions: ['dispatch.read'], unitId: 'area-d' })).rows).toHaveLength(1);
  });
});
