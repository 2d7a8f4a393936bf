import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { z } from 'zod';
import { ActChanged, AssessmentPublished } from '#libs/contracts/accountability.events.js';
import { FundingIndicator, FundingSealed } from '#libs/contracts/funding.events.js';
import { ALL_LISTS, type ListRateDetails } from '#libs/contracts/item-lag.js';
import { LedgerIndicator, LedgerSealed } from '#libs/contracts/ledger.events.js';
import { MonitoringIndicator, MonitoringSealed } from '#libs/contracts/monitoring.events.js';
import { fillTemplate, parseTemplate, type TemplateValues } from '#libs/documents/template.js';
import { select } from '#libs/persistence/select.js';
import { type ActFigure, paperFigure } from '../src/paper/figure.js';
import {
  type AccountabilityService,
  AREA_IDS,
  monthPeriod,
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
}, 180_000);
afterAll(() => service?.stop());

interface IndexMore {
  revision?: number;
  at?: string;
  dataState?: 'realtime' | 'reviewed';
  details?: Record<string, unknown>;
  invalidReason?: string;
}
/** The composite index of one area and month; null where it has no valid one. */
const index = (month: string, area: number, value: string | null, more: IndexMore = {}) =>
  number('air.area.month.composite-index', { kind: 'area', id: AREA_IDS[area]! }, monthPeriod(month), value, more);

const SEALS = { ledger: LedgerSealed, funding: FundingSealed, monitoring: MonitoringSealed } as const;
const sealMonth = async (
  month: string,
  sources: readonly (keyof typeof SEALS)[] = ['ledger', 'funding', 'monitoring'],
) => {
  const cutoff = monthPeriod(month).end;
  for (const source of sources)
    await service.send(SEALS[source], [
      { key: source, data: { service: source, seal: 'daily', cutoff }, occurredAt: cutoff },
    ]);
};

interface AssessmentSeen {
  assessmentId: string;
  revision: number;
  isRanked: boolean;
  dataState: string;
  rows: {
    subject: { id: string; name: string };
    value: string | null;
    rank: number | null;
    change: number | null;
    isLast: boolean;
    provisional: boolean;
    reason: string | null;
  }[];
}
const reader = { permissions: ['assessment.read', 'bulletin.read', 'evidence.read'], unitId: 'city' };
const assessments = async (month: string, revisions = 'current'): Promise<AssessmentSeen[]> =>
  (
    await service.call<{ items: AssessmentSeen[] }>(
      reader,
      'GET',
      `/assessments?periodLabel=${month}&revisions=${revisions}`,
    )
  ).body.items;
const ranks = ({ rows }: AssessmentSeen) =>
  Object.fromEntries(rows.map(({ subject, rank }) => [subject.name.slice(0, 1), rank]));
const last = () => service.warnings('ranking-last');

/** What the office's settings add to every paper. */
const OFFICE = { contactUnit: '示例市生环委办', contactName: '值班人员', contactPhone: '0000-0000000' };
const MAY = ['2.98', '3.01', '2.86', '2.89', '2.86', '3.03'] as const;
const JUNE = [null, '2.91', '2.70', '2.79', '2.73', '2.95'] as const;

const rates = (listId: string, details: z.input<typeof ListRateDetails>, cutoff: string) => {
  const rate = (definition: string, part: number, whole: number) =>
    number(
      definition,
      { kind: 'list', id: listId },
      { kind: 'cutoff', label: cutoff, start: shanghai('2026-04-30 17:00'), end: cutoff },
      whole === 0 ? null : (Math.floor((part * 2000 + whole) / (2 * whole)) / 10).toFixed(1),
      { unit: '%', details, dataState: 'reviewed', numerator: String(part), denominator: String(whole), edition: '' },
    );
  return [
    rate('ledger.list.completion-rate', details.completed, details.base),
    rate('ledger.list.due-completion-rate', details.dueCompleted, details.due),
    rate('ledger.list.closure-rate', details.closed, details.base),
  ];
};

