import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IndicatorData } from '#libs/contracts/indicator.js';
import { MonitoringIndicator, MonitoringSealed, SilenceStarted } from '#libs/contracts/monitoring.events.js';
import { select } from '#libs/persistence/select.js';
import { originalOf, shanghai, startMonitoring, type MonitoringService } from './monitoring-service.js';
import {
  areaLetter,
  between,
  countyHour,
  expected,
  nationalHour,
  registerCity,
  reviewedHour,
  rowsOf,
} from './sample-city.js';

const national = rowsOf('air-national-hourly.csv.gz');
const county = rowsOf('air-county-hourly.csv.gz');
let service: MonitoringService;

/** The highest revision of every number of a definition, by subject and period. */
const numbers = (definition: string): Map<string, IndicatorData> => {
  const latest = new Map<string, IndicatorData>();
  for (const data of service.dataOf(MonitoringIndicator)) {
    if (data.definition !== definition) continue;
    const key = `${data.subject.id} ${data.period.label}`;
    const known = latest.get(key);
    if (!known || known.revision < data.revision) latest.set(key, data);
  }
  return latest;
};
const areaDay = (letter: string, day: string): IndicatorData | undefined => {
  const id = [...areaLetter].find(([, name]) => name === letter)![0];
  return numbers('air.area.day.aqi').get(`${id} ${day}`);
};
const areaDaysOn = (day: string): Record<string, number | null> =>
  Object.fromEntries(
    [...areaLetter].map(([id, letter]) => {
      const value = numbers('air.area.day.aqi').get(`${id} ${day}`)?.value;
      return [letter, value === null || value === undefined ? null : Number(value)];
    }),
  );
const aboveOn = (day: string): Record<string, number> => {
  const { areas } = expected.air.areaDaysAbove100.find((one: { day: string }) => one.day === day);
  return Object.fromEntries(Object.entries<{ aqi: number }>(areas).map(([letter, { aqi }]) => [letter, aqi]));
};

/** Sends the hours of a span of labels as the doors would, in their order. */
const play = async (after: string, until: string): Promise<void> => {
  const records = [
    ...between(national, after, until).map((row) => ({ time: row['time']!, record: nationalHour(row) })),
    ...between(county, after, until).map((row) => ({ time: row['time']!, record: countyHour(row) })),
  ].sort((a, b) => (a.time < b.time ? -1 : 1));
  await service.sendPackets(records.map(({ record }) => record));
};

beforeAll(async () => {
  service = await startMonitoring(shanghai('2026-05-10 00:00'));
  await registerCity(service, ({ kind }) => kind === 'station');
}, 120_000);
afterAll(() => service?.stop());

describe('three days of the season', () => {
  it('are published as soon as their last hour is there, with the expected values', async () => {
    await play('2026-05-10 00:00', '2026-05-13 00:00');
    await service.settle();
    await service.setClock(shanghai('2026-05-13 00:30'));
    await service.settle();
    for (const day of ['2026-05-11', '2026-05-12']) expect(areaDaysOn(day)).toMatchObject(aboveOn(day));
    expect(Object.values(areaDaysOn('2026-05-10')).every((aqi) => aqi !== null && aqi <= 100)).toBe(true);
    expect(areaDay('甲', '2026-05-12')).toMatchObject({
      value: '128',
      valid: true,
      unit: '',
      revision: 1,
      dataState: 'realtime',
      edition: 'cn-2026-transition',
      period: { kind: 'day', start: '2026-05-11T16:00:00.000Z', end: '2026-05-12T16:00:00.000Z' },
      details: { primary: ['O3'], category: '轻度污染', provisional: false, values: { O3: 190 } },
    });
    expect(numbers('air.station.day.aqi').size).toBe(3 * 17);
  });

  it('say what they would be without the station of unknown status', () => {
    expect(areaDay('己', '2026-05-12')?.details).toMatchObject({ provisional: true, uncertainStations: ['ST17'] });
    expect(areaDay('己', '2026-05-12')?.details['couldBe']).toEqual([expect.stringMatching(/^\d+$/)]);
  });

  it('are sealed once the day has settled, behind everything they cover', async () => {
    expect(service.dataOf(MonitoringSealed).filter(({ seal }) => seal === 'daily')).toEqual(
      ['2026-05-10', '2026-05-11', '2026-05-12'].map((day) => ({
        service: 'monitoring',
        seal: 'daily',
        cutoff: shanghai(`${day} 00:00`),
      })),
    );
    await service.setClock(shanghai('2026-05-13 01:00'));
    await service.settle();
    const events = service.events('monitoring.indicators');
    const seal = events.findLast(({ type }) => type === 'cutoff.sealed');
    expect(seal).toMatchObject({
      occurredAt: shanghai('2026-05-13 00:00'),
      data: { seal: 'daily', cutoff: shanghai('2026-05-13 00:00') },
    });
    expect(events.at(-1)).toBe(seal);
  });
});

