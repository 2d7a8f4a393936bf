import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { MonitoringIndicator } from '#libs/contracts/monitoring.events.js';
import { feedRecord, type MonitoringService, shanghai, startMonitoring } from './monitoring-service.js';
import { areas, outletHour, registerCity, rowsOf, subjects } from './sample-city.js';

interface Link {
  readonly record: {
    version?: number;
    currentVersion?: number;
    title: string;
    at: string | null;
    facts: { label: string; value: string; unit?: string }[];
  };
  readonly basis: { references: { kind: string; id: string; version?: number }[]; query: unknown };
}

let service: MonitoringService;
const SECTION = subjects.find(({ kind }) => kind === 'section')!;
const OUTLET = subjects.find(({ kind }) => kind === 'outlet')!;
const link = async (kind: string, id: string): Promise<Link> => {
  const { status, body } = await service.get<Link>(`/evidence/monitoring/${kind}/${encodeURIComponent(id)}`);
  expect(status).toBe(200);
  return body;
};
const wallTime = (minutes: number): string =>
  `2026-04-${String(6 + Math.floor(minutes / 1440)).padStart(2, '0')} ${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

// A Monday with a row every five minutes, and one row on each other day of the week.
const TIMES = [
  ...Array.from({ length: 288 }, (_, n) => (n + 1) * 5),
  ...Array.from({ length: 6 }, (_, n) => (n + 1) * 1440 + 480),
];

beforeAll(async () => {
  service = await startMonitoring(shanghai('2026-04-05 12:00'));
  await registerCity(service, ({ id }) => id === SECTION.id || id === OUTLET.id);
  await service.sendPackets(
    TIMES.map((minutes, n) =>
      feedRecord(
        'sections',
        {
          ...{ code: SECTION.id, time: wallTime(minutes), ph: '7', do: '8', codmn: '1.5' },
          ...{ nh3n: `0.${100 + (n % 50)}`, tp: '0.02' },
        },
        shanghai('2026-04-12 23:00'),
      ),
    ),
  );
  await service.settle();
  await service.setClock(shanghai('2026-04-13 06:00'));
  await service.settle();
}, 120_000);
afterAll(() => service?.stop());

it('a week of more rows than a basis may name leads to every one of them, with its revision', async () => {
  const week = service.dataOf(MonitoringIndicator).find(({ definition }) => definition === 'water.section.week.class')!;
  expect(week).toMatchObject({ valid: true, basis: { query: null } });
  expect(week.basis.references.map(({ kind }) => kind)).toEqual(Array<string>(3).fill('reference-group'));
  const groups = await Promise.all(week.basis.references.map(({ kind, id }) => link(kind, id)));
  const rows = groups.flatMap(({ basis }) => basis.references);
  expect(rows).toHaveLength(TIMES.length);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(TIMES.length);
  expect(rows.every(({ kind, version }) => kind === 'section-row' && version === 1)).toBe(true);
  expect(groups[0]!.record.facts).toContainEqual({ label: '记录数', value: '100', unit: '项' });
  const [row] = rows;
  const first = await link('section-row', row!.id);
  expect(first.basis.references.map(({ kind }) => kind)).toContain('packet');
});

it('a day of more rows than a record may name is told by its hours', async () => {
  const day = await link('section-day', `${SECTION.id}~2026-04-06`);
  expect(day.basis.references).toHaveLength(24);
  expect(day.basis.references[23]).toMatchObject({ kind: 'section-day', id: `${SECTION.id}~2026-04-06T24` });
  const hours = await Promise.all(day.basis.references.map(({ kind, id }) => link(kind, id)));
  const rows = hours.flatMap(({ basis }) => basis.references);
  expect(rows.map(({ kind }) => kind)).toEqual(Array<string>(288).fill('section-row'));
  expect(new Set(rows.map(({ id }) => id)).size).toBe(288);
});

it('values of a row are named and have their unit, in the order of the standard', async () => {
  const day = await link('section-day', `${SECTION.id}~2026-04-07`);
  const row = await link('section-row', day.basis.references[0]!.id);
  expect(row.record.facts.slice(0, 5)).toEqual([
    { label: 'pH', value: '7' },
    { label: '溶解氧', value: '8', unit: 'mg/L' },
    { label: '高锰酸盐指数', value: '1.5', unit: 'mg/L' },
    expect.objectContaining({ label: '氨氮', unit: 'mg/L' }),
    { label: '总磷', value: '0.02', unit: 'mg/L' },
  ]);
});

it('a subject is named with where it is and when it was last heard of, and rests on nothing', async () => {
  const areaName = (id: string): string => areas.find((area) => area.id === id)!.name;
  const outlet = async (): Promise<Link> => link('outlet', OUTLET.id);
  const before = await outlet();
  expect(before.record).toMatchObject({ title: OUTLET.name, version: 1, at: null });
  expect(before.record.facts).toEqual([
    { label: '名称', value: OUTLET.name },
    { label: '对象类型', value: '排放口' },
    { label: '地区', value: `${areaName(OUTLET.area)}（${OUTLET.area}）` },
    { label: '监测网络', value: OUTLET.network },
    { label: '最近数据时间', value: '从未收到' },
  ]);
  expect(before.basis).toEqual({ references: [], query: null });
  const [row] = rowsOf('outlet-hours.csv.gz');
  await service.sendPackets([outletHour(row!)]);
  await service.settle();
  const { record } = await outlet();
  expect(record.at).toBe(shanghai(row!['time']!));
  expect(record.facts).toContainEqual({ label: '最近数据时间', value: record.at });
});

it('a subject nobody waits for says so, and is not found as another kind', async () => {
  const { record } = await link('section', SECTION.id);
  expect(record.facts).toContainEqual({ label: '最近数据时间', value: '不监视静默' });
  expect((await service.get(`/evidence/monitoring/station/${SECTION.id}`)).status).toBe(404);
});

it.each([
  ['reference-group', 'f'.repeat(64)],
  ['reference-group', 'nothing'],
  ['section-day', '~2026-04-06T25'],
])('nobody has a %s %s', async (kind, id) => {
  expect(
    await service.get(
      `/evidence/monitoring/${kind}/${encodeURIComponent(`${id.startsWith('~') ? SECTION.id : ''}${id}`)}`,
    ),
  ).toMatchObject({
    status: 404,
  });
});

it('a row that was corrected is answered for as it was, with the packet of then', async () => {
  const at = '2026-04-08 08:00';
  await service.sendPackets([
    feedRecord(
      'sections',
      { code: SECTION.id, time: at, ph: '7', do: '8', codmn: '1.5', nh3n: '0.9', tp: '0.02' },
      shanghai('2026-04-13 06:30'),
    ),
  ]);
  await service.settle();
  const id = `${SECTION.id}~${new Date(shanghai(at)).toISOString()}`;
  const newest = await link('section-row', id);
  expect(newest.record).toMatchObject({ version: 2 });
  expect(newest.record).not.toHaveProperty('currentVersion');
  const records = [1, 2, undefined].map((version) => ({ kind: 'section-row', id, version }));
  const many = await service.post('/evidence/monitoring', { records });
  expect(
    (many.body as unknown as { answers: Link[] }).answers.map(({ record }) => [record.version, record.currentVersion]),
  ).toEqual([
    [1, undefined],
    [2, undefined],
    [2, undefined],
  ]);
  const asked = await service.get<Link>(`/evidence/monitoring/section-row/${encodeURIComponent(id)}?version=1`);
  const valueOf = ({ record }: Link): string | undefined => record.facts.find(({ label }) => label === '氨氮')?.value;
  expect([valueOf(asked.body), valueOf(newest)]).toEqual([expect.stringMatching(/^0\.1/), '0.9']);
  const packets = [asked.body, newest].map(({ basis }) => basis.references.find(({ kind }) => kind === 'packet')!.id);
  expect(packets[0]).not.toBe(packets[1]);
});

it('a row asked for in a version that never was names the one it shows', async () => {
  const id = `${SECTION.id}~${new Date(shanghai('2026-04-09 08:00')).toISOString()}`;
  const asked = await service.get<Link>(`/evidence/monitoring/section-row/${encodeURIComponent(id)}?version=7`);
  expect(asked.body.record).toMatchObject({ version: 7, currentVersion: 1 });
});
