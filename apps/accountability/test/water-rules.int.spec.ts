import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WarningRaised } from '#libs/contracts/accountability.events.js';
import { DrinkingSourceState, MonitoredSubjectState, MonitoringIndicator } from '#libs/contracts/monitoring.events.js';
import { eventually } from '#libs/testing/eventually.js';
import {
  type AccountabilityService,
  dayPeriod,
  monthPeriod,
  number,
  sendCity,
  shanghai,
  startAccountability,
} from './accountability-service.js';

let service: AccountabilityService;
const answers = (unitId: string, sharePerMille = 1000) => ({
  unitId,
  sharePerMille,
  basis: '示例责任书',
  from: '2026-01-01',
  to: null,
});
const source = (version: number, unitId: string) => ({
  id: 'SRC01',
  version,
  retired: false,
  name: '示例水库水源地',
  areaId: '990104001',
  answersFor: [answers(unitId)],
});
const section = (id: string, name: string, areaId: string, unitId: string) => ({
  id,
  version: 1,
  retired: false,
  kind: 'section' as const,
  name,
  areaId,
  position: null,
  evaluationPoint: null,
  water: { type: 'river' as const, target: 3, river: '长水', basin: '运河水系', levels: ['国控'], mustKeep: 2 },
  limits: [],
  network: 'water',
  answersFor: [answers(unitId)],
});

beforeAll(async () => {
  service = await startAccountability(shanghai('2026-04-30 13:00'));
  await sendCity(service);
  await service.keep(MonitoredSubjectState, [
    section('R1', '长水上游', '990101001', 'area-a'),
    section('R2', '长水下游', '990102001', 'area-b'),
  ]);
  await service.keep(DrinkingSourceState, [source(1, 'area-d')]);
  await service.settle();
}, 120_000);
afterAll(() => service?.stop());

const tell = async (...numbers: ReturnType<typeof number>[]): Promise<void> => {
  await service.send(MonitoringIndicator, numbers);
  await service.settle();
};
const month = (
  definition: string,
  of: { kind: string; id: string },
  label: string,
  value: number | null,
  more: object = {},
) => number(definition, of, monthPeriod(label), value === null ? null : String(value), more);
const R1 = { kind: 'section', id: 'R1' };

describe('a sample of a drinking-water source', () => {
  const sample = (day: string, items: number, more: object = {}) =>
    number('water.source.day.beyond-items', { kind: 'source', id: 'SRC01' }, dayPeriod(day), String(items), {
      dataState: 'reviewed',
      details: { exceeding: items > 0 ? ['锰(0.2)'] : [] },
      at: shanghai('2026-06-01'),
      ...more,
    });
  const seen = () => service.warnings('source-failing');

  it('that fails raises the highest warning at once, to the unit that answers for the source', async () => {
    await tell(sample('2026-05-12', 1));
    expect(await seen()).toMatchObject([
      {
        causeKey: 'source-failing|source:SRC01|2026-05-12',
        severity: 'red',
        subject: 'source:SRC01',
        title: '示例水库水源地：饮用水水源水质超标',
        unitIds: ['area-d'],
        count: 1,
        started: shanghai('2026-06-01'),
        ended: null,
        details: { subjectName: '示例水库水源地', value: '1', of: { exceeding: ['锰(0.2)'] } },
      },
    ]);
  });
  it('told twice changes nothing, and the next one that complies ends it', async () => {
    const before = await seen();
    await Promise.all([1, 2].map(() => service.send(MonitoringIndicator, [sample('2026-05-12', 1)])));
    await service.settle();
    expect(await seen()).toEqual(before);
    await tell(sample('2026-06-05', 0, { at: shanghai('2026-06-06') }));
    expect(await seen()).toMatchObject([{ ended: shanghai('2026-06-06'), endReason: 'quiet' }]);
  });
  it('that is corrected takes its warning back', async () => {
    await tell(sample('2026-06-20', 2, { at: shanghai('2026-06-21') }));
    await tell(sample('2026-06-20', 0, { revision: 2, at: shanghai('2026-06-23') }));
    expect(await seen()).toMatchObject([
      { endReason: 'quiet' },
      { started: shanghai('2026-06-21'), ended: shanghai('2026-06-23'), endReason: 'withdrawn' },
    ]);
  });
  it('from before the installation raises nothing', async () => {
    await tell(
      number('water.source.day.beyond-items', { kind: 'source', id: 'SRC01' }, dayPeriod('2026-04-20'), '1', {
        at: shanghai('2026-06-24'),
      }),
    );
    expect(await seen()).toHaveLength(2);
  });
  it('of a source nobody has told of waits for it', async () => {
    const strange = number(
      'water.source.day.beyond-items',
      { kind: 'source', id: 'SRC09' },
      dayPeriod('2026-06-20'),
      '1',
    );
    await service.send(MonitoringIndicator, [strange]);
    await eventually(async () => (await service.parked()).some(({ reason }) => reason === 'waiting'), {
      what: 'the number waiting',
    });
    await service.keep(DrinkingSourceState, [{ ...source(1, 'area-c'), id: 'SRC09', name: '另一水源' }]);
    await eventually(async () => (await seen()).some(({ subject }) => subject === 'source:SRC09'), {
      what: 'the warning once the source is known',
      deadlineMs: 60_000,
    });
  });
});

