import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MonitoringIndicator } from '#libs/contracts/monitoring.events.js';
import { TARGET_STANDING } from '#libs/contracts/target-standing.js';
import {
  type AccountabilityService,
  AREA_IDS,
  number,
  sendCity,
  shanghai,
  startAccountability,
  unitOfArea,
} from './accountability-service.js';

const GOOD_DAYS = '01900000-0000-7000-8000-00000000a001';
const MEAN = '01900000-0000-7000-8000-00000000a002';
const AREA = AREA_IDS[1];
let service: AccountabilityService;

beforeAll(async () => {
  service = await startAccountability(shanghai('2026-04-30 13:00'));
  await sendCity(service);
}, 120_000);
afterAll(() => service?.stop());

const dateOf = (n: number): string => new Date(Date.UTC(2026, 4, n)).toISOString().slice(0, 10);
const WORDS = ['sound', 'lagging', 'lost'] as const;

/** The standing of a target on a day of May (and after); null with the reason for which it is told of no more. */
const standing = (
  id: string,
  day: number,
  value: 0 | 1 | 2 | null,
  { ended, ...more }: { ended?: string; revision?: number; at?: string } = {},
) =>
  number(
    TARGET_STANDING,
    { kind: 'target', id },
    { kind: 'cutoff', label: dateOf(day), start: shanghai('2026-01-01'), end: shanghai(dateOf(day + 1)) },
    value === null ? null : String(value),
    {
      details: {
        definition: id === MEAN ? 'air.area.cutoff.pm25' : 'air.area.cutoff.good-day-rate',
        of: { kind: 'area', id: AREA },
        periodLabel: '2026',
        periodTo: '2026-12-31',
        document: '示例办〔2026〕2号',
        current: '80.0',
        target: '85.0',
        unit: '%',
        standing: value === null ? null : WORDS[value],
        state: null,
        remaining: 200,
        ...(ended ? { ended } : {}),
      },
      ...more,
    },
  );
const send = async (...events: ReturnType<typeof standing>[]): Promise<void> => {
  await service.send(MonitoringIndicator, events);
  await service.settle();
};
const seen = async (ruleClass: string, id: string) =>
  (await service.warnings(ruleClass)).filter(({ subject }) => subject === `target:${id}`);

describe('a target that lags', () => {
  it('is warned of on the seventh day running, graver after a month, and not while it recovers for a day', async () => {
    await send(standing(GOOD_DAYS, 1, 0), ...[2, 3, 4, 5, 6, 7].map((day) => standing(GOOD_DAYS, day, 1)));
    expect(await seen('target-lagging', GOOD_DAYS)).toEqual([]);
    await send(standing(GOOD_DAYS, 8, 1));
    expect(await seen('target-lagging', GOOD_DAYS)).toMatchObject([
      {
        severity: 'yellow',
        count: 7,
        started: shanghai('2026-05-09'),
        title: '乙区2026优良天数比例（累计）：目标时序进度滞后',
        unitIds: [unitOfArea(AREA)],
        causeKey: `target-lagging|target:${GOOD_DAYS}|2026-05-02`,
        ended: null,
      },
    ]);
    await send(...Array.from({ length: 23 }, (_, n) => standing(GOOD_DAYS, 9 + n, 1)));
    expect(await seen('target-lagging', GOOD_DAYS)).toMatchObject([{ severity: 'orange', count: 30 }]);
    await send(standing(GOOD_DAYS, 32, 0));
    expect(await seen('target-lagging', GOOD_DAYS)).toMatchObject([{ ended: null }]);
  });

  it('is warned of no more after three sound days', async () => {
    await send(standing(GOOD_DAYS, 33, 0), standing(GOOD_DAYS, 34, 0));
    expect(await seen('target-lagging', GOOD_DAYS)).toMatchObject([
      { ended: shanghai('2026-06-04'), endReason: 'quiet' },
    ]);
  });
});

describe('a target that is lost', () => {
  it('is warned of by the seal of that very day, not before, once for each target of an area', async () => {
    await send(standing(GOOD_DAYS, 35, 1), standing(MEAN, 35, 1));
    expect(await service.warnings('target-lost')).toEqual([]);
    await send(standing(GOOD_DAYS, 36, 2), standing(MEAN, 36, 2));
    for (const id of [GOOD_DAYS, MEAN])
      expect(await seen('target-lost', id)).toMatchObject([
        { severity: 'red', started: shanghai('2026-06-06'), version: 1, ended: null, opens: 'none' },
      ]);
    await send(standing(GOOD_DAYS, 36, 2), standing(MEAN, 36, 2));
    expect(await seen('target-lost', MEAN)).toMatchObject([{ version: 1 }]);
  });

  it('is taken back where a correction of that day says that it is not', async () => {
    await send(standing(MEAN, 36, 1, { revision: 2, at: shanghai('2026-06-06 09:00') }));
    expect(await seen('target-lost', MEAN)).toMatchObject([
      { ended: shanghai('2026-06-06 09:00'), endReason: 'withdrawn' },
    ]);
    expect(await seen('target-lost', GOOD_DAYS)).toMatchObject([{ ended: null }]);
  });

  it('is warned of until its period ends, it is withdrawn, or nobody watches it', async () => {
    await send(standing(GOOD_DAYS, 37, null));
    expect(await seen('target-lost', GOOD_DAYS)).toMatchObject([{ ended: null }]);
    await send(standing(GOOD_DAYS, 38, null, { ended: 'withdrawn' }));
    expect(await seen('target-lost', GOOD_DAYS)).toMatchObject([
      { ended: shanghai('2026-06-08'), endReason: 'closed' },
    ]);
  });
});

it('names the target behind a number, and leads to it', async () => {
  const reader = { permissions: ['indicator.read', 'warning.read', 'evidence.read'], unitId: 'city' };
  const [warning] = await seen('target-lost', GOOD_DAYS);
  const shown = await service.call<{ subject: { name: string }; basis: { references: { id: string }[] } }>(
    reader,
    'GET',
    `/warnings/${warning!.warningId}`,
  );
  expect(shown.body.subject.name).toBe('乙区2026优良天数比例（累计）');
  const evidence = await service.call<{ record: { title: string } }>(
    reader,
    'GET',
    `/evidence/accountability/indicator/${shown.body.basis.references[0]!.id}`,
  );
  expect(evidence.body.record.title).toBe('乙区2026优良天数比例（累计）：目标完成态势');
  const history = await service.call<{ items: { subject: { name: string } }[] }>(
    reader,
    'GET',
    `/indicator-history?definition=${TARGET_STANDING}&limit=1`,
  );
  expect(history.body.items[0]!.subject.name).toMatch(/^乙区2026/);
});

it('parks a standing that does not say whose it is', async () => {
  await service.send(MonitoringIndicator, [
    { ...standing(MEAN, 40, 2), data: { ...standing(MEAN, 40, 2).data, details: {} } },
  ]);
  await service.settle();
  expect(await service.parked()).toMatchObject([{ topic: MonitoringIndicator.topic }]);
  expect(await seen('target-lost', MEAN)).toMatchObject([{ endReason: 'withdrawn' }]);
});