it('are drawn as whole rows of hours and days, with what is missing counted', async () => {
  const span = 'from=2026-05-10&to=2026-05-12';
  interface Series {
    first: string;
    hours: number;
    values: Record<string, (number | null)[]>;
    aqi: (number | null)[];
    corrected: number[];
    missing: number[];
  }
  const { body: series } = await service.get<Series>(`/hour-series?stationId=ST01&${span}`);
  expect(series).toMatchObject({ first: shanghai('2026-05-10 01:00'), hours: 72, corrected: [] });
  const rows = between(national, '2026-05-10 00:00', '2026-05-13 00:00').filter(({ code }) => code === 'ST01');
  expect(rows.length).toBeGreaterThan(60);
  // The first of all is labelled 01:00, and every hour of the span is over.
  expect(series).toMatchObject({ due: 72 });
  // A row without any value is an hour that is missing.
  const withValue = rows.filter((row) =>
    ['so2', 'no2', 'co', 'o3', 'pm10', 'pm2_5'].some((name) => row[name] !== '' && !Number.isNaN(Number(row[name]))),
  );
  expect(series.missing).toHaveLength(72 - withValue.length);
  for (const row of rows) {
    const place = (Date.parse(shanghai(row['time']!)) - Date.parse(series.first)) / 3_600_000;
    const sent = Number(row['pm2_5']);
    expect(series.values['PM2.5']![place]).toBe(Number.isNaN(sent) || row['pm2_5'] === '' ? null : sent);
  }
  const { body: calendar } = await service.get<{
    days: { day: string; aqi: number; category: string }[];
    missing: string[];
    notEvaluated: number;
  }>(`/day-calendar?stationId=ST01&${span}`);
  expect(calendar).toMatchObject({ missing: [], notEvaluated: 0 });
  expect(calendar.days.map(({ day }) => day)).toEqual(['2026-05-10', '2026-05-11', '2026-05-12']);
  const { body: ofArea } = await service.get<typeof calendar>(
    `/day-calendar?areaId=${[...areaLetter].find(([, name]) => name === '甲')![0]}&${span}`,
  );
  expect(ofArea.days.at(-1)).toMatchObject({ day: '2026-05-12', aqi: 128, category: '轻度污染' });
  const { body: coverage } = await service.get<{
    items: { subject: { id: string }; duePerDay: number; due: number[]; received: number[]; since: string | null }[];
  }>(`/coverage?kind=station&${span}`);
  const own = coverage.items.find(({ subject }) => subject.id === 'ST01')!;
  expect(own).toMatchObject({ duePerDay: 24, since: '2026-05-10' });
  // The newest hour has come, but may still be on its way elsewhere: it is neither due nor counted.
  expect(own.due).toEqual([24, 24, 23]);
  // Who never sent anything is among them, and so is what it should have sent.
  const { body: summary } = await service.get<{
    kinds: { kind: string; subjects: number; never: number; received: number; due: number; percent: string }[];
  }>(`/coverage/summary?${span}`);
  const stations = summary.kinds.find(({ kind }) => kind === 'station')!;
  const sumOf = (of: (item: (typeof coverage.items)[number]) => number): number =>
    coverage.items.reduce((sum, item) => sum + of(item), 0);
  expect(stations).toMatchObject({
    subjects: coverage.items.length,
    never: coverage.items.filter(({ since }) => since === null).length,
    due: sumOf(({ due }) => due.reduce((sum, n) => sum + n, 0)),
    received: sumOf(({ due, received }) => due.reduce((sum, n, day) => sum + Math.min(n, received[day]!), 0)),
  });
  expect(stations.percent).toMatch(/^\d+\.\d$/);
  const paged: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: { all: number; items: { subject: { id: string } }[]; nextCursor: string | null } = (
      await service.get<typeof page>(`/coverage?${span}&limit=2${cursor ? `&cursor=${cursor}` : ''}`)
    ).body;
    expect(page.items.length).toBeLessThanOrEqual(2);
    paged.push(...page.items.map(({ subject }) => subject.id));
    if (page.nextCursor === null) expect(paged).toHaveLength(page.all);
    cursor = page.nextCursor;
  }
  const once = (await service.get<typeof coverage>(`/coverage?${span}&limit=200`)).body;
  expect(paged).toEqual(once.items.map(({ subject }) => subject.id));
  expect(own.received).toHaveLength(3);
  const measured = rows.filter((row) =>
    ['so2', 'no2', 'co', 'o3', 'pm10', 'pm2_5'].some((name) => Number(row[name]) > 0),
  );
  expect(own.received.reduce((sum, n) => sum + n, 0)).toBe(measured.length - 1);
  for (const path of [
    '/hour-series?stationId=ST01&from=2025-01-01&to=2026-05-12',
    '/hour-series?stationId=ST01&from=2026-05-12&to=2026-05-11',
    `/day-calendar?${span}`,
    '/coverage?from=2026-01-01&to=2026-05-12',
    '/coverage/summary?from=2026-01-01&to=2026-05-12',
  ])
    expect((await service.get(path)).status).toBe(400);
});

