import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AreaState, UnitState } from '#libs/contracts/directory.events.js';
import { ImportComplete, ImportSending, ImportUndone } from '#libs/contracts/ingestion.events.js';
import { ImportAssessed, ImportSliceTaken, ImportTakenBack } from '#libs/contracts/monitoring.events.js';
import { addDays } from '#libs/domain/calendar/shanghai.js';
import { writeLineRanges } from '#libs/domain/telemetry/line-ranges.js';
import { runWithCause, systemCause } from '#libs/observability/cause.js';
import { select } from '#libs/persistence/select.js';
import { eventually } from '#libs/testing/eventually.js';
import { wishUndo } from '../src/import/import.store.js';
import { takeBackImport } from '../src/import/take-back-import.js';
import { lockSubjects } from '../src/subject/subject-lock.store.js';
import { policyOf } from '../src/policy.js';
import { sealCutoff } from '../src/seal/seal-cutoff.js';
import { type MonitoringService, type RawSend, shanghai, startMonitoring } from './monitoring-service.js';

const NOW = '2026-06-01 12:00';
const AIR = 'timepoint,stationcode,aqi,pm10,pm2_5,o3,o3_24h,no2,so2,co';
const WATER =
  '省份,流域,断面名称,监测时间,水质类别,水温(℃),pH(无量纲),溶解氧(mg/L),电导率(μS/cm),浊度(NTU),高锰酸盐指数(mg/L),氨氮(mg/L),总磷(mg/L),总氮(mg/L)';
const DAY = '2026-05-20';
/** Labels of the hours of a natural day. */
const LABELS = Array.from({ length: 24 }, (_, n) =>
  n === 23 ? '2026-05-21' : `${DAY}T${String(n + 1).padStart(2, '0')}00`,
);
const AT_NINE = shanghai(`${DAY} 09:00`);

let service: MonitoringService;

interface Hour {
  readonly revision: number;
  readonly isCurrent: boolean;
  readonly values: Record<string, number>;
  readonly aqi: number | null;
  readonly packetId: string;
}

const slice = (
  importId: string,
  lines: readonly string[],
  more: { as?: string; first?: number; layout?: string; heading?: string; headers?: Record<string, string> } = {},
): RawSend => {
  const { as = importId, first = 2, layout = 'cnemc-hourly', heading = AIR } = more;
  return {
    key: as,
    value: [heading, ...lines].join('\n'),
    headers: {
      ...{ door: 'import', receivedAt: shanghai(NOW), source: as, layout, fileSha256: 'f'.repeat(64) },
      ...{
        line: String(first),
        lines: writeLineRanges(lines.map((_, n) => first + n)),
        dataState: 'realtime',
        importId,
      },
      ...more.headers,
    },
  };
};
const airLine = (station: string, label: string, pm25: number, pm10: number | '' = 60): string =>
  `${label},${station},,${pm10},${pm25},50,60,20,5,0.4`;
const wholeDay = (pm25: number): string[] =>
  LABELS.flatMap((label) => [airLine('S1', label, pm25), airLine('S2', label, pm25)]);
const lockWaiters = async (): Promise<number> =>
  (
    await select<{ n: number }>(
      service.db.manager,
      `select count(*)::int as n from pg_locks l
        where l.locktype = 'advisory' and not l.granted
          and l.database = (select d.oid from pg_database d where d.datname = current_database())`,
    )
  )[0]!.n;
const taken = (importId: string) => service.dataOf(ImportSliceTaken).filter((one) => one.importId === importId);
const hours = async (station = 'S1', label = AT_NINE): Promise<Hour[]> =>
  (await service.get<{ items: Hour[] }>(`/hours?stationId=${station}&label=${label}`)).body.items;
const day = async (of: string): Promise<{ revision: number; aqi: number | null; state: string } | undefined> =>
  (
    await service.get<{ items: { day: string; revision: number; aqi: number | null; state: string }[] }>(`/days?${of}`)
  ).body.items.find((one) => one.day === DAY);