describe('a sewage plant', () => {
  const PLANT = { kind: 'plant', id: 'OUT01' };
  const day = (name: string, on: string, value: string | null, target?: string) =>
    number(`water.plant.day.${name}`, PLANT, dayPeriod(on), value, {
      details: { ...(target ? { target } : {}), downstream: [{ id: 'R1', name: '长水上游' }] },
    });

  it('has one warning a cause, of the unit that answers for its outlet, with the line of the pack', async () => {
    await tell(
      day('usable-percent', '2026-06-01', '79.5', '80'),
      day('untreated', '2026-06-01', '0'),
      day('sludge-backlog', '2026-06-01', '500', '500'),
      day('effluent-beyond', '2026-06-01', '1'),
    );
    const about = (await service.warnings()).filter(({ subject }) => subject === 'plant:OUT01');
    expect(about.map(({ ruleClass, severity, unitIds }) => [ruleClass, severity, unitIds])).toEqual([
      ['plant-capacity', 'yellow', ['area-b']],
      ['plant-effluent', 'orange', ['area-b']],
    ]);
    expect(about[0]).toMatchObject({
      title: '示例企业一污水总排口：污水处理能力下降',
      details: { value: '79.5', limit: '80', of: { downstream: [{ id: 'R1', name: '长水上游' }] } },
    });
  });
  it('is over it with the first good day; a day without a report says nothing', async () => {
    await tell(day('usable-percent', '2026-06-02', null), day('sludge-backlog', '2026-06-02', '500.5', '500'));
    expect(await service.warnings('plant-capacity')).toMatchObject([{ ended: null, count: 1 }]);
    await tell(day('usable-percent', '2026-06-03', '80.0', '80'));
    expect(await service.warnings('plant-capacity')).toMatchObject([
      { ended: shanghai('2026-06-04'), endReason: 'quiet' },
    ]);
    expect(await service.warnings('plant-sludge')).toMatchObject([{ severity: 'yellow', ended: null }]);
  });
  it('with too little load is told by the month', async () => {
    await tell(month('water.plant.month.load-percent', PLANT, '2026-05', 56.1, { details: { target: '60' } }));
    expect(await service.warnings('plant-load')).toMatchObject([{ severity: 'notice', count: 1 }]);
  });
});