it('are counted of each pollutant for itself, since a mean rests on the hours of its own', async () => {
  const span = 'from=2026-05-10&to=2026-05-12';
  interface Single {
    pollutant: string;
    received: number;
    percent: string;
  }
  interface Covered {
    items: { subject: { id: string; kind: string }; due: number[]; received: number[]; byPollutant: Single[] }[];
  }
  const coverage = async (query: string): Promise<Covered['items']> =>
    (await service.get<Covered>(`/coverage?${span}&limit=200${query}`)).body.items;
  const sumOf = (counts: readonly number[]): number => counts.reduce((sum, n) => sum + n, 0);
  const all = await coverage('');
  const own = all.find(({ subject }) => subject.id === 'ST01')!;
  const due = sumOf(own.due);
  const rows = between(national, '2026-05-10 00:00', '2026-05-13 00:00').filter(({ code }) => code === 'ST01');
  // The newest hour is not due yet.
  const counted = rows.slice(0, -1);
  expect(own.byPollutant.map(({ pollutant }) => pollutant)).toEqual(['SO2', 'NO2', 'CO', 'O3', 'PM10', 'PM2.5']);
  for (const { pollutant, received, percent } of own.byPollutant) {
    const column = pollutant.toLowerCase().replace('.', '_');
    const came = counted.filter((row) => row[column] !== '' && !Number.isNaN(Number(row[column]))).length;
    expect([pollutant, received, percent]).toEqual([pollutant, came, ((came / due) * 100).toFixed(1)]);
    const asked = (await coverage(`&pollutant=${pollutant}`)).find(({ subject }) => subject.id === 'ST01')!;
    expect(asked).toEqual({ ...own, received: expect.anything() });
    expect(sumOf(asked.received)).toBe(came);
  }
  expect(new Set(own.byPollutant.map(({ received }) => received)).size).toBeGreaterThan(1);
  const { body } = await service.get<{ kinds: { kind: string; byPollutant: Single[] }[] }>(`/coverage/summary?${span}`);
  for (const { kind, byPollutant } of body.kinds)
    expect(byPollutant.map(({ received }) => received)).toEqual(
      kind === 'station'
        ? own.byPollutant.map((_, place) => sumOf(all.map((item) => item.byPollutant[place]!.received)))
        : [],
    );
  for (const query of ['kind=section&pollutant=PM10', 'pollutant=NOx'])
    expect((await service.get(`/coverage?${span}&${query}`)).status).toBe(400);
});

it('tell how each device is doing', async () => {
  const { body } = await service.get<{ items: { mn: string; standing: string; availability: string | null }[] }>(
    '/device-health?days=3',
  );
  expect(body.items.length).toBeGreaterThan(0);
  // Hours end at the platform's now, so that nobody is late; who never sent is not on line.
  for (const { standing } of body.items) expect(['online', 'never']).toContain(standing);
  expect(body.items.some(({ standing, availability }) => standing === 'online' && availability !== '0.0')).toBe(true);
});

