import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ExceedanceStarted, MonitoringIndicator } from '#libs/contracts/monitoring.events.js';
import { addDays } from '#libs/domain/calendar/shanghai.js';
import { shanghai, startMonitoring, type MonitoringService } from './monitoring-service.js';
import { outletHour, registerCity, rowsOf } from './sample-city.js';

const rows = rowsOf('outlet-hours.csv.gz');
let service: MonitoringService;

const hourAt = (day: string, n: number, cod: string, nh3n = '1') =>
  outletHour({
    ...rows[0]!,
    time: n === 24 ? `${addDays(day, 1)} 00:00` : `${day} ${String(n).padStart(2, '0')}:00`,
    cod_avg: cod,
    nh3n_avg: nh3n,
    flow_avg: '10',
  });
const dayOf = (day: string, cod: string, hours = 24) =>
  Array.from({ length: hours }, (_, n) => hourAt(day, n + 1, cod));
const send = async (records: ReturnType<typeof hourAt>[]): Promise<void> => {
  await service.sendPackets(records);
  await service.settle();
};
const told = (label: string): Told[] =>
  service
    .events('monitoring.indicators')
    .map(({ data, occurredAt }) => ({ ...(data as Told), occurredAt }))
    .filter(({ definition, period }) => definition === 'outlet.day.beyond-factors' && period.label === label);
interface Told {
  readonly definition: string;
  readonly period: { readonly label: string };
  readonly occurredAt: string;
  readonly revision: number;
  readonly value: string | null;
  readonly invalidReason: string | null;
  readonly edition: string;
  readonly details: { readonly factors: readonly { readonly mean: string | null; readonly limit: string }[] };
  readonly basis: { readonly references: readonly { readonly kind: string; readonly id: string }[] };
}
const day = (factor: string, limit: string, more: object = {}) => ({
  factor,
  limit,
  unit: 'mg/L',
  basis: '示例排放标准日均限值',
  averaging: 'day',
  ...more,
});
const hour = (factor: string, limit: string) => ({ factor, limit, unit: 'mg/L', basis: '示例排污许可证9901021号' });
const save = async (limits: object[]) => {
  const {
    latest: _latest,
    version,
    retired: _retired,
    id: _id,
    ...outlet
  } = (await service.get('/outlets/OUT01')).body;
  return service.put('/outlets/OUT01', { ...outlet, limits, expectedVersion: version });
};

beforeAll(async () => {
  service = await startMonitoring(shanghai('2026-06-20 00:30'));
  await registerCity(service, ({ kind }) => kind === 'outlet');
  expect(await save([hour('w01018', '50'), day('w01018', '43')])).toMatchObject({ status: 200 });
}, 120_000);
afterAll(() => service?.stop());

describe('a day whose hours all come late', () => {
  it('is judged when they come, and dated by then; a day that is not over is not', async () => {
    await service.setClock(shanghai('2026-06-29 00:40'));
    await service.settle();
    expect(told('2026-06-22')).toEqual([]);
    await send([...dayOf('2026-06-22', '44'), ...dayOf('2026-06-29', '44', 20)]);
    const [late] = told('2026-06-22');
    expect(late).toMatchObject({ revision: 1, value: '1', details: { factors: [{ mean: '44', limit: '43' }] } });
    expect(late!.occurredAt > shanghai('2026-06-23 00:00')).toBe(true);
    expect(told('2026-06-29')).toEqual([]);
  });

  it('says what it is held against', async () => {
    const { body } = await service.get<{ items: { id: string }[] }>(
      '/monitoring-indicators?definition=outlet.day.beyond-factors&subjectId=OUT01&limit=1',
    );
    const { body: evidence } = await service.get<{ record: { facts: { label: string; value: string }[] } }>(
      `/evidence/monitoring/indicator/${body.items[0]!.id}`,
    );
    expect(evidence.record.facts.find(({ label }) => label === '化学需氧量')?.value).toBe(
      '日均值44 mg/L（按流量加权）；日均限值43 mg/L（示例排放标准日均限值）；有效小时均值24个，至少须有18个；超标0.02倍',
    );
  });
});