const undo = async (importId: string): Promise<number> => {
  await service.send(ImportUndone, [
    { key: importId, data: { importId, at: shanghai(NOW), reason: 'the wrong file' }, id: randomUUID() },
  ]);
  await eventually(() => expect(service.dataOf(ImportTakenBack).some((one) => one.importId === importId)).toBe(true), {
    deadlineMs: 30_000,
  });
  await service.settle();
  return service.dataOf(ImportTakenBack).find((one) => one.importId === importId)!.changed;
};
/** Sends slices and says that their imports are complete, as the door does when all of them were answered. */
const send = async (...records: RawSend[]): Promise<void> => {
  await service.sendPackets(records);
  await service.settle();
  const told = records.map(({ headers }) => ({ importId: headers['importId']!, sourceId: headers['source']! }));
  await service.send(
    ImportComplete,
    told.map((data) => ({ key: data.importId, data: { ...data, at: shanghai(NOW) } })),
  );
  await eventually(
    () => {
      const assessed = service.dataOf(ImportAssessed).map(({ importId }) => importId);
      expect(assessed).toEqual(expect.arrayContaining(told.map(({ importId }) => importId)));
    },
    { deadlineMs: 30_000 },
  );
  await service.settle();
};

const [a, again, b, c, d, e, f, g, h] = Array.from({ length: 9 }, () => randomUUID()) as [
  ...[string, string, string],
  ...[string, string, string],
  ...[string, string, string],
];

beforeAll(async () => {
  service = await startMonitoring(shanghai(NOW));
  await service.keep(AreaState, [
    {
      ...{
        id: 'C1',
        level: 'county',
        parentId: null,
        version: 1,
        retired: false,
        name: 'C1',
        unitId: null,
        outline: [],
      },
    },
  ]);
  await service.keep(UnitState, [
    {
      ...{ id: 'u1', version: 1, retired: false, name: 'u1', shortName: 'u1', type: 'TOWNSHIP', parentId: null },
      ...{ path: ['city', 'u1'], external: false, areaId: null },
    },
  ]);
  await service.settle();
  const common = {
    areaId: 'C1',
    position: [120.5, 30.5],
    answersFor: [{ unitId: 'u1', sharePerMille: 1000, basis: 'paper 1', from: '2026-01-01', to: null }],
    expectedVersion: 0,
  };
  const evaluationPoint = { status: 'yes', basis: 'paper 2', from: '2026-01-01' };
  for (const id of ['S1', 'S2'])
    expect(
      (await service.put(`/stations/${id}`, { ...common, name: id, network: 'air', evaluationPoint })).status,
    ).toBe(200);
  const water = { type: 'river', target: 3, basis: 'paper 3' };
  expect((await service.put('/sections/D1', { ...common, name: '小金山', network: 'water', water })).status).toBe(200);
}, 120_000);
afterAll(() => service?.stop());

it('takes the lines of a file in, with the days they complete, and keeps their bytes', async () => {
  const record = slice(a, wholeDay(40));
  await send(record);
  expect(taken(a)).toEqual([{ importId: a, firstLine: 2, rows: 48, changed: 48, refused: [] }]);
  const [hour] = await hours();
  expect(hour).toMatchObject({
    revision: 1,
    aqi: 60,
    values: { 'PM2.5': 40, PM10: 60, O3: 50, NO2: 20, SO2: 5, CO: 0.4 },
  });
  expect(await day('stationId=S1')).toMatchObject({ revision: 1, state: 'PUBLISHED' });
  expect(await day('areaId=C1')).toMatchObject({ revision: 1, state: 'PUBLISHED' });
  const packet = (await service.get(`/raw-packets/${hour!.packetId}`)).body;
  expect(packet).toMatchObject({ door: 'import', source: a, line: 2, text: record.value, isIntact: true });
  expect(packet['sha256']).toBe(createHash('sha256').update(record.value).digest('hex'));
  const [{ n }] = (await select<{ n: number }>(service.db.manager, 'select count(*)::int as n from reading')) as [
    { n: number },
  ];
  expect(n).toBe(0);
});

it('changes nothing by the same slice, sent twice or by a repetition', async () => {
  await send(slice(a, wholeDay(40)), slice(again, wholeDay(40), { as: a }));
  expect(taken(again)).toEqual([{ importId: again, firstLine: 2, rows: 48, changed: 0, refused: [] }]);
  expect(await hours()).toHaveLength(1);
  expect(await day('stationId=S1')).toMatchObject({ revision: 1 });
});