it('sent once more change nothing', async () => {
  const before = service.events('monitoring.indicators').length;
  const counts = () =>
    select(
      service.db.manager,
      'select (select count(*) from station_hour) as hours, (select count(*) from reading) as readings, (select count(*) from raw_packet) as packets',
    );
  const [rows] = await counts();
  await service.sendPackets(between(national, '2026-05-11 20:00', '2026-05-12 04:00').map((row) => nationalHour(row)));
  await service.settle();
  expect(await counts()).toEqual([rows]);
  // The same values in another frame: another packet, nothing more.
  await service.sendPackets(between(county, '2026-05-11 20:00', '2026-05-12 04:00').map((row) => countyHour(row)));
  await service.settle();
  const [after] = (await counts()) as { hours: string; readings: string; packets: string }[];
  expect(after).toMatchObject({
    hours: (rows as { hours: string }).hours,
    readings: (rows as { readings: string }).readings,
  });
  expect(Number(after!.packets)).toBeGreaterThan(Number((rows as { packets: string }).packets));
  expect(service.events('monitoring.indicators').length).toBe(before);
});

it('corrects a day with a higher revision, dated by the correction', async () => {
  const row = between(county, '2026-05-12 13:00', '2026-05-12 14:00').find(({ code }) => code === 'ST05')!;
  await service.sendPackets([countyHour({ ...row, o3: '400' }, { receivedAt: shanghai('2026-05-13 00:50') })]);
  await service.settle();
  const corrected = numbers('air.station.day.aqi').get('ST05 2026-05-12')!;
  expect(corrected.revision).toBe(2);
  expect(areaDay('乙', '2026-05-12')!.revision).toBe(2);
  expect(Number(areaDay('乙', '2026-05-12')!.value)).toBeGreaterThan(120);
  expect(areaDay('甲', '2026-05-12')!.revision).toBe(1);
  const event = service
    .events('monitoring.indicators')
    .findLast(({ data }) => (data as IndicatorData).subject?.id === 'ST05');
  expect(event?.occurredAt).toBe(shanghai('2026-05-13 00:50'));
  const hours = await select(
    service.db.manager,
    `select revision, is_current, o3::int as o3 from station_hour where station_id = 'ST05' and label = $1 order by revision`,
    [shanghai('2026-05-12 14:00')],
  );
  expect(hours).toEqual([
    { revision: 1, isCurrent: false, o3: Number(row['o3']) },
    { revision: 2, isCurrent: true, o3: 400 },
  ]);
  await service.sendPackets([countyHour(row, { receivedAt: shanghai('2026-05-13 00:55') })]);
  await service.settle();
  expect(areaDay('乙', '2026-05-12')).toMatchObject({ revision: 3, value: '120' });
});

it('takes reviewed values in by the feed door: the same numbers, another data state', async () => {
  const rows = [
    ...between(national, '2026-05-12 00:00', '2026-05-13 00:00'),
    ...between(county, '2026-05-12 00:00', '2026-05-13 00:00'),
  ];
  await service.sendPackets(rows.map((row) => reviewedHour(row, shanghai('2026-05-13 00:58'))));
  await service.settle();
  expect(areaDay('甲', '2026-05-12')).toMatchObject({ value: '128', revision: 2, dataState: 'reviewed' });
  expect(areaDay('甲', '2026-05-11')).toMatchObject({ revision: 1, dataState: 'realtime' });
  await service.sendPackets(
    between(national, '2026-05-12 05:00', '2026-05-12 06:00').map((row) => nationalHour({ ...row, o3: '1' })),
  );
  await service.settle();
  expect(areaDay('甲', '2026-05-12')).toMatchObject({ revision: 2 });
});

