import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import type { Consumer } from 'kafkajs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { UnitState } from '#libs/contracts/directory.events.js';
import { ImportComplete, ImportSending, ImportUndone, RAW_TOPICS } from '#libs/contracts/ingestion.events.js';
import {
  ImportAssessed,
  ImportSliceTaken,
  ImportTakenBack,
  MonitoredSubjectState,
} from '#libs/contracts/monitoring.events.js';
import { readLineRanges } from '#libs/domain/telemetry/line-ranges.js';
import { select } from '#libs/persistence/select.js';
import { eventually } from '#libs/testing/eventually.js';
import { freePort } from '#libs/testing/free-port.js';
import { caughtUp, startTestService, type TestService } from '#libs/testing/test-service.js';
import { IngestionConfig } from '../src/config.js';
import { ingestion } from '../src/service.js';

const HEADING = 'timepoint,stationcode,aqi,pm10,pm2_5,o3,o3_24h,no2,so2,co';
const DELIVERER = { permissions: ['feed.deliver', 'data.review'] };

interface Seen {
  readonly id: string;
  readonly state: string;
  readonly progress: number;
  readonly failure: string | null;
  readonly rowsRead: number;
  readonly rowsRefused: number;
  readonly rowsTaken: number;
  readonly rowsChanged: number;
  readonly columnsUnread: readonly string[];
  readonly columnsAbsent: readonly string[];
  readonly repeatOf: string | null;
  readonly undo: { readonly by: string; readonly reason: string; readonly changed: number | null } | null;
}
interface Slice {
  readonly value: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

let service: TestService;
let reader: Consumer;
const slices: Slice[] = [];
/** Nobody takes slices in. */
let isSilent = false;

/** Stands in for whoever takes packets in: tells of each slice that all its rows were taken. */
const answer = async ({ headers }: Slice): Promise<void> => {
  if (isSilent) return;
  const data = {
    ...{ importId: headers['importId']!, firstLine: Number(headers['line']), refused: [] },
    ...{
      rows: readLineRanges(headers['lines']!, 10_000)!.length,
      changed: headers['importId'] === headers['source'] ? 1 : 0,
    },
  };
  await service.send(ImportSliceTaken, [{ key: data.importId, data }]);
};

const line = (n: number, station = 'S1'): string =>
  `2026-05-${String(1 + Math.floor(n / 23)).padStart(2, '0')}T${String((n % 23) + 1).padStart(2, '0')}00,${station},,60,40,50,60,20,5,0.4`;
const PRELIMINARY = { dataState: 'preliminary', reason: '初审' };
const fileOf = (lines: readonly string[]): string => [HEADING, ...lines, ''].join('\n');
const importOf = async (
  content: string | Buffer,
  more: object = {},
  end = /taken|checked|refused|failed/,
): Promise<Seen> => {
  const { sha256 } = await service.running.parts.files.put(Buffer.from(content));
  const body = { fileSha256: sha256, fileName: 'hours.csv', layout: 'cnemc-hourly', ...more };
  const asked = await service.call<Seen>(DELIVERER, 'POST', '/imports', body);
  expect(asked.status).toBe(202);
  return ended(asked.body.id, end);
};
const look = async (id: string): Promise<Seen> => (await service.call<Seen>(DELIVERER, 'GET', `/imports/${id}`)).body;
const ended = async (id: string, end: RegExp): Promise<Seen> => {
  await eventually(
    async () => {
      await assess();
      expect((await look(id)).state).toMatch(end);
    },
    { deadlineMs: 30_000 },
  );
  return look(id);
};
const refusedOf = async (id: string): Promise<[number, string, string][]> =>
  (
    await service.call<{ items: { line: number; column: string; reason: string }[] }>(
      DELIVERER,
      'GET',
      `/imports/${id}/refused`,
    )
  ).body.items.map(({ line: at, column, reason }) => [at, column, reason]);

/** Works nothing out, and says so for every import that is complete. */
const assess = async (): Promise<void> => {
  for (const { importId } of service.published(ImportComplete))
    await service.send(ImportAssessed, [{ key: importId, data: { importId } }]);
};

beforeAll(async () => {
  service = await startTestService({
    definition: ingestion,
    config: IngestionConfig,
    at: '2026-06-01T00:00:00.000Z',
    settings: { HJ212_PORT: String(await freePort()) },
  });
  await service.send(
    MonitoredSubjectState,
    ['S1', 'S2', 'T1', '北塘河'].map((id) => ({
      key: id,
      data: {
        ...{ id, version: 1, retired: false, name: id, areaId: 'C1', position: null },
        kind: id === '北塘河' ? ('section' as const) : ('station' as const),
        ...{ evaluationPoint: null, water: null, limits: [], network: 'air' },
        answersFor:
          id === 'T1' ? [{ unitId: 'town', sharePerMille: 1000, basis: 'paper', from: '2026-01-01', to: null }] : [],
      },
    })),
  );
  await service.send(
    UnitState,
    ['town', 'other'].map((id) => ({
      key: id,
      data: {
        ...{ id, version: 1, retired: false, name: id, shortName: id, type: 'TOWNSHIP', parentId: 'city' },
        ...{ path: ['city', id], external: false, areaId: null },
      },
    })),
  );
  await caughtUp(service, 'ingestion', [MonitoredSubjectState.topic, UnitState.topic]);
  reader = service.kafka.kafka.consumer({ groupId: `${service.kafka.namespace}.taker`, maxWaitTimeInMs: 50 });
  await reader.connect();
  await reader.subscribe({ topics: [service.kafka.topic(RAW_TOPICS.packets.topic)], fromBeginning: true });
  await reader.run({
    eachMessage: async ({ message }) => {
      const headers = Object.fromEntries(Object.entries(message.headers ?? {}).map(([k, v]) => [k, String(v)]));
      const one = { value: message.value ?? Buffer.alloc(0), headers };
      slices.push(one);
      await answer(one);
    },
  });
}, 120_000);
afterAll(async () => {
  await reader?.disconnect();
  await service?.stop();
});

const BROKEN = [line(0), line(1).replace(',40,', ',NaN,'), line(2, 'S9'), line(3).replace('T0400', 'T2500'), line(4)];
let first: Seen;

it('says in a dry run what would not be taken, and sends nothing', async () => {
  const seen = await importOf(fileOf(BROKEN), { dryRun: true });
  expect(seen).toMatchObject({ state: 'checked', progress: 100, rowsRead: 5, rowsRefused: 3, rowsTaken: 0 });
  expect(await refusedOf(seen.id)).toEqual([
    [3, 'pm2_5', 'NOT_A_NUMBER'],
    [4, 'stationcode', 'UNKNOWN_SUBJECT'],
    [5, 'timepoint', 'TIME_IMPOSSIBLE'],
  ]);
  expect(slices).toEqual([]);
});

it('takes nothing of a broken file unless the rest is asked for', async () => {
  expect(await importOf(fileOf(BROKEN))).toMatchObject({ state: 'refused', rowsRefused: 3, rowsTaken: 0 });
  expect(slices).toEqual([]);
  const emptied = [line(0), HEADING.replaceAll(/[^,]+/g, ''), '  '];
  expect(await importOf(fileOf(emptied), { dryRun: true })).toMatchObject({ rowsRead: 1, rowsRefused: 0 });
  const seen = await importOf(fileOf(BROKEN), { takeRest: true });
  expect(seen).toMatchObject({
    state: 'taken',
    progress: 100,
    rowsRead: 5,
    rowsRefused: 3,
    rowsTaken: 2,
    rowsChanged: 1,
  });
  const [one] = slices.splice(0);
  const text = [HEADING, BROKEN[0], BROKEN[4]].join('\n');
  expect(one!.value.toString()).toBe(text);
  expect(one!.headers).toMatchObject({
    ...{ door: 'import', importId: seen.id, source: seen.id, layout: 'cnemc-hourly', line: '2', lines: '2,6' },
    fileSha256: createHash('sha256').update(fileOf(BROKEN)).digest('hex'),
  });
});

it('sends a long packed file in slices that hold every line once and in order', async () => {
  const lines = Array.from({ length: 690 }, (_, n) => line(n)).flatMap((one) => [one, one.replace('S1', 'S2')]);
  first = await importOf(gzipSync(fileOf(lines)), PRELIMINARY);
  expect(first).toMatchObject({ state: 'taken', rowsRead: 1380, rowsRefused: 0, rowsTaken: 1380, repeatOf: null });
  const sent = slices.splice(0);
  expect(sent.map(({ headers }) => headers['lines'])).toEqual(['2-501', '502-1001', '1002-1381']);
  expect(sent.flatMap(({ value }) => value.toString().split('\n').slice(1))).toEqual(lines);
  // The same file again is the same slices under the name of the first.
  const again = await importOf(gzipSync(fileOf(lines)), PRELIMINARY);
  expect(again).toMatchObject({ state: 'taken', repeatOf: first.id, rowsChanged: 0 });
  const repeated = slices.splice(0);
  expect(repeated.map(({ value }) => value.toString())).toEqual(sent.map(({ value }) => value.toString()));
  expect(new Set(repeated.map(({ headers }) => headers['source']))).toEqual(new Set([first.id]));
  // A repetition cannot be taken back by itself.
  const refused = await service.call(DELIVERER, 'POST', `/imports/${again.id}/undo`, { reason: 'wrong' });
  expect(refused).toMatchObject({ status: 409, body: { code: 'IMPORT_REPEATS' } });
});

it('is taken back as a whole, once, with a reason, and may then be imported anew', async () => {
  expect((await service.call(DELIVERER, 'POST', `/imports/${first.id}/undo`, {})).status).toBe(400);
  const undone = await service.call<Seen>(DELIVERER, 'POST', `/imports/${first.id}/undo`, { reason: 'wrong file' });
  expect(undone).toMatchObject({ status: 202, body: { state: 'undoing', undo: { by: 'Spec', reason: 'wrong file' } } });
  await eventually(() =>
    expect(service.published(ImportUndone)).toMatchObject([{ importId: first.id, reason: 'wrong file' }]),
  );
  await service.send(ImportTakenBack, [{ key: first.id, data: { importId: first.id, changed: 1380 } }]);
  expect((await ended(first.id, /undone/)).undo).toMatchObject({ changed: 1380 });
  expect((await service.call(DELIVERER, 'POST', `/imports/${first.id}/undo`, { reason: 'again' })).status).toBe(202);
  await caughtUp(service, 'ingestion', [ImportTakenBack.topic]);
  expect(service.published(ImportUndone)).toHaveLength(1);
  const { items } = (await service.call<{ items: Seen[] }>(DELIVERER, 'GET', '/imports')).body;
  expect(items.filter(({ state }) => state === 'undone')).toHaveLength(2);
  const actions = await select<{ action: string }>(
    service.db.manager,
    'select a.action from audit a where a.subject_id = $1 order by a.seq',
    [first.id],
  );
  expect(actions.map(({ action }) => action)).toEqual(['import.request', 'import.check', 'import.take', 'import.undo']);
});

it('takes reviewed values of whoever may review, with a reason', async () => {
  const { sha256 } = await service.running.parts.files.put(Buffer.from(fileOf([line(0)])));
  const body = { fileSha256: sha256, fileName: 'x.csv', layout: 'cnemc-hourly', dataState: 'reviewed' };
  const only = { permissions: ['feed.deliver'] };
  expect(await service.call(only, 'POST', '/imports', { ...body, reason: '审核' })).toMatchObject({
    ...{ status: 403, body: { code: 'FORBIDDEN_REVIEW' } },
  });
  expect(await service.call(DELIVERER, 'POST', '/imports', body)).toMatchObject({
    ...{ status: 409, body: { code: 'FEED_REASON_REQUIRED' } },
  });
});

it('reads a table saved in GB 18030 as one in UTF-8', async () => {
  const rows = [
    'caa1b7dd2cb6cfc3e6c3fbb3c62cbce0b2e2cab1bce42ccbaecec22c70482cc8dcbde2d1f52cb5e7b5bcc2ca2cd7c7b6c82cb8dfc3cccbe1d1ced6b8cafd2cb0b1b5aa2cd7dcc1d72cd7dcb5aa0a',
    'c4b3caa12cb1b1ccc1bad32c323032362d30352d30362030383a30302c32302c382c382c3430302c352c332c302e322c302e30332c310a',
  ].map((row) => Buffer.from(row, 'hex'));
  slices.splice(0);
  const seen = await importOf(Buffer.concat(rows), { layout: 'cnemc-section', province: '某省' });
  expect(seen).toMatchObject({ state: 'taken', rowsRead: 1, rowsRefused: 0 });
  expect(slices.map(({ value }) => value.toString())).toEqual([
    '省份,断面名称,监测时间,水温,pH,溶解氧,电导率,浊度,高锰酸盐指数,氨氮,总磷,总氮\n某省,北塘河,2026-05-06 08:00,20,8,8,400,5,3,0.2,0.03,1',
  ]);
});

it('names what is wrong with a file as a whole', async () => {
  expect(await importOf('timepoint,stationcode\nx,y\n')).toMatchObject({
    ...{ state: 'failed', failure: 'COLUMN_MISSING: so2, no2, co, o3, pm10, pm2_5' },
  });
  expect((await importOf(gzipSync(Buffer.from([0xca, 0xff, 0x2c, 0x0a])))).failure).toContain('TEXT_UNREADABLE');
  const cut = gzipSync(fileOf([line(0)]));
  expect((await importOf(cut.subarray(0, cut.length - 12))).failure).toContain('FILE_UNREADABLE');
});

it('is shut to whoever may not deliver, and to files and layouts nobody knows', async () => {
  const body = { fileSha256: 'a'.repeat(64), fileName: 'x.csv', layout: 'cnemc-hourly' };
  expect((await service.call({ permissions: ['monitoring.read'] }, 'POST', '/imports', body)).status).toBe(403);
  expect(await service.call(DELIVERER, 'POST', '/imports', body)).toMatchObject({
    body: { code: 'IMPORT_FILE_INVALID' },
  });
  expect((await service.call(DELIVERER, 'POST', '/imports', { ...body, layout: 'x' })).status).toBe(400);
  const { sha256 } = await service.running.parts.files.put(Buffer.from('a,b\n'));
  const sections = { ...body, fileSha256: sha256, layout: 'cnemc-section' };
  expect(await service.call(DELIVERER, 'POST', '/imports', sections)).toMatchObject({
    body: { code: 'IMPORT_PROVINCE_INVALID' },
  });
});

it('keeps the first ten thousand refused rows and counts all of them by reason', async () => {
  const lines = Array.from({ length: 10_050 }, (_, n) => line(n % 600, n < 10 ? 'S1' : 'S9'));
  const seen = await importOf(fileOf(lines), { dryRun: true });
  expect(seen).toMatchObject({ rowsRead: 10_050, rowsRefused: 10_040 });
  const page = await service.call<{ items: unknown[] }>(DELIVERER, 'GET', `/imports/${seen.id}/refused?limit=5`);
  expect(page.body).toMatchObject({
    items: [{ line: 12 }, { line: 13 }, { line: 14 }, { line: 15 }, { line: 16 }],
    kinds: [{ reason: 'UNKNOWN_SUBJECT', column: 'stationcode', rows: 10_040 }],
    ...{ rowsNotKept: 40, nextCursor: '16' },
  });
});

it('lets nobody bring or take back values for units beyond their reach, nor see who did', async () => {
  const town = { unitId: 'town', ...DELIVERER };
  const other = { unitId: 'other', ...DELIVERER };
  const content = fileOf([line(0, 'T1')]);
  const { sha256 } = await service.running.parts.files.put(Buffer.from(content));
  const body = { fileSha256: sha256, fileName: 'hours.csv', layout: 'cnemc-hourly' };
  const refused = await service.call<Seen>(other, 'POST', '/imports', body);
  const isOver = async (who: typeof town, id: string): Promise<Seen> => {
    await eventually(async () => {
      await assess();
      expect((await service.call<Seen>(who, 'GET', `/imports/${id}`)).body.state).toMatch(/refused|taken/);
    });
    return (await service.call<Seen>(who, 'GET', `/imports/${id}`)).body;
  };
  expect(await isOver(other, refused.body.id)).toMatchObject({ state: 'refused', rowsRefused: 1 });
  expect(await refusedOf(refused.body.id)).toEqual([[2, 'stationcode', 'OUT_OF_REACH']]);
  const own = await service.call<Seen>(town, 'POST', '/imports', body);
  expect(await isOver(town, own.body.id)).toMatchObject({ state: 'taken', rowsTaken: 1 });
  expect(await service.call(other, 'GET', `/imports/${own.body.id}`)).toMatchObject({ status: 404 });
  const { items } = (await service.call<{ items: Seen[] }>(other, 'GET', '/imports')).body;
  expect(items.map(({ id }) => id)).toEqual([refused.body.id]);
  expect(await service.call(other, 'POST', `/imports/${own.body.id}/undo`, { reason: 'mine' })).toMatchObject({
    body: { code: 'FORBIDDEN_UNIT' },
  });
  expect((await service.call(DELIVERER, 'POST', `/imports/${own.body.id}/undo`, { reason: 'ours' })).status).toBe(202);
  await service.send(ImportTakenBack, [{ key: own.body.id, data: { importId: own.body.id, changed: 1 } }]);
});

it('reads a workbook of samples, and names the cell of what is not right', async () => {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('样品');
  sheet.addRows([
    ['取样日期', '取样时间', '编号', '河道名称', 'COD', '氨氮', '总鳞'],
    [new Date('2026-05-06T00:00:00Z'), 1025, '1-进水', '北塘河', 18, '0.61'],
    [new Date('2026-05-06T00:00:00Z'), '', '', '南塘河', 18, ''],
    ['2026/5/7', 'soon', '', '北塘河', 18, ''],
    ['2026/5/7', '', '', '北塘河', 'NaN', ''],
    ['not a day', '', '', '北塘河', 18, ''],
  ]);
  const content = Buffer.from(await book.xlsx.writeBuffer());
  slices.splice(0);
  const seen = await importOf(content, { layout: 'manual-samples', fileName: 'samples.xlsx', takeRest: true });
  expect(seen).toMatchObject({ state: 'taken', rowsRead: 5, rowsRefused: 4, rowsTaken: 1 });
  expect(seen.columnsUnread).toEqual(['编号', '总鳞']);
  expect(seen.columnsAbsent).toEqual(expect.arrayContaining(['总磷', '高锰酸盐指数']));
  expect(await refusedOf(seen.id)).toEqual([
    [3, '样品!D3', 'UNKNOWN_SUBJECT'],
    [4, '样品!B4', 'TIME_IMPOSSIBLE'],
    [5, '样品!E5', 'NOT_A_NUMBER'],
    [6, '样品!A6', 'CELL_WRONG'],
  ]);
  expect(slices.map(({ value }) => value.toString())).toEqual([
    '河道名称,取样日期,取样时间,COD,氨氮\n北塘河,2026-05-06,1025,18,0.61',
  ]);
  const broken = await importOf(fileOf([line(0)]), { layout: 'manual-samples' });
  expect(broken).toMatchObject({ state: 'failed', failure: expect.stringContaining('FILE_UNREADABLE') });
});

it('reads a table of any make by a saved mapping, and slices carry the version they were read by', async () => {
  const mapping = {
    ...{ subject: 'station', code: ['站'], time: '时', labelsStart: false },
    values: [{ key: 'PM2.5', heading: '细', factor: '1000' }],
  };
  const save = (body: object, id = '', who = DELIVERER) =>
    service.call<{ id: string; version: number }>(who, id ? 'PUT' : 'POST', `/column-mappings${id && `/${id}`}`, body);
  const wrong = { ...mapping, values: [{ key: 'codmn', heading: '细' }] };
  expect((await save({ name: 'x', mapping: wrong, expectedVersion: 0 })).status).toBe(400);
  const { body: first } = await save({ name: '县站导出', mapping, expectedVersion: 0 });
  expect(first).toMatchObject({ version: 1, name: '县站导出', savedBy: 'Spec' });
  expect(await save({ name: '县站', mapping, expectedVersion: 0 }, first.id)).toMatchObject({
    body: { code: 'STATE_CHANGED_MEANWHILE' },
  });
  const hidden = await save({ name: 'y', mapping, expectedVersion: 1 }, first.id, {
    ...DELIVERER,
    unitId: 'town',
  } as never);
  expect(hidden.body).toMatchObject({ code: 'FORBIDDEN_UNIT' });
  expect((await save({ name: '县站', mapping, expectedVersion: 1 }, first.id)).body.version).toBe(2);
  const versions = await service.call<{ items: unknown[] }>(DELIVERER, 'GET', `/column-mappings/${first.id}`);
  expect(versions.body.items).toMatchObject([
    { version: 2, name: '县站' },
    { version: 1, name: '县站导出' },
  ]);
  expect((await service.call(DELIVERER, 'GET', '/column-mappings')).body).toMatchObject({ items: [{ version: 2 }] });
  const content = '时,站,细\n2026/5/6 8:00,S1,0.0351\n2026/5/6 9:00,S1,x\n';
  const { sha256 } = await service.running.parts.files.put(Buffer.from(content));
  expect((await service.call(DELIVERER, 'GET', `/imports/preview?fileSha256=${sha256}`)).body).toEqual({
    headings: ['时', '站', '细'],
    rows: [
      ['2026/5/6 8:00', 'S1', '0.0351'],
      ['2026/5/6 9:00', 'S1', 'x'],
    ],
  });
  slices.splice(0);
  const seen = await importOf(content, { layout: undefined, mappingId: first.id, takeRest: true });
  expect(seen).toMatchObject({ state: 'taken', rowsTaken: 1, mapping: { id: first.id, version: 2 } });
  expect(await refusedOf(seen.id)).toEqual([[3, '细', 'NOT_A_NUMBER']]);
  expect(slices[0]!.headers['layout']).toBe('mapping');
  expect(JSON.parse(slices[0]!.headers['mapping']!)).toEqual(mapping);
});

it('takes back also what is stuck on its way, and sends no more of it', async () => {
  isSilent = true;
  slices.splice(0);
  const lines = Array.from({ length: 152 * 500 }, (_, n) => line(n % 690));
  const { id } = await importOf(gzipSync(fileOf(lines)), {}, /sending/);
  await eventually(() => expect(slices.length).toBeGreaterThan(140), { deadlineMs: 30_000 });
  expect(service.published(ImportSending).some(({ importId }) => importId === id)).toBe(true);
  expect((await service.call(DELIVERER, 'POST', `/imports/${id}/undo`, { reason: 'stuck' })).status).toBe(202);
  isSilent = false;
  await service.send(ImportTakenBack, [{ key: id, data: { importId: id, changed: 7 } }]);
  expect(await ended(id, /undone/)).toMatchObject({ undo: { changed: 7 } });
  await eventually(async () => expect(await service.running.scheduler.idle()).toBe(true), { deadlineMs: 30_000 });
  expect((await look(id)).state).toBe('undone');
  expect(service.published(ImportComplete).some(({ importId }) => importId === id)).toBe(false);
});