describe('a limit that is replaced', () => {
  it('stays for its days: those of before go by it, also when judged anew', async () => {
    await service.setClock(shanghai('2026-06-30 00:40'));
    await service.settle();
    expect(await save([hour('w01018', '30'), day('w01018', '20')])).toMatchObject({ status: 200 });
    expect((await service.get('/outlets/OUT01')).body['limits']).toMatchObject([
      { limit: '30', from: '2026-06-30' },
      { limit: '20', from: '2026-06-30' },
      { limit: '50', to: '2026-06-29' },
      { limit: '43', to: '2026-06-29' },
    ]);
    const started = service.dataOf(ExceedanceStarted).length;
    await send([...dayOf('2026-06-23', '40'), hourAt('2026-06-22', 1, '20'), hourAt('2026-06-29', 22, '40')]);
    expect(told('2026-06-22').at(-1)).toMatchObject({
      value: '0',
      details: { factors: [{ mean: '43', limit: '43' }] },
    });
    expect(told('2026-06-23').at(-1)).toMatchObject({
      value: '0',
      details: { factors: [{ mean: '40', limit: '43' }] },
    });
    expect(service.dataOf(ExceedanceStarted)).toHaveLength(started);
    await send([hourAt('2026-06-30', 1, '40')]);
    expect(service.dataOf(ExceedanceStarted).slice(started)).toMatchObject([
      { limit: '30', startedAt: shanghai('2026-06-30 01:00') },
    ]);
    const hours = service.dataOf(MonitoringIndicator).filter(({ definition }) => definition === 'outlet.hour.mean');
    const limitOf = (end: string) => hours.findLast(({ period }) => period.end === shanghai(end))?.details['limit'];
    expect([limitOf('2026-06-23 05:00'), limitOf('2026-06-30 00:00'), limitOf('2026-06-30 01:00')]).toEqual([
      '50',
      undefined,
      '30',
    ]);
  });

  it('is refused where two hold together', async () => {
    expect(
      await save([
        hour('w01018', '30'),
        { ...day('w01018', '20'), to: '2026-08-01' },
        day('w01018', '10', { from: '2026-08-01' }),
      ]),
    ).toMatchObject({ status: 409, body: { code: 'OUTLET_LIMIT_DATES' } });
    expect(await save([{ ...hour('w01018', '30'), fewestHours: 20 }])).toMatchObject({ status: 400 });
  });
});

describe('the hours a limit asks for', () => {
  it('are its own where it says, and the reason names them', async () => {
    expect(await save([day('w01018', '20', { fewestHours: 20 })])).toMatchObject({ status: 200 });
    await send(dayOf('2026-06-30', '10', 19));
    await service.setClock(shanghai('2026-07-01 00:40'));
    await service.settle();
    expect(told('2026-06-30').at(-1)).toMatchObject({
      value: null,
      invalidReason: '有效小时均值少于20个',
      details: { factors: [{ hours: 19, fewestHours: 20, averaging: 'day' }] },
    });
  });
});

describe('a day with more hours than a record may name', () => {
  it('names groups that lead to every hour', async () => {
    const FACTORS = ['w01018', 'w21003', 'w01001', 'w21011'];
    expect(await save(FACTORS.map((factor) => day(factor, '20')))).toMatchObject({ status: 200 });
    await service.db.query(
      `insert into outlet_hour (outlet_id, factor, label, value, mark, is_usable, revision, source_no, packet_id, received_at)
       select h.outlet_id, 'w21011', h.label, 0.1, 'N', true, 1, h.source_no, h.packet_id, h.received_at
         from outlet_hour h where h.factor = 'w01018'`,
    );
    await send(dayOf('2026-07-01', '10', 23));
    await service.db.query(
      `insert into outlet_hour (outlet_id, factor, label, value, mark, is_usable, revision, source_no, packet_id, received_at)
       select h.outlet_id, 'w21011', h.label, 0.1, 'N', true, 1, h.source_no, h.packet_id, h.received_at
         from outlet_hour h where h.factor = 'w01018' and h.label > $1 on conflict do nothing`,
      [shanghai('2026-07-01 00:00')],
    );
    await send([hourAt('2026-07-01', 24, '10')]);
    await service.setClock(shanghai('2026-07-02 00:40'));
    await service.settle();
    const { references } = told('2026-07-01').at(-1)!.basis;
    expect(references.map(({ kind }) => kind)).toEqual(['reference-group', 'reference-group']);
    const hours = await Promise.all(
      references.map(async ({ id }) => {
        const { body } = await service.get<{ basis: { references: { kind: string; id: string }[] } }>(
          `/evidence/monitoring/reference-group/${id}`,
        );
        return body.basis.references;
      }),
    );
    expect(
      hours
        .flat()
        .map(({ kind, id }) => `${kind} ${id.split('~')[1]}`)
        .sort(),
    ).toEqual(
      [...FACTORS, 'w00000']
        .flatMap((factor) => Array<string>(factor === 'w21011' ? 23 : 24).fill(`outlet-hour ${factor}`))
        .sort(),
    );
  });
});