it('works days out again on request, as work with progress, and touches only what comes out otherwise', async () => {
  const label = shanghai('2026-05-11 12:00');
  const hourAt = async () =>
    (await service.get<{ items: { revision: number; aqi: number }[] }>(`/hours?stationId=ST01&label=${label}`)).body
      .items;
  const before = await hourAt();
  // As an edition known wrongly then would have left it.
  await service.db.query(`update station_hour set aqi = 499 where station_id = 'ST01' and label = $1 and is_current`, [
    label,
  ]);
  const numbersBefore = service.dataOf(MonitoringIndicator).length;
  const wish = { from: '2026-05-10', to: '2026-05-20', reason: '评价标准更正' };
  const asked = await service.post('/recomputations', wish);
  expect(asked).toMatchObject({ status: 202, body: { percent: 0, changedHours: 0, finishedAt: null } });
  await service.settle();
  const done = await service.get(`/recomputations/${String(asked.body['id'])}`);
  expect(done.body).toMatchObject({ percent: 100, changedHours: 1, changedDays: 0, reason: wish.reason });
  const after = await hourAt();
  expect(after[0]).toMatchObject({ revision: before[0]!.revision + 1, aqi: before[0]!.aqi });
  expect(service.dataOf(MonitoringIndicator)).toHaveLength(numbersBefore);
  expect((await service.get<{ items: unknown[] }>('/recomputations')).body.items).toHaveLength(1);
  expect((await service.post('/recomputations', { ...wish, stationIds: ['ST01', 'NOBODY'] })).status).toBe(404);
  expect((await service.post('/recomputations', { ...wish, reason: '' })).status).toBe(400);
  expect((await service.post('/recomputations', wish, ['monitoring.read'])).status).toBe(403);
});

it('works areas out again when a paper makes a station an evaluation point', async () => {
  const before = areaDay('己', '2026-05-11')!;
  const denied = await service.put(
    '/stations/ST17/evaluation-point',
    { status: 'yes', basis: 'paper 6', from: '2026-01-01' },
    ['data.review'],
    'area-a',
  );
  expect(denied.status).toBe(403);
  const bare = await service.put('/stations/ST17/evaluation-point', { status: 'yes', basis: null, from: '2026-01-01' });
  expect(bare).toMatchObject({ status: 422, body: { code: 'EVALUATION_POINT_INVALID' } });
  const { status } = await service.put('/stations/ST17/evaluation-point', {
    status: 'yes',
    basis: 'paper 6',
    from: '2026-01-01',
    reason: 'found',
  });
  expect(status).toBe(200);
  await service.settle();
  expect(areaDay('己', '2026-05-11')).toMatchObject({
    value: before.value,
    revision: before.revision + 1,
    details: { provisional: false },
  });
  const event = service
    .events('monitoring.indicators')
    .findLast(({ data }) => (data as IndicatorData).definition === 'air.area.day.aqi');
  expect(event?.occurredAt).toBe(shanghai('2026-05-13 01:00'));
  await service.put('/stations/ST17/evaluation-point', { status: 'no', basis: 'paper 7', from: '2026-05-12' });
  await service.settle();
  expect(areaDay('己', '2026-05-11')).toMatchObject({ value: before.value });
  expect(areaDay('己', '2026-05-12')?.details['stations']).toEqual(['ST14', 'ST15', 'ST16']);
});