it('supersedes by a correction, with history; a line nobody can be found for is named', async () => {
  const before = (await day('stationId=S1'))!.aqi;
  await send(
    slice(b, [airLine('S1', `${DAY}T0900`, 400), airLine('S9', `${DAY}T0900`, 1), airLine('S2', `${DAY}T0900`, 40)]),
  );
  expect(taken(b)).toMatchObject([
    { rows: 3, changed: 1, refused: [{ line: 3, column: 'stationcode', reason: 'UNKNOWN_SUBJECT' }] },
  ]);
  expect((await hours()).map(({ revision, isCurrent, values }) => [revision, isCurrent, values['PM2.5']])).toEqual([
    [2, true, 400],
    [1, false, 40],
  ]);
  expect(await day('stationId=S1')).toMatchObject({ revision: 2 });
  expect((await day('stationId=S1'))!.aqi).toBeGreaterThan(before!);
  expect(await day('stationId=S2')).toMatchObject({ revision: 1 });
});

it('takes a correction back to what was there before, once', async () => {
  const first = (await day('stationId=S2'))!.aqi;
  expect(await undo(b)).toBe(1);
  expect((await hours()).map(({ revision, isCurrent, values }) => [revision, isCurrent, values['PM2.5']])).toEqual([
    [3, true, 40],
    [2, false, 400],
    [1, false, 40],
  ]);
  expect((await hours())[0]!.packetId).toBe((await hours())[2]!.packetId);
  expect(await day('stationId=S1')).toMatchObject({ revision: 3, aqi: first });
  await undo(b);
  expect(await hours()).toHaveLength(3);
  expect(service.dataOf(ImportTakenBack).filter((one) => one.importId === b)).toHaveLength(1);
});

it('takes the first import back to nothing, and the same file may come again', async () => {
  expect(await undo(a)).toBe(48);
  expect((await hours())[0]).toMatchObject({ revision: 4, values: {}, aqi: null });
  expect(await day('stationId=S1')).toMatchObject({ revision: 4, aqi: null, state: 'EMPTY' });
  await send(slice(c, wholeDay(40)));
  expect(taken(c)).toMatchObject([{ rows: 48, changed: 48 }]);
  expect((await hours())[0]).toMatchObject({ revision: 5, values: { 'PM2.5': 40 }, aqi: 60 });
  expect(await day('stationId=S1')).toMatchObject({ revision: 5, state: 'PUBLISHED' });
});

it('gives an hour the index its publisher gives it where PM10 is blanked beside PM2.5', async () => {
  await send(slice(d, [airLine('S1', '2026-05-22T0900', 40, '')]));
  expect((await hours('S1', shanghai('2026-05-22 09:00')))[0]).toMatchObject({ aqi: 60 });
});

it('keeps what rows of sections were, and takes them back', async () => {
  const row = (nh3n: string): string => `浙江省,浙闽片河流,小金山,2026-05-20 09:15,2,20,7.5,8,130,4,2,${nh3n},0.02,0.9`;
  const of = { layout: 'cnemc-section', heading: WATER, headers: { province: '浙江省' } };
  const now = async (): Promise<unknown> =>
    (await select<object>(service.db.manager, `select item_values ->> 'nh3n' as nh3n, revision from section_row`))[0];
  await send(slice(d, [row('0.1')], of));
  expect(await now()).toEqual({ nh3n: '0.1', revision: 1 });
  await send(slice(e, [row('1.5'), row('1.5').replace('浙江省', '江苏省')], of));
  expect(await now()).toEqual({ nh3n: '1.5', revision: 2 });
  expect(taken(e)).toMatchObject([{ changed: 1, refused: [{ line: 3, reason: 'OTHER_PROVINCE' }] }]);
  expect(await undo(e)).toBe(1);
  expect(await now()).toEqual({ nh3n: '0.1', revision: 3 });
});

