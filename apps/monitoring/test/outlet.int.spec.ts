import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataOf } from '#libs/contracts/event.js';
import {
  ExceedanceEnded,
  ExceedanceUpdated,
  MonitoringIndicator,
  SilenceEnded,
  SilenceStarted,
} from '#libs/contracts/monitoring.events.js';
import { shanghai, startMonitoring, type MonitoringService } from './monitoring-service.js';
import { between, expected, outletHour, registerCity, rowsOf } from './sample-city.js';

const rows = rowsOf('outlet-hours.csv.gz');
const [episode] = expected.outlet.exceedances as {
  startedAt: string;
  endedAt: string;
  hours: { label: string; value: string }[];
}[];
let service: MonitoringService;
type Told = { type: string; occurredAt: string; data: DataOf<typeof ExceedanceUpdated> };
const told = (): Told[] =>
  service.events('monitoring.exceedances').filter(({ type }) => type.startsWith('exceedance.')) as unknown as Told[];
const tally = () => told().map(({ type, occurredAt, data }) => [type.slice(11), data.hours.length, occurredAt]);
const at = (hour: number): string => shanghai(`2026-06-16 ${String(hour).padStart(2, '0')}:00`);

beforeAll(async () => {
  service = await startMonitoring(shanghai('2026-06-16 00:00'));
  await registerCity(service, ({ kind }) => kind === 'outlet');
}, 120_000);
afterAll(() => service?.stop());

describe('the episode of 16 June', () => {
  it('is told hour by hour, though its hours came together, and dated by them', async () => {
    await service.sendPackets(between(rows, '2026-06-16 00:00', '2026-06-16 16:00').map(outletHour));
    await service.settle();
    expect(tally()).toEqual([
      ['started', 1, at(10)],
      ['updated', 2, at(11)],
      ['updated', 3, at(12)],
      ['updated', 4, at(13)],
      ['updated', 5, at(14)],
      ['ended', 5, at(15)],
    ]);
    const [ended] = service.dataOf(ExceedanceEnded);
    expect(ended).toMatchObject({
      factor: 'w01018',
      factorName: '化学需氧量',
      limit: '50',
      unit: 'mg/L',
      startedAt: shanghai(episode!.startedAt),
      endedAt: shanghai(episode!.endedAt),
      hours: episode!.hours.map(({ label, value }) => ({ label: shanghai(label), value })),
      peak: '71.0',
    });
    expect(new Set(told().map(({ data }) => data.exceedanceId)).size).toBe(1);
  });

  it.each(['/outlets/OUT01?days=-1', '/outlets?from=2026-02-30', '/water-summary?from=2026-02-30', '/targets?day=1'])(
    'has no such parameter: %s',
    async (path) => {
      expect(await service.get(path)).toMatchObject({ status: 400, body: { code: 'INPUT_INVALID' } });
      expect((await service.get(path.split('?')[0]!)).status).toBe(200);
    },
  );

  it('leads back to the packet', async () => {
    const { body } = await service.get<{ items: { id: string; hours: unknown[]; endedAt: string }[] }>(
      '/exceedances?outletId=OUT01',
    );
    expect(body.items).toHaveLength(1);
    const chain = async (kind: string, id: string) =>
      (
        await service.get<{
          record: { facts: { label: string; value: string }[] };
          basis: { references: { kind: string; id: string }[] };
        }>(`/evidence/monitoring/${kind}/${encodeURIComponent(id)}`)
      ).body;
    const exceedance = await chain('exceedance', body.items[0]!.id);
    const hour = await chain('outlet-hour', exceedance.basis.references[0]!.id);
    expect(hour.record.facts[0]).toEqual({ label: '数值', value: '58.0', unit: 'mg/L' });
    const reading = await chain('reading', hour.basis.references[0]!.id);
    expect(reading.record.facts[0]).toEqual({ label: '数值', value: expect.any(String), unit: 'mg/L' });
    const packet = await chain('packet', reading.basis.references[0]!.id);
    expect(packet.record.facts.find(({ label }) => label === '校验')?.value).toBe('一致');
    expect(packet.record.facts.find(({ label }) => label === '内容')?.value).toContain('w01018-Avg=58.0');
  });

  it('publishes every hour mean against its limit', () => {
    const hours = service.dataOf(MonitoringIndicator).filter(({ definition }) => definition === 'outlet.hour.mean');
    expect(hours).toHaveLength(16);
    expect(hours.find(({ period }) => period.end === at(12))).toMatchObject({
      value: '71.0',
      details: { factor: 'w01018', limit: '50', isAbove: true },
    });
  });

  it('sent once more, with a reading that is none, tells nothing', async () => {
    const row = between(rows, '2026-06-16 11:00', '2026-06-16 12:00')[0]!;
    await service.sendPackets([outletHour(row), outletHour({ ...row, cod_avg: 'NaN' })]);
    await service.settle();
    expect(told()).toHaveLength(6);
    expect((await service.get<{ items: { reason: string }[] }>('/faults')).body.items[0]).toMatchObject({
      reason: 'NOT_A_NUMBER',
      where: 'w01018-Avg=NaN',
    });
  });
});