describe('when the feeds end', () => {
  interface Evidence {
    readonly record: { readonly kind: string; readonly id: string; readonly facts: { label: string; value: string }[] };
    readonly basis: { readonly references: { kind: string; id: string; version?: number }[] };
  }
  const link = async (kind: string, id: string): Promise<Evidence> =>
    (await service.get<Evidence>(`/evidence/monitoring/${kind}/${encodeURIComponent(id)}`)).body;

  it('every area is told of each day as not evaluated, and the month is closed with what there was', async () => {
    await service.setClock(shanghai('2026-06-01 00:40'));
    await service.settle();
    expect(areaDay('丙', '2026-05-20')).toMatchObject({
      value: null,
      valid: false,
      invalidReason: '没有有效的污染物数据',
    });
    const id = [...areaLetter].find(([, name]) => name === '甲')![0];
    expect(numbers('air.area.month.composite-index').get(`${id} 2026-05`)).toMatchObject({
      valid: false,
      invalidReason: expect.stringContaining('PM10有效天数3天，少于27天'),
      coverage: { valid: 3, expected: 31 },
      details: { provisional: false },
    });
    expect(numbers('air.area.month.good-day-rate').get(`${id} 2026-05`)).toMatchObject({
      value: '33.3',
      numerator: '1',
      denominator: '3',
    });
    expect(numbers('air.area.month.composite-index').size).toBe(6);
  });

  it('each silent station is told of once', () => {
    const silences = service.dataOf(SilenceStarted);
    expect(silences).toHaveLength(17);
    expect(new Set(silences.map(({ silentSince }) => silentSince))).toEqual(new Set([shanghai('2026-05-14 00:00')]));
    expect(silences[0]).toMatchObject({
      network: 'air',
      subjectsInNetwork: 17,
      lastSeenAt: shanghai('2026-05-13 00:00'),
    });
  });

  it('a figure of the month can be walked back to the bytes it came from', async () => {
    const id = [...areaLetter].find(([, name]) => name === '乙')![0];
    const found = await service.get<{ items: { id: string }[] }>(
      `/monitoring-indicators?definition=air.area.month.composite-index&subjectId=${id}`,
    );
    const month = await link('indicator', found.body.items[0]!.id);
    const days = await Promise.all(month.basis.references.map((one) => link(one.kind, one.id)));
    const day = days.find(({ record }) =>
      record.facts.some(({ label, value }) => label === '数值' && value === '120'),
    )!;
    expect(day.basis.references.map(({ kind }) => kind)).toEqual(['station-day', 'station-day']);
    const stationDay = await link('station-day', day.basis.references[1]!.id);
    expect(stationDay.basis.references).toHaveLength(24);
    const hour = await link('station-hour', stationDay.basis.references[0]!.id);
    const [reading] = hour.basis.references;
    const packet = await link('packet', (await link(reading!.kind, reading!.id)).basis.references[0]!.id);
    expect(packet.record.facts.find(({ label }) => label === '校验')?.value).toBe('一致');
    const raw = await originalOf<{ sha256: string; hex: string }>(service, packet.record.id);
    expect(createHash('sha256').update(Buffer.from(raw.hex, 'hex')).digest('hex')).toBe(raw.sha256);
  });

  it('a day that is over and has no record is one not evaluated, from the registration to the end of its use', async () => {
    interface Calendar {
      days: unknown[];
      missing: string[];
      notEvaluated: number;
    }
    const calendarOf = async (of: string): Promise<Calendar> =>
      (await service.get<Calendar>(`/day-calendar?${of}&from=2026-05-01&to=2026-06-10`)).body;
    const station = await calendarOf('stationId=ST01');
    expect(station.days).toHaveLength(3);
    expect(station.missing.at(0)).toBe('2026-05-13');
    expect(station.missing.at(-1)).toBe('2026-05-31');
    expect(station.missing).toHaveLength(19);
    expect(station.notEvaluated).toBe(19);
    const county = [...areaLetter].find(([, name]) => name === '甲')![0];
    // An area is told of each day, its feeds silent or not; the first ended as the stations were registered.
    expect(await calendarOf(`areaId=${county}`)).toMatchObject({ missing: [], notEvaluated: 20 });
    await select(
      service.db.manager,
      `update register_version set recorded_at = '2026-05-12T16:00:00Z' where noun = 'subject' and id = 'ST02'`,
    );
    expect((await calendarOf('stationId=ST02')).missing).toHaveLength(19);
    await select(service.db.manager, `update subject set retired = true where id = 'ST02'`);
    expect((await calendarOf('stationId=ST02')).missing).toEqual([]);
    await select(service.db.manager, `update subject set retired = false where id = 'ST02'`);
    expect(await calendarOf('stationId=none')).toEqual({ days: [], missing: [], notEvaluated: 0 });
  });

  it('the overview says what is known now', async () => {
    const { body } = await service.get<{
      air: { aqi: number | null }[];
      goodDays: unknown[];
      silent: unknown[];
      sealedUntil: string;
    }>('/monitoring-overview');
    expect(body.air).toHaveLength(6);
    expect(body.air.every(({ aqi }) => aqi === null)).toBe(true);
    expect(body.goodDays).toContainEqual(
      expect.objectContaining({ year: '2026', goodDays: 1, evaluatedDays: 3, pollutedDays: 2 }),
    );
    expect(body.silent).toHaveLength(17);
    expect(body.sealedUntil).toBe('2026-05-31');
  });
});