it('leaves what another file brought too when one of them is taken back', async () => {
  const at = shanghai('2026-05-24 09:00');
  const line = (pm25: number): string => airLine('S1', '2026-05-24T0900', pm25);
  await send(slice(f, [line(40)]));
  await send(slice(g, [line(40)]));
  expect(taken(g)).toMatchObject([{ changed: 0 }]);
  await undo(f);
  const [now, before] = await hours('S1', at);
  expect(now).toMatchObject({ values: { 'PM2.5': 40, PM10: 60 }, aqi: 60 });
  expect(now!.packetId).not.toBe(before!.packetId);
  await undo(g);
  expect((await hours('S1', at))[0]).toMatchObject({ values: {}, aqi: null });
  const row = (nh3n: string): string => `浙江省,浙闽片河流,小金山,2026-05-24 09:15,2,20,7.5,8,130,4,2,${nh3n},0.02,0.9`;
  const of = { layout: 'cnemc-section', heading: WATER, headers: { province: '浙江省' } };
  const now2 = async (): Promise<string | undefined> =>
    (
      await select<{ nh3n: string }>(
        service.db.manager,
        `select item_values ->> 'nh3n' as nh3n from section_row where at = '${shanghai('2026-05-24 09:15')}'`,
      )
    )[0]?.nh3n;
  const [one, other] = [randomUUID(), randomUUID()];
  await send(slice(one, [row('0.3')], of));
  await send(slice(other, [row('0.3')], of));
  await undo(one);
  expect(await now2()).toBe('0.3');
  await undo(other);
  expect(await now2()).toBeNull();
});

it('lets samples of a later file stand for their section and month, with what they replaced kept', async () => {
  const of = { layout: 'manual-samples', heading: '河道名称,取样日期,取样时间,COD,氨氮' };
  const rows = async (): Promise<string[]> =>
    (
      await select<{ at: Date; cod: string | null }>(
        service.db.manager,
        `select at, item_values ->> 'cod' as cod from section_row
          where at >= '2026-03-31T16:00Z' and at < '2026-04-30T16:00Z' order by at`,
      )
    ).map(({ at, cod }) => `${at.toISOString().slice(5, 16)} ${cod ?? '-'}`);
  const [early, late] = [randomUUID(), randomUUID()];
  await send(slice(early, ['小金山,2026-04-07,1025,18,0.6', '小金山,2026-04-14,,20,0.7'], of));
  expect(await rows()).toEqual(['04-07T02:25 18', '04-14T04:00 20']);
  await send(slice(late, ['小金山,2026-04-07,1025,17,0.6', '别处,2026-04-07,1025,17,0.6'], of));
  expect(await rows()).toEqual(['04-07T02:25 17', '04-14T04:00 -']);
  expect(taken(late)).toMatchObject([{ refused: [{ line: 3, column: '河道名称', reason: 'UNKNOWN_SUBJECT' }] }]);
  await undo(late);
  expect(await rows()).toEqual(['04-07T02:25 18', '04-14T04:00 20']);
});

it('reads lines by the mapping their slice carries', async () => {
  const mapping = JSON.stringify({
    ...{ subject: 'station', code: ['站'], time: '时', labelsStart: true },
    values: [{ key: 'PM2.5', heading: '细', factor: '1000' }],
  });
  const of = { layout: 'mapping', heading: '站,时,细', headers: { mapping } };
  const mapped = randomUUID();
  await send(slice(mapped, ['S1,2026/4/6 8:00,0.0351'], of));
  expect((await hours('S1', shanghai('2026-04-06 09:00')))[0]).toMatchObject({ values: { 'PM2.5': 35.1 } });
  const broken = randomUUID();
  await send(slice(broken, ['S1,2026/4/6 9:00,0.0351'], { ...of, headers: { mapping: '{' } }));
  expect(taken(broken)).toMatchObject([{ changed: 0, refused: [{ reason: 'LAYOUT_UNKNOWN' }] }]);
});

it('takes nothing in of an import that is taken back, and a seal waits for one that is under way', async () => {
  const seal = (): Promise<string> =>
    runWithCause(systemCause('spec'), () =>
      service.db.transaction((tx) =>
        sealCutoff(tx, { id: 'spec', cutoff: new Date(shanghai(NOW)) }, policyOf(service.running.parts.pack)),
      ),
    ).then(
      () => 'sealed',
      (why: Error) => why.message,
    );
  await service.send(ImportSending, [{ key: h, data: { importId: h, sourceId: h, at: shanghai(NOW) } }]);
  const lines = [airLine('S1', '2026-05-25T0900', 40), airLine('S1', '2026-05-26', 40)];
  await service.sendPackets([slice(h, lines.slice(0, 1))]);
  await service.settle();
  expect(await seal()).toContain(h);
  // It never becomes complete: the slices that came are taken back, the one that comes late is not taken in.
  expect(await undo(h)).toBe(1);
  await service.sendPackets([slice(h, lines, { first: 502 })]);
  await service.settle();
  expect(taken(h)).toMatchObject([{ changed: 1 }, { rows: 2, changed: 0 }]);
  expect(await hours('S1', shanghai('2026-05-26 00:00'))).toEqual([]);
  expect(await seal()).toBe('sealed');
});