describe('monthly ranking and bulletin', () => {
  it('makes no bulletin and no ranking for the month the installation began in', async () => {
    await service.send(MonitoringIndicator, [index('2026-04', 0, '3.33')]);
    await service.setClock(shanghai('2026-05-08 10:00'));
    await service.settle();
    expect(await assessments('2026-04')).toEqual([]);
    const none = await service.call<{ items: unknown[] }>(reader, 'GET', '/bulletins');
    expect(none.body.items).toEqual([]);
  });

  it('ranks May on the third working day of June: 1, 1, 3, and the last provisional, so that nobody is warned', async () => {
    await service.send(
      MonitoringIndicator,
      MAY.map((value, area) =>
        index('2026-05', area, value, area === 5 ? { details: { provisional: true, couldBe: ['3.00'] } } : {}),
      ),
    );
    await service.setClock(shanghai('2026-06-03 08:00'));
    await sealMonth('2026-05');
    await service.settle();
    expect(await assessments('2026-05')).toEqual([]);
    await service.setClock(shanghai('2026-06-03 09:00'));
    await service.settle();
    const [may] = await assessments('2026-05');
    expect(ranks(may!)).toEqual({ 丙: 1, 戊: 1, 丁: 3, 甲: 4, 乙: 5, 己: 6 });
    expect(may!.rows.filter(({ provisional }) => provisional).map(({ subject }) => subject.name)).toEqual(['己区']);
    expect(may!.rows.find(({ subject }) => subject.name === '己区')).toMatchObject({
      isLast: true,
      rank: 6,
      change: null,
    });
    expect(await last()).toEqual([]);
    expect(service.published(AssessmentPublished)).toMatchObject([{ revision: 1, rows: expect.any(Array) }]);
  });

  it('warns the last one when the status of the station is recorded', async () => {
    await service.setClock(shanghai('2026-06-08 09:05'));
    const settled = index('2026-05', 5, '3.03', {
      revision: 2,
      at: shanghai('2026-06-08 09:05'),
      details: { provisional: false },
    });
    await service.send(MonitoringIndicator, [settled]);
    await service.settle();
    const [may] = await assessments('2026-05');
    expect(may).toMatchObject({ revision: 2 });
    expect(await last()).toMatchObject([
      {
        subject: `area:${AREA_IDS[5]}`,
        severity: 'yellow',
        count: 1,
        started: shanghai('2026-06-08 09:05'),
        unitIds: ['area-f'],
        title: '己区：2026-05环境空气质量排名末位',
      },
    ]);
  });

  it('ranks again when all data are reviewed, once and not for each area', async () => {
    await service.setClock(shanghai('2026-06-10 10:15'));
    await service.send(
      MonitoringIndicator,
      MAY.map((value, area) =>
        index('2026-05', area, value, { revision: 3, at: shanghai('2026-06-10 10:15'), dataState: 'reviewed' }),
      ),
    );
    await service.settle();
    const all = await assessments('2026-05', 'all');
    expect(all.map(({ revision, dataState }) => [revision, dataState])).toEqual([
      [3, 'reviewed'],
      [2, 'realtime'],
      [1, 'realtime'],
    ]);
    expect(await last()).toMatchObject([{ count: 1, dataState: 'reviewed', version: 2 }]);
  });

  it('leaves an area without enough valid days unranked with its reason; twice last counts two', async () => {
    await service.send(
      MonitoringIndicator,
      JUNE.map((value, area) =>
        index('2026-06', area, value, value === null ? { invalidReason: 'PM10有效天数23天，少于27天' } : {}),
      ),
    );
    const cutoff = monthPeriod('2026-06').end;
    await service.send(LedgerIndicator, [
      ...rates(
        ALL_LISTS,
        { listName: ALL_LISTS, base: 40, due: 18, completed: 15, dueCompleted: 14, closed: 9, reopened: 0 },
        cutoff,
      ),
      ...rates(
        'summer-offensive-2026',
        { listName: '夏季攻势', base: 26, due: 10, completed: 9, dueCompleted: 9, closed: 6, reopened: 0 },
        cutoff,
      ),
      ...rates(
        'inspection-feedback-2026',
        { listName: '督察反馈', base: 16, due: 9, completed: 7, dueCompleted: 6, closed: 3, reopened: 0 },
        cutoff,
      ),
    ]);
    const fund = (definition: string, value: string, numerator: string, denominator: string, details: object = {}) =>
      number(
        definition,
        { kind: 'network', id: 'funding' },
        { kind: 'cutoff', label: cutoff, start: shanghai('2026-04-30 17:00'), end: cutoff },
        value,
        { numerator, denominator, details: details as never, dataState: 'reviewed', edition: '' },
      );
    await service.send(FundingIndicator, [
      fund('funding.total.execution-rate', '26.5', '1869.99', '7050'),
      fund('funding.total.reached-line', '3', '3', '6', { linePercent: '30' }),
      fund('funding.total.not-started', '2', '2', '6'),
    ]);
    await sealMonth('2026-06');
    await service.setClock(shanghai('2026-07-03 09:00'));
    await service.settle();
    const [june] = await assessments('2026-06');
    expect(ranks(june!)).toEqual({ 丙: 1, 戊: 2, 丁: 3, 乙: 4, 己: 5, 甲: null });
    expect(june!.rows.find(({ rank }) => rank === null)).toMatchObject({ reason: 'PM10有效天数23天，少于27天' });
    expect(june!.rows.find(({ subject }) => subject.name === '戊区')).toMatchObject({ change: -1 });
    expect(await last()).toMatchObject([
      { count: 2, severity: 'red', dataState: 'realtime', ended: null, started: shanghai('2026-06-08 09:05') },
    ]);
  });

  it('drafts the bulletin with named denominators, each number a figure with its source', async () => {
    const list = await service.call<{
      items: { bulletinId: string; periodLabel: string; actId: string; slot: string }[];
    }>(reader, 'GET', '/bulletins');
    expect(list.body.items.map(({ periodLabel, slot }) => [periodLabel, slot])).toEqual([
      ['2026-06', shanghai('2026-07-03 09:00')],
      ['2026-05', shanghai('2026-06-03 09:00')],
    ]);
    const { bulletinId, actId } = list.body.items[0]!;
    const detail = await service.call<{
      figures: { id: string; value: string; cutoff: string; source: { kind: string; id: string } }[];
    }>(reader, 'GET', `/bulletins/${bulletinId}`);
    const valueOf = (id: string) => detail.body.figures.find((figure) => figure.id === id)?.value;
    expect([
      valueOf('all-base'),
      valueOf('all-completionRate'),
      valueOf('all-dueCompletionRate'),
      valueOf('all-closureRate'),
    ]).toEqual(['40', '37.5', '77.8', '22.5']);
    expect([
      valueOf('list-summer-offensive-2026-base'),
      valueOf('funds-execution-rate'),
      valueOf('funds-over-line'),
      valueOf('funds-started'),
    ]).toEqual(['26', '26.5', '3', '4']);
    expect(detail.body.figures.every(({ source, cutoff }) => source.id !== '' && cutoff !== '')).toBe(true);
    const drafted = service.published(ActChanged).find((act) => act.actId === actId);
    expect(drafted).toMatchObject({ kind: 'bulletin', title: expect.stringContaining('2026年6月') });
    const [act] = await select<{ parameters: TemplateValues; template: unknown }>(
      service.db.manager,
      'select a.parameters, a.template from act a where a.act_id = $1',
      [actId],
    );
    const bulletin = await select<{ figures: ActFigure[] }>(
      service.db.manager,
      'select b.figures from bulletin b where b.bulletin_id = $1',
      [bulletinId],
    );
    const paper = fillTemplate(
      parseTemplate(act!.template),
      { ...act!.parameters, ...OFFICE },
      bulletin[0]!.figures.map(paperFigure),
    );
    const text = JSON.stringify(paper);
    expect(text).toContain('2026年6月');
    for (const words of [
      '37.5%',
      '77.8%',
      '22.5%',
      '夏季攻势',
      '督察反馈',
      '1869.99万元',
      '26.5%',
      '不参加排名',
      '无上年同期数据',
    ])
      expect(text).toContain(words);
  });

  it('lets the same seals and numbers come again without a second bulletin, ranking or warning', async () => {
    const before = [await last(), await assessments('2026-06', 'all'), service.published(AssessmentPublished).length];
    await sealMonth('2026-06');
    await service.send(
      MonitoringIndicator,
      JUNE.map((value, area) =>
        index('2026-06', area, value, value === null ? { invalidReason: 'PM10有效天数23天，少于27天' } : {}),
      ),
    );
    await service.settle();
    expect([await last(), await assessments('2026-06', 'all'), service.published(AssessmentPublished).length]).toEqual(
      before,
    );
  });

  it('carries the data state on when June is reviewed', async () => {
    await service.setClock(shanghai('2026-07-10 10:15'));
    await service.send(
      MonitoringIndicator,
      JUNE.map((value, area) =>
        index('2026-06', area, value, {
          revision: 2,
          at: shanghai('2026-07-10 10:15'),
          dataState: 'reviewed',
          ...(value === null ? { invalidReason: 'PM10有效天数23天，少于27天' } : {}),
        }),
      ),
    );
    await service.settle();
    expect(await last()).toMatchObject([{ count: 2, dataState: 'reviewed', version: 4 }]);
  });

  it('ranks nobody in a month without valid numbers, and the warning stands', async () => {
    await service.send(
      MonitoringIndicator,
      AREA_IDS.map((_id, area) => index('2026-07', area, null, { invalidReason: '有效天数不足' })),
    );
    await sealMonth('2026-07', ['ledger', 'monitoring']);
    await service.setClock(shanghai('2026-08-05 09:00'));
    await service.settle();
    expect(await assessments('2026-07')).toEqual([]);
    // The pack lets it wait twelve hours for the missing seal.
    await service.setClock(shanghai('2026-08-05 21:00'));
    await service.settle();
    const [july] = await assessments('2026-07');
    expect(july).toMatchObject({ isRanked: false, missingSources: ['funding'] });
    expect(july!.rows.every(({ rank, reason }) => rank === null && reason === '有效天数不足')).toBe(true);
    const list = await service.call<{ items: { missingSources: string[]; state: string }[] }>(
      reader,
      'GET',
      '/bulletins',
    );
    expect(list.body.items[0]).toMatchObject({ missingSources: ['funding'], state: 'drafted' });
    expect(await last()).toMatchObject([{ ended: null, count: 2 }]);
    expect(await service.parked()).toEqual([]);
  });

  it('speaks of the month ranked when June is corrected after a July in which nobody was ranked', async () => {
    const correct = async (revision: number, own: string) => {
      const at = shanghai(`2026-08-06 0${revision}:00`);
      await service.send(
        MonitoringIndicator,
        JUNE.map((value, area) =>
          index('2026-06', area, area === 5 ? own : value, {
            ...{ revision, at, dataState: 'reviewed' },
            ...(value === null ? { invalidReason: 'PM10有效天数23天，少于27天' } : {}),
          }),
        ),
      );
      await service.setClock(at);
      await service.settle();
    };
    const of = async (area: number) => (await last()).filter(({ subject }) => subject === `area:${AREA_IDS[area]}`);
    await correct(3, '2.80');
    expect(await of(5)).toMatchObject([{ endReason: 'quiet' }]);
    const [second] = await of(1);
    expect(second).toMatchObject({
      ...{
        title: '乙区：2026-06环境空气质量排名末位',
        count: 1,
        severity: 'yellow',
        dataState: 'reviewed',
        ended: null,
      },
      details: { value: '2.91', rank: 5, ranked: 5, periods: [{ label: '2026-06', value: '2.91' }] },
    });
    const drafted = service.published(ActChanged).filter(({ title }) => title.includes('乙区'));
    expect(drafted.every(({ title }) => !title.includes('7月') && !title.includes('2026-07'))).toBe(true);
    await correct(4, '2.95');
    expect(await of(1)).toMatchObject([{ endReason: 'withdrawn' }]);
    expect((await of(5)).at(-1)).toMatchObject({
      ...{ title: '己区：2026-06环境空气质量排名末位', count: 2, severity: 'red', dataState: 'reviewed', ended: null },
      details: {
        value: '2.95',
        periods: [
          { label: '2026-06', value: '2.95' },
          { label: '2026-05', value: '3.03' },
        ],
      },
    });
    expect(await service.parked()).toEqual([]);
  });

  it('leads from a ranking to the numbers behind it', async () => {
    const [june] = await assessments('2026-06');
    const evidence = await service.call<{
      record: { facts: { label: string; value: string }[] };
      basis: { references: { kind: string }[] };
    }>(reader, 'GET', `/evidence/accountability/assessment/${june!.assessmentId}`);
    expect(evidence.body.record.facts.at(-1)).toEqual({
      label: '甲区',
      value: '不参加排名：PM10有效天数23天，少于27天',
    });
    expect(evidence.body.basis.references).toHaveLength(6);
  });
});