describe('late and corrected hours', () => {
  const hour = (wall: string, cod: string, mark = 'N') => outletHour({ ...rows[0]!, time: wall, cod_avg: cod, mark });
  const send = async (...records: ReturnType<typeof hour>[]): Promise<Told[]> => {
    const before = told().length;
    await service.sendPackets(records);
    await service.settle();
    // Two episodes are two keys, whose order nobody promises.
    return told()
      .slice(before)
      .sort((a, b) => (a.data.startedAt < b.data.startedAt ? -1 : 1));
  };

  it('split an episode, and a gap or a mark does not end one', async () => {
    const first = await send(
      hour('2026-06-17 10:00', '60'),
      hour('2026-06-17 12:00', '61'),
      hour('2026-06-17 13:00', '20', 'M'),
    );
    expect(first.map(({ type, data }) => [type, data.hours.length])).toEqual([
      ['exceedance.started', 1],
      ['exceedance.updated', 2],
    ]);
    const split = await send(hour('2026-06-17 11:00', '40'));
    expect(split.map(({ type, data }) => [type, data.startedAt, data.endedAt])).toEqual([
      ['exceedance.ended', shanghai('2026-06-17 10:00'), shanghai('2026-06-17 11:00')],
      ['exceedance.started', shanghai('2026-06-17 12:00'), null],
    ]);
  });

  it('join two to the earlier, and undo what was no exceedance', async () => {
    const joined = await send(hour('2026-06-17 11:00', '55'));
    expect(joined.map(({ type, data }) => [type, data.withdrawn, data.hours.length])).toEqual([
      ['exceedance.updated', undefined, 3],
      ['exceedance.ended', 'merged', 1],
    ]);
    const undone = await send(
      hour('2026-06-17 10:00', '10'),
      hour('2026-06-17 11:00', '10'),
      hour('2026-06-17 12:00', '10'),
    );
    expect(undone).toMatchObject([{ type: 'exceedance.ended', data: { withdrawn: 'corrected' } }]);
    const [first] = joined;
    const link = async (kind: string, id: string, version?: number) =>
      (
        await service.get<{
          record: { version: number; facts: { label: string; value: string }[] };
          basis: { references: { id: string; version: number }[] };
        }>(
          `/evidence/monitoring/${kind}/${encodeURIComponent(id)}${version === undefined ? '' : `?version=${version}`}`,
        )
      ).body;
    const then = await link('exceedance', first!.data.exceedanceId, first!.data.version);
    expect(then.record).toMatchObject({ version: first!.data.version });
    expect(then.record.facts).toContainEqual(expect.objectContaining({ label: '峰值', value: '61' }));
    expect(then.basis.references).toHaveLength(3);
    const { id, version } = then.basis.references[0]!;
    const valueOf = async (one?: number): Promise<string> =>
      (await link('outlet-hour', id, one)).record.facts[0]!.value;
    expect([await valueOf(version), await valueOf()]).toEqual(['60', '10']);
    expect((await service.get<{ items: unknown[] }>('/exceedances?open=true')).body.items).toEqual([]);
  });
});

describe('the number of an hour', () => {
  const send = async (cod: string, nh3n: string, mark = 'N'): Promise<void> => {
    const row = { ...rows[0]!, time: '2026-06-17 05:00', cod_avg: cod, nh3n_avg: nh3n, mark };
    await service.sendPackets([outletHour(row)]);
    await service.settle();
  };
  const numbers = () =>
    service
      .dataOf(MonitoringIndicator)
      .filter(
        ({ definition, period }) => definition === 'outlet.hour.mean' && period.end === shanghai('2026-06-17 05:00'),
      )
      .map(({ revision, value, valid, details }) => [revision, value, valid, details['factor'] ?? null]);

  it('goes when no usable value is left, and comes back with one', async () => {
    await send('45', '0.5', 'M');
    expect(numbers()).toEqual([]);
    await send('45', '0.5');
    await send('45', '0.5', 'D');
    await send('44', '0.5', 'D');
    expect(numbers()).toEqual([
      [1, '45', true, 'w01018'],
      [2, null, false, null],
    ]);
    await send('46', '0.5');
    expect(numbers().slice(2)).toEqual([[3, '46', true, 'w01018']]);
  });

  it('rests on all factors of the hour, whichever of them is corrected', async () => {
    const {
      latest: _latest,
      version,
      retired: _retired,
      id: _id,
      ...outlet
    } = (await service.get('/outlets/OUT01')).body;
    const limits = [
      ...(outlet['limits'] as object[]),
      { factor: 'w21003', limit: '5', unit: 'mg/L', basis: '示例排污许可证9901021号' },
    ];
    expect(await service.put('/outlets/OUT01', { ...outlet, limits, expectedVersion: version })).toMatchObject({
      status: 200,
    });
    await send('46', '2');
    await send('46', '1');
    expect(numbers().at(-1)).toEqual([5, '46', true, 'w01018']);
    const [last] = service.dataOf(MonitoringIndicator).slice(-1);
    expect(last?.details['others']).toEqual([{ factor: 'w21003', value: '1', limit: '5' }]);
  });
});