it('works out days of files beside each other, but alone where a month of their area is published', async () => {
  const [unpublished, published] = [randomUUID(), randomUUID()];
  const march = LABELS.map((label) => airLine('S1', label.replace('-05-', '-03-'), 40));
  let wait: Promise<void> | undefined;
  await service.db.transaction(async (other) => {
    await lockSubjects(other, [], ['area C1']);
    await send(slice(unpublished, march));
    wait = send(slice(published, [airLine('S1', `${DAY}T0900`, 300)]));
    await eventually(async () => expect(await lockWaiters()).toBe(1), { deadlineMs: 30_000 });
    expect(taken(published)).toMatchObject([{ changed: 1 }]);
    expect(service.dataOf(ImportAssessed).map(({ importId }) => importId)).not.toContain(published);
  });
  await wait;
  expect(await day('stationId=S1')).toMatchObject({ revision: 6 });
});

it('leaves a day to the file that is still bringing hours of it, and works it out once', async () => {
  const linesOf = (month: string): string[] =>
    LABELS.map((label) => airLine('S1', label.replace('-05-', `-${month}-`), 40));
  const revisions = async (day: string): Promise<number[]> =>
    (
      await select<{ revision: number }>(
        service.db.manager,
        'select revision from station_day where station_id = $1 and day = $2 order by revision',
        ['S1', day],
      )
    ).map(({ revision }) => revision);
  const announce = (importId: string): Promise<void> =>
    service.send(ImportSending, [{ key: importId, data: { importId, sourceId: importId, at: shanghai(NOW) } }]);
  const [file, next] = [randomUUID(), randomUUID()];
  const lines = linesOf('02');
  await announce(file);
  await service.sendPackets([slice(file, lines.slice(0, 10))]);
  await service.settle();
  // The last hour of the day comes first, in the file of the next day.
  await send(slice(next, lines.slice(-1)));
  expect(await revisions('2026-02-20')).toEqual([]);
  await send(slice(file, lines.slice(10, -1), { first: 502 }));
  expect(await revisions('2026-02-20')).toEqual([1]);

  // Left to a file that is taken back instead, the day is worked out from what is in force then.
  const [broken, whole] = [randomUUID(), randomUUID()];
  await announce(broken);
  await service.sendPackets([slice(broken, linesOf('01').slice(0, 1))]);
  await service.settle();
  await send(slice(whole, linesOf('01')));
  expect(await revisions('2026-01-20')).toEqual([]);
  await undo(broken);
  expect(await revisions('2026-01-20')).toEqual([1]);
});

it('works each day of an import taken back out once, though it was left to it as well', async () => {
  const importId = randomUUID();
  const at = new Date(shanghai(NOW));
  const lines = Array.from({ length: 501 }, (_, n) => airLine('S1', `${addDays('2024-01-01', n)}T0900`, 40));
  await service.send(ImportSending, [{ key: importId, data: { importId, sourceId: importId, at: shanghai(NOW) } }]);
  await service.sendPackets([slice(importId, lines)]);
  await service.settle();
  const seen: number[] = [];
  await wishUndo(service.db.manager, { importId, requestedAt: at, reason: 'the wrong file' });
  await runWithCause(systemCause('spec'), () =>
    takeBackImport({ db: service.db, policy: policyOf(service.running.parts.pack) }, importId, (percent) => {
      seen.push(percent);
      return Promise.resolve();
    }),
  );
  // Values in one transaction, and days in one: there are fewer than a thousand of them.
  expect(seen).toEqual([60, 100]);
  expect((await hours('S1', shanghai('2024-01-01 09:00')))[0]).toMatchObject({ values: {} });
});
