import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MonitoringIndicator } from '#libs/contracts/monitoring.events.js';
import { type MonitoringService, shanghai, startMonitoring } from './monitoring-service.js';
import { registerCity, subjects } from './sample-city.js';

let service: MonitoringService;
const section = subjects.find(({ kind }) => kind === 'section')!;
const HEADING = '水体,点位,采样日期,透明度(cm),溶解氧(mg/L),氨氮(mg/L)';
const LIGHT = '示例沟,起点,2026-07-02,22,2.1,1.1';

interface Taken {
  readonly id: string;
}
const file = async (...rows: string[]): Promise<string> => {
  const content = Buffer.from([HEADING, ...rows, ''].join('\n'));
  return (await service.running.parts.files.put(content)).sha256;
};
const take = async (rows: readonly string[], more: object = {}, who: object = {}) =>
  service.call<Taken & Record<string, unknown>>(
    { permissions: ['subject.manage'], ...who },
    'POST',
    '/black-water-imports',
    { fileSha256: await file(...rows), fileName: '七月.csv', ...more },
  );
const undo = (id: string, who: object = {}) =>
  service.call({ permissions: ['subject.manage'], ...who }, 'POST', `/black-water-imports/${id}/undo`, {
    reason: '文件有误',
  });
const samples = async (): Promise<unknown[]> => {
  const { body } = await service.get<{ samples: { point: string; sampledOn: string; values: object }[] }>(
    '/black-waters/B1',
  );
  return body.samples.map(({ point, sampledOn, values }) => [point, sampledOn, values]);
};
const FIRST = ['P1', '2026-07-02', { clarity: '22', do: '2.1', nh3n: '1.1' }];

beforeAll(async () => {
  service = await startMonitoring(shanghai('2026-07-31 12:00'));
  await registerCity(service, ({ kind }) => kind === 'section');
  const water = {
    ...{ name: '示例沟', areaId: section.area, reach: '', lengthMetres: '1200', surfaceSquareMetres: null },
    points: [
      { id: 'P1', name: '起点' },
      { id: 'P2', name: '入河口' },
    ],
    answersFor: section.answersFor.map(({ unit, ...rest }) => ({ unitId: unit, ...rest })),
    expectedVersion: 0,
    first: { standing: 'listed', from: '2026-01-03', basis: '示例办〔2026〕3号' },
  };
  for (const [id, name] of [
    ['B1', '示例沟'],
    ['B2', '同名塘'],
    ['B3', '同名塘'],
  ] as const)
    expect(await service.put(`/black-waters/${id}`, { ...water, name })).toMatchObject({ status: 200 });
}, 120_000);
afterAll(() => service?.stop());