describe('silence', () => {
  it('begins a day after the last hour, whenever that was delivered, and ends with the next', async () => {
    expect(service.dataOf(SilenceStarted)).toEqual([]);
    await service.setClock(shanghai('2026-06-18 12:59'));
    await service.settle();
    expect(service.dataOf(SilenceStarted)).toEqual([]);
    await service.setClock(shanghai('2026-06-18 13:30'));
    await service.settle();
    const event = service.events('monitoring.exceedances').findLast(({ type }) => type === 'silence.started');
    expect(event).toMatchObject({
      occurredAt: shanghai('2026-06-18 13:00'),
      data: {
        subject: { kind: 'outlet', id: 'OUT01' },
        network: 'outlet',
        lastSeenAt: shanghai('2026-06-17 13:00'),
        silentSince: shanghai('2026-06-18 13:00'),
        endedAt: null,
        subjectsInNetwork: 1,
      },
    });
    expect((await service.get<{ silent: unknown[] }>('/monitoring-overview')).body.silent).toHaveLength(1);
    await service.sendPackets([outletHour({ ...rows[0]!, time: '2026-06-18 14:00' })]);
    await service.settle();
    expect(service.dataOf(SilenceEnded)).toMatchObject([
      { silentSince: shanghai('2026-06-18 13:00'), endedAt: shanghai('2026-06-18 14:00') },
    ]);
    await service.setClock(shanghai('2026-06-19 14:01'));
    await service.settle();
    expect(service.dataOf(SilenceStarted)).toHaveLength(2);
  });
});

describe('a limit of a day', () => {
  const DAY = '2026-06-20';
  const wall = (n: number): string => (n === 24 ? '2026-06-21 00:00' : `${DAY} ${String(n).padStart(2, '0')}:00`);
  /** 48 with three times the water, then 30: no hour above its limit of 50, 39 by hours and 43.5 by flow. */
  const hourAt = (n: number, cod: string, flow = n <= 12 ? '30' : '10') =>
    outletHour({ ...rows[0]!, time: wall(n), cod_avg: cod, flow_avg: flow });
  const told = () =>
    service
      .dataOf(MonitoringIndicator)
      .filter(({ definition, period }) => definition === 'outlet.day.beyond-factors' && period.label === DAY);
  const limit = { factor: 'w01018', limit: '43', unit: 'mg/L', basis: '示例排放标准日均限值', averaging: 'day' };
  const save = async (limits: (known: object[]) => object[]) => {
    const { body } = await service.get('/outlets/OUT01');
    const { latest: _latest, version, retired: _retired, id: _id, ...outlet } = body;
    return service.put('/outlets/OUT01', {
      ...outlet,
      limits: limits(outlet['limits'] as object[]),
      expectedVersion: version,
    });
  };

  it('is registered beside that of the hour, once a factor and in one unit', async () => {
    expect(told()).toEqual([]);
    expect(await save((known) => [...known, { ...limit, unit: 'µg/L' }])).toMatchObject({ status: 400 });
    expect(await save((known) => [...known, limit, limit])).toMatchObject({ status: 400 });
    expect(await save((known) => [...known, limit])).toMatchObject({ status: 200 });
    expect((await service.get('/outlets/OUT01')).body).toMatchObject({
      limits: [{ factor: 'w01018' }, { factor: 'w21003' }, { factor: 'w01018', limit: '43', averaging: 'day' }],
    });
  });

  it('is held against the mean of the day by flow, though no hour is above its own', async () => {
    const episodes = service.dataOf(ExceedanceUpdated).length;
    await service.sendPackets(Array.from({ length: 17 }, (_, n) => hourAt(n + 1, n < 12 ? '48' : '30')));
    await service.settle();
    await service.setClock(shanghai('2026-06-21 00:40'));
    await service.settle();
    expect(told()).toMatchObject([{ revision: 1, value: null, valid: false, invalidReason: '有效小时均值少于18个' }]);
    await service.sendPackets(Array.from({ length: 7 }, (_, n) => hourAt(n + 18, '30')));
    await service.settle();
    expect(told().at(-1)).toMatchObject({
      period: { label: DAY },
      value: '1',
      edition: '示例排放标准日均限值',
      details: {
        exceeding: ['化学需氧量(0.01)'],
        factors: [{ factor: 'w01018', mean: '43.5', limit: '43', hours: 24, isWeighted: true, multiple: '0.01' }],
      },
    });
    expect(service.dataOf(ExceedanceUpdated)).toHaveLength(episodes);
  });

  it('is judged anew when an hour is corrected, however late', async () => {
    await service.setClock(shanghai('2026-06-29 00:40'));
    await service.settle();
    const before = told().length;
    await service.sendPackets([hourAt(1, '20')]);
    await service.settle();
    expect(told().slice(before)).toMatchObject([
      { period: { label: DAY }, value: '0', details: { exceeding: [], factors: [{ mean: '41.75' }] } },
    ]);
  });
});