describe('a section by its months', () => {
  it('that falls back is graver the farther it fell, and ends with its target met', async () => {
    const relapse = (label: string, words: number | null) => month('water.section.month.relapse', R1, label, words);
    await tell(relapse('2026-05', 1));
    await tell(relapse('2026-06', null));
    await tell(relapse('2026-07', 2));
    expect(await service.warnings('section-relapse')).toMatchObject([
      { severity: 'orange', count: 2, unitIds: ['area-a'], title: '长水上游：断面水质反弹', ended: null },
    ]);
    await tell(relapse('2026-08', 0));
    expect(await service.warnings('section-relapse')).toMatchObject([{ endReason: 'quiet' }]);
  });
  it('at the border fails in a single month', async () => {
    await tell(month('water.section.month.outbound-gap', R1, '2026-05', 1));
    expect(await service.warnings('outbound-section')).toMatchObject([{ severity: 'red', count: 1 }]);
    await tell(
      month('water.section.month.outbound-gap', R1, '2026-05', 0, { revision: 2, at: shanghai('2026-06-10') }),
    );
    expect(await service.warnings('outbound-section')).toMatchObject([{ endReason: 'withdrawn' }]);
  });
  it('on the list of waters worse than class Ⅴ is one warning until it leaves', async () => {
    const listed = (label: string, value: number) => month('water.section.month.worse-than-v', R1, label, value);
    await tell(listed('2026-05', 1), listed('2026-06', 1), listed('2026-07', 0), listed('2026-08', 1));
    expect(await service.warnings('worse-than-v-list')).toMatchObject([
      { causeKey: 'worse-than-v-list|section:R1|2026-05', severity: 'red', count: 2, endReason: 'quiet' },
      { causeKey: 'worse-than-v-list|section:R1|2026-08', ended: null },
    ]);
  });
  it('beyond its target counts its months', async () => {
    const failing = (label: string, value: number) =>
      month('water.section.month.class', R1, label, value, { details: { target: 3 } });
    await tell(failing('2026-05', 4));
    expect(await service.warnings('section-failing-months')).toEqual([]);
    await tell(failing('2026-06', 4), failing('2026-07', 5));
    expect(await service.warnings('section-failing-months')).toMatchObject([{ severity: 'orange', count: 3 }]);
  });
});

describe('a river and a basin', () => {
  it('are answered for by the units of the sections that brought the matter about', async () => {
    const basin = (label: string, value: number, causedBy: string[]) =>
      month('water.basin.month.warning-level', { kind: 'basin', id: '运河水系' }, label, value, {
        details: { level: '二级', causedBy },
      });
    await tell(basin('2026-05', 1, ['R2']));
    expect(await service.warnings('basin-warning')).toMatchObject([
      { subject: 'basin:运河水系', severity: 'orange', unitIds: ['area-b'], title: '运河水系：流域水质预警' },
    ]);
    await tell(basin('2026-06', 2, ['R1', 'R2']));
    expect(await service.warnings('basin-warning')).toMatchObject([
      { severity: 'red', unitIds: ['area-a', 'area-b'], version: 2 },
    ]);
    await tell(
      month('water.river.month.decline', { kind: 'river', id: '长水' }, '2026-05', 1, { details: { causedBy: [] } }),
      month('water.river.month.decline', { kind: 'river', id: '无名河' }, '2026-05', 2),
    );
    const rivers = await service.warnings('river-decline');
    expect(rivers.map(({ subject, severity, unitIds }) => [subject, severity, unitIds])).toEqual([
      ['river:无名河', 'orange', ['eco-bureau']],
      ['river:长水', 'yellow', ['area-a', 'area-b']],
    ]);
  });
});

it('subjects have their names on the pages, and the chain leads from a warning to its number', async () => {
  const [warning] = await service.warnings('source-failing');
  const ask = { permissions: ['warning.read', 'evidence.read'] };
  const detail = await service.call<{ subject: object; basis: { references: { kind: string; id: string }[] } }>(
    ask,
    'GET',
    `/warnings/${warning!.warningId}`,
  );
  expect(detail.body.subject).toEqual({ kind: 'source', id: 'SRC01', name: '示例水库水源地' });
  const [reference] = detail.body.basis.references;
  const link = await service.call<{ record: { title: string } }>(
    ask,
    'GET',
    `/evidence/accountability/${reference!.kind}/${reference!.id}`,
  );
  expect(link.body.record.title).toBe('示例水库水源地：水源样品超标项目数');
});

it('keeps what it cannot read and goes on', async () => {
  const raised = service.published(WarningRaised).length;
  const bad = number('water.source.day.beyond-items', { kind: 'lake', id: 'SRC01' }, dayPeriod('2026-07-01'), '1');
  await service.sendRaw(
    'monitoring.indicators',
    bad.key,
    JSON.stringify({ ...bad, type: 'indicator.observed', version: 1 }),
  );
  await tell(
    number('water.source.day.outlet-beyond-items', { kind: 'source', id: 'SRC01' }, dayPeriod('2026-07-01'), '1'),
  );
  expect((await service.parked()).map(({ reason }) => reason)).toContain('unreadable');
  expect(service.published(WarningRaised).length).toBe(raised + 1);
});
