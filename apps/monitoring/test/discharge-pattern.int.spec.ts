import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MonitoringIndicator } from '#libs/contracts/monitoring.events.js';
import { constantHours, flowingHours, nightPeaks } from '#libs/domain/telemetry/discharge-patterns.js';
import { addDays, datesOf, naturalDayOf } from '#libs/domain/calendar/shanghai.js';
import { loadPack } from '#libs/policy/read-pack.js';
import { policyOf } from '../src/policy.js';
import { type MonitoringService, dataTime, deviceRecord, shanghai, startMonitoring } from './monitoring-service.js';
import { between, devices, outletHour, registerCity, rowsOf } from './sample-city.js';

const rows = rowsOf('outlet-hours.csv.gz');
const device = devices.find(({ subject }) => subject.id === 'OUT01')!;
let service: MonitoringService;

type Row = Record<string, string>;
/** Hours of a day of the sample, changed where wanted. */
const day = (on: string, change: (row: Row, hour: number) => Row = (row) => row) =>
  between(rows, `${on} 00:00`, `${addDays(on, 1)} 00:00`).map((row) =>
    outletHour(change(row, Number(row['time']!.slice(11, 13)) || 24)),
  );
const facility = (wall: string, command: '2021' | '2041', words: string) =>
  deviceRecord(device.mn, command, `DataTime=${dataTime(wall)};${words}`, shanghai(wall));
const seal = async (on: string): Promise<void> => {
  await service.setClock(shanghai(`${addDays(on, 1)} 00:40`));
  await service.settle();
};
const published = (pattern: string): [string, string | null, number][] =>
  service
    .dataOf(MonitoringIndicator)
    .filter(({ definition }) => definition === `outlet.day.${pattern}`)
    .map(({ period, value, revision }) => [period.label, value, revision]);
const found = async () =>
  (
    await service.get<{ items: { pattern: string; day: string; value: string; hours: string[] }[] }>(
      '/outlets/OUT01/discharge-patterns?days=30',
    )
  ).body.items;

beforeAll(async () => {
  service = await startMonitoring(shanghai('2026-06-20 00:00'));
  await registerCity(service, ({ kind }) => kind === 'outlet');
}, 120_000);
afterAll(() => service?.stop());

it('the hours of the sample show nothing, on any day', async () => {
  const pack = await loadPack('packs/default-district');
  const rule = policyOf(pack).on('2026-07-01').dischargePatterns!;
  const hours = rows.map((row) => ({ row, label: new Date(shanghai(row['time']!)) }));
  const usual = rows.map((row) => Number(row['flow_avg'])).sort((a, b) => a - b)[Math.floor(rows.length / 2)]!;
  for (const date of datesOf({ from: '2026-05-01', to: '2026-08-06' })) {
    const own = hours.filter(({ label }) => naturalDayOf(label) === date);
    const of = (column: string) => own.map(({ row, label }) => ({ label, value: row[column]! }));
    expect([date, nightPeaks(of('cod_avg'), '50', rule)]).toEqual([date, []]);
    const flowing = flowingHours(of('flow_avg'), String(usual), rule);
    expect(flowing.length).toBeGreaterThan(20);
    expect([date, constantHours(of('cod_avg'), flowing, rule)]).toEqual([date, []]);
  }
});

describe('flow without treatment', () => {
  it('is counted by the states facilities sent, and published by the seal', async () => {
    await service.sendPackets([
      ...day('2026-06-20'),
      facility('2026-06-20 00:00', '2021', 'SB1-RS=1;SB2-RS=0'),
      facility('2026-06-20 20:00', '2021', 'SB1-RS=0'),
    ]);
    await service.settle();
    await seal('2026-06-20');
    expect(published('untreated-hours')).toEqual([['2026-06-20', '4', 1]]);
    expect(await found()).toMatchObject([
      { pattern: 'outlet.day.untreated-hours', day: '2026-06-20', value: '4', ranHours: null },
    ]);
    expect((await found())[0]!.hours[0]).toBe(shanghai('2026-06-20 21:00'));
  });

  it('leads back to the hours and to what the facilities said', async () => {
    const { id } = (await found())[0] as unknown as { id: string };
    const { body } = await service.get<{ basis: { references: { kind: string }[] } }>(
      `/evidence/monitoring/indicator/${id}`,
    );
    expect(new Set(body.basis.references.map(({ kind }) => kind))).toEqual(new Set(['outlet-hour', 'packet']));
  });

  it('is over on the day they run again, and late words change the day they speak of', async () => {
    await service.sendPackets([...day('2026-06-21'), facility('2026-06-21 00:00', '2021', 'SB1-RS=1;SB2-RS=1')]);
    await service.settle();
    await seal('2026-06-21');
    expect(published('untreated-hours').slice(1)).toEqual([['2026-06-21', '0', 1]]);
    await service.sendPackets([facility('2026-06-21 00:00', '2041', 'SB1-RT=20.5;SB2-RT=0'), ...day('2026-06-22')]);
    await service.settle();
    await seal('2026-06-22');
    // Nobody knows what ran on the 22nd: the last word is too old.
    expect(published('untreated-hours').slice(2)).toEqual([['2026-06-21', '3', 2]]);
  });

  it('says nothing where no facility says anything, and nothing twice', async () => {
    await service.sendPackets(day('2026-06-23'));
    await service.settle();
    await seal('2026-06-23');
    expect(published('untreated-hours')).toHaveLength(3);
  });
});

describe('a night and a pollutant', () => {
  it('peak, stand still, and gather exceedances at night', async () => {
    const atNight = (row: Row, hour: number): Row => (hour <= 6 ? { ...row, cod_avg: '120' } : row);
    await service.sendPackets(day('2026-06-24', atNight));
    await service.sendPackets(
      day('2026-06-25', (row, hour) => (hour >= 10 && hour < 20 ? { ...row, cod_avg: '33.3' } : row)),
    );
    await service.settle();
    await seal('2026-06-24');
    await seal('2026-06-25');
    expect(published('night-peak-hours')).toEqual([
      ['2026-06-24', '6', 1],
      ['2026-06-25', '0', 1],
    ]);
    expect(published('constant-hours')).toEqual([['2026-06-25', '10', 1]]);
    expect(published('night-exceedance-share')).toEqual([
      ['2026-06-24', '100.0', 1],
      ['2026-06-25', '100.0', 1],
    ]);
    expect((await found()).map(({ pattern, day: on, value }) => [pattern.slice(11), on, value])).toEqual([
      ['constant-hours', '2026-06-25', '10'],
      ['night-exceedance-share', '2026-06-25', '100.0'],
      ['night-exceedance-share', '2026-06-24', '100.0'],
      ['night-peak-hours', '2026-06-24', '6'],
      ['untreated-hours', '2026-06-21', '3'],
      ['untreated-hours', '2026-06-20', '4'],
    ]);
  });

  it('is asked of outlets only, by whoever may read', async () => {
    expect(await service.get('/outlets/nowhere/discharge-patterns')).toMatchObject({ status: 404 });
    expect(await service.get('/outlets/OUT01/discharge-patterns', ['case.read'])).toMatchObject({ status: 403 });
    expect(await service.get('/outlets/OUT01/discharge-patterns?days=0')).toMatchObject({ status: 400 });
  });
});
