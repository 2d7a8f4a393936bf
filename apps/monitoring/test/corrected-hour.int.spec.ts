import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { IndicatorData } from '#libs/contracts/indicator.js';
import { MonitoringIndicator } from '#libs/contracts/monitoring.events.js';
import { shanghai, startMonitoring, type MonitoringService } from './monitoring-service.js';
import { areaLetter, between, countyHour, nationalHour, registerCity, rowsOf } from './sample-city.js';

/** Station, its area by its letter, the day, and what an hour of it is corrected to after the month was closed. */
const STATION = 'ST05';
const AREA = '乙';
const DAY = '2026-05-21';
const CORRECTED = { o3: '780', pm2_5: '900' };

const national = rowsOf('air-national-hourly.csv.gz');
const county = rowsOf('air-county-hourly.csv.gz');
const areaId = (letter: string): string => [...areaLetter].find(([, name]) => name === letter)![0];
let service: MonitoringService;

/** What counts of every number, by what it is about. */
const numbers = (): Map<string, IndicatorData> => {
  const latest = new Map<string, IndicatorData>();
  for (const data of service.dataOf(MonitoringIndicator)) {
    const key = `${data.definition} ${data.subject.id} ${data.period.label}`;
    if ((latest.get(key)?.revision ?? 0) < data.revision) latest.set(key, data);
  }
  return latest;
};
const valueOf = (definition: string, letter: string, period: string): string | null =>
  numbers().get(`${definition} ${areaId(letter)} ${period}`)!.value;
/** Letters of areas, the best first; `order` is 1 where less is better. */
const ranking = (definition: string, order: 1 | -1): string =>
  [...areaLetter.values()]
    .map((letter) => [letter, Number(valueOf(definition, letter, '2026-05'))] as const)
    .sort(([x, a], [y, b]) => order * (a - b) || (x < y ? -1 : 1))
    .map(([letter]) => letter)
    .join('');

interface Standing {
  readonly now: { readonly value: string; readonly isMet: boolean };
}
const YEAR = { label: '2026', from: '2026-01-01', to: '2026-12-31' };
const targets = new Map<string, string>();
const setTarget = async (letter: string, definition: string, value: string): Promise<void> => {
  const wish = {
    definition,
    subject: { kind: 'area', id: areaId(letter) },
    period: YEAR,
    value,
    document: '示例目标文件',
  };
  const answer = await service.post('/targets', wish, ['target.manage', 'monitoring.read']);
  expect(answer.status).toBe(201);
  targets.set(`${definition} ${letter}`, String(answer.body['id']));
};
const figures = async (): Promise<Record<string, Standing['now']>> => {
  const found: Record<string, Standing['now']> = {};
  for (const [name, id] of targets) {
    const { value, isMet } = (await service.get<Standing>(`/targets/${id}`)).body.now;
    found[name] = { value, isMet };
  }
  return found;
};

beforeAll(async () => {
  service = await startMonitoring(shanghai('2026-05-01 00:00'));
  await registerCity(service, ({ kind }) => kind === 'station');
  for (const week of [1, 8, 15, 22, 29]) {
    const [after, until] = [week, Math.min(week + 7, 32)].map((day) =>
      day > 31 ? '2026-06-01 00:00' : `2026-05-${String(day).padStart(2, '0')} 00:00`,
    ) as [string, string];
    await service.sendPackets([
      ...between(national, after, until).map((row) => nationalHour(row)),
      ...between(county, after, until).map((row) => countyHour(row)),
    ]);
    await service.settle();
  }
  await service.setClock(shanghai('2026-06-01 01:00'));
  await service.settle();
}, 300_000);
afterAll(() => service?.stop());

it('an hour corrected after its month was closed moves what rests on it, and nothing else', async () => {
  for (const letter of [AREA, '甲']) {
    await setTarget(letter, 'air.area.cutoff.pm25', '35');
    await setTarget(letter, 'air.area.cutoff.good-day-rate', '85.0');
  }
  const before = numbers();
  const year = await figures();
  expect(ranking('air.area.month.good-day-rate', -1).indexOf(AREA)).toBeLessThan(
    ranking('air.area.month.good-day-rate', -1).indexOf('甲'),
  );
  const byIndex = ranking('air.area.month.composite-index', 1);

  const row = between(county, '2026-05-21 13:00', '2026-05-21 14:00').find(({ code }) => code === STATION)!;
  const receivedAt = shanghai('2026-06-02 09:00');
  await service.sendPackets([countyHour({ ...row, ...CORRECTED }, { receivedAt })]);
  await service.settle();

  const after = numbers();
  const moved = [...after]
    .filter(([key, { revision }]) => revision !== before.get(key)?.revision)
    .map(([key, { value, revision }]) => [key, before.get(key)?.value, value, revision]);
  const own = areaId(AREA);
  expect(moved).toEqual([
    [`air.station.day.aqi ${STATION} ${DAY}`, '84', '153', 2],
    [`air.area.day.aqi ${own} ${DAY}`, '89', '124', 2],
    [`air.area.month.o3-p90 ${own} 2026-05`, '162', '164', 2],
    [`air.area.month.composite-index ${own} 2026-05`, '3.01', '3.02', 2],
    [`air.area.month.good-days ${own} 2026-05`, '27', '26', 2],
    [`air.area.month.good-day-rate ${own} 2026-05`, '87.1', '83.9', 2],
    [`air.area.month.o3-days ${own} 2026-05`, '4', '5', 2],
    [`air.area.month.o3-lost-days ${own} 2026-05`, '4', '5', 2],
  ]);
  // The month had been closed: its numbers say so by their revision, and by when the correction became known.
  expect(service.events('monitoring.indicators').at(-1)?.occurredAt).toBe(receivedAt);
  const marks = async (letter: string) => {
    const { body } = await service.get<{
      items: { period: { label: string }; finality: string; isChangedAfterClosing: boolean }[];
    }>(`/monitoring-indicators?definition=air.area.month.good-days&subjectId=${areaId(letter)}`);
    return body.items
      .filter(({ period }) => period.label === '2026-05')
      .map(({ finality, isChangedAfterClosing }) => [finality, isChangedAfterClosing]);
  };
  expect([await marks(AREA), await marks('甲')]).toEqual([[['provisional', true]], [['provisional', false]]]);
  expect(ranking('air.area.month.good-day-rate', -1).indexOf(AREA)).toBeGreaterThan(
    ranking('air.area.month.good-day-rate', -1).indexOf('甲'),
  );
  expect(ranking('air.area.month.composite-index', 1)).toBe(byIndex);
  expect(await figures()).toEqual({
    ...year,
    [`air.area.cutoff.good-day-rate ${AREA}`]: { value: '83.9', isMet: false },
  });
  expect(year).toMatchObject({
    [`air.area.cutoff.good-day-rate ${AREA}`]: { value: '87.1', isMet: true },
    'air.area.cutoff.good-day-rate 甲': { value: '85.2', isMet: true },
  });
});