describe('a file of samples', () => {
  it('is checked without taking anything, each wrong row with its column and reason', async () => {
    const rows = [
      LIGHT,
      '同名塘,起点,2026-07-02,30,4,1',
      '无此水体,起点,2026-07-02,30,4,1',
      '示例沟,P9,2026-07-02,30,4,1',
      '示例沟,入河口,2026-08-02,30,4,1',
      '示例沟,入河口,2026-07-03,很清,4,1',
      '',
      'B1,P1,2026/7/2,30,4,1',
      'B2,P2,2026-07-02,30,4',
    ];
    const refused = [
      [3, '水体', 'UNKNOWN_SUBJECT'],
      [4, '水体', 'UNKNOWN_SUBJECT'],
      [5, '点位', 'UNKNOWN_SUBJECT'],
      [6, '采样日期', 'TIME_IMPLAUSIBLE'],
      [7, '透明度(cm)', 'NOT_A_NUMBER'],
      [9, '', 'ROW_TWICE'],
      [10, '', 'COLUMN_COUNT'],
    ].map(([row, column, reason]) => ({ row, column, reason, text: rows[Number(row) - 2] }));
    expect(await take(rows, { dryRun: true })).toMatchObject({
      status: 200,
      body: { state: 'checked', id: null, rowsRead: 8, rowsChanged: 1, refused },
    });
    expect(await take(rows)).toMatchObject({ body: { state: 'refused', id: null, refused } });
    expect(await samples()).toEqual([]);
    expect(await take(rows, { takeRest: true })).toMatchObject({ body: { state: 'taken', rowsChanged: 1 } });
    expect(await samples()).toEqual([FIRST]);
  });

  it('changes nothing where it says nothing new, and corrects with a reason only', async () => {
    expect(await take([LIGHT])).toMatchObject({ body: { state: 'taken', rowsChanged: 0 } });
    const corrected = [LIGHT.replace(',22,', ',25,')];
    expect(await take(corrected, { dryRun: true })).toMatchObject({ body: { state: 'checked', rowsChanged: 1 } });
    expect(await take(corrected)).toMatchObject({ status: 409, body: { code: 'BLACK_WATER_REASON_MISSING' } });
    expect(await take(corrected, { reason: '化验室复核' })).toMatchObject({ body: { rowsChanged: 1 } });
    expect(await samples()).toMatchObject([['P1', '2026-07-02', { clarity: '25' }]]);
  });

  it('is taken back as a whole, once, but for what somebody corrected since', async () => {
    const { body } = await take(
      [LIGHT.replace(',22,', ',8,'), '示例沟,入河口,2026-07-03,40,4,1', '示例沟,入河口,2026-07-04,40,4,1'],
      { reason: '补录' },
    );
    expect(body).toMatchObject({ rowsChanged: 3 });
    const byHand = { point: 'P2', sampledOn: '2026-07-04', values: { do: '5' }, expectedVersion: 1, reason: '笔误' };
    expect(await service.put('/black-waters/B1/samples', byHand)).toMatchObject({ status: 200 });
    expect(await undo(body.id, { unitId: 'town-elsewhere' })).toMatchObject({ status: 403 });
    expect(await undo(body.id)).toMatchObject({ status: 200, body: { rowsPutBack: 2 } });
    expect(await undo(body.id)).toMatchObject({ status: 409, body: { code: 'BLACK_WATER_IMPORT_UNDONE' } });
    expect(await samples()).toEqual([
      ['P2', '2026-07-04', { do: '5' }],
      ['P1', '2026-07-02', { clarity: '25', do: '2.1', nh3n: '1.1' }],
    ]);
    const { body: list } = await service.get<{ items: object[] }>('/black-water-imports?limit=1');
    expect(list).toMatchObject({
      items: [{ fileName: '七月.csv', rowsChanged: 3, undone: { reason: '文件有误', rowsPutBack: 2, by: 'Spec' } }],
      nextCursor: expect.any(String),
    });
    // A sample taken back may be recorded anew, as if there had been none.
    const anew = { point: 'P2', sampledOn: '2026-07-03', values: { do: '3' }, expectedVersion: 0 };
    expect(await service.put('/black-waters/B1/samples', anew)).toMatchObject({ status: 200, body: { version: 3 } });
  });

  it('is told of in figures of months long over, also when it is taken back', async () => {
    const relapsed = () =>
      service
        .dataOf(MonitoringIndicator)
        .filter(({ definition, period }) => definition.endsWith('-eliminated') && period.label === '2026-07')
        .map(({ numerator, denominator, coverage }) => [numerator, denominator, coverage?.valid]);
    await service.setClock(shanghai('2026-08-02 00:40'));
    await service.settle();
    expect(relapsed()).toEqual([['0', '3', 1]]);
    const { body } = await take(['B2,P1,2026-07-05,40,4,1']);
    await service.setClock(shanghai('2026-08-03 00:40'));
    await service.settle();
    expect(relapsed().at(-1)).toEqual(['0', '3', 2]);
    expect(await undo(body.id)).toMatchObject({ status: 200 });
    await service.setClock(shanghai('2026-08-04 00:40'));
    await service.settle();
    expect(relapsed().at(-1)).toEqual(['0', '3', 1]);
  });

  it('asks for permission and reach, and is refused where it is none', async () => {
    expect(await take([LIGHT], {}, { permissions: ['monitoring.read'] })).toMatchObject({ status: 403 });
    expect(await take([LIGHT], { dryRun: true }, { unitId: 'town-elsewhere' })).toMatchObject({
      body: { refused: [{ row: 2, column: '水体', reason: 'OUT_OF_REACH' }] },
    });
    const put = async (content: Buffer) => (await service.running.parts.files.put(content)).sha256;
    const other = await put(Buffer.from('time,value\n1,2\n'));
    const half = await put(gzipSync(Buffer.from(`${HEADING}\n${LIGHT}\n`.repeat(50))).subarray(0, 60));
    for (const fileSha256 of [other, half])
      expect(await service.post('/black-water-imports', { fileSha256, fileName: 'x.csv' })).toMatchObject({
        body: { code: 'BLACK_WATER_FILE_INVALID' },
      });
    const nowhere = { fileSha256: 'f'.repeat(64), fileName: 'x.csv' };
    expect(await service.post('/black-water-imports', nowhere)).toMatchObject({ status: 404 });
  });
});
