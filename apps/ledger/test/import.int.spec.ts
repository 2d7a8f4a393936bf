import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { sheet, type SheetColumn, type SheetValue } from '#libs/documents/sheet.js';
import { select } from '#libs/persistence/select.js';
import { startTestService, type TestService } from '#libs/testing/test-service.js';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LedgerConfig } from '../src/config.js';
import { ledger } from '../src/service.js';
import { holderOf, loadCity, sha } from './test-city.js';

let service: TestService;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-import-'));
  service = await startTestService({
    definition: ledger,
    config: LedgerConfig,
    at: '2026-05-06T01:00:00Z',
    settings: { FILES_DIR: folder },
  });
  await loadCity(service);
  await service.call(holderOf('office.clerk'), 'POST', '/lists', {
    id: 'inspection',
    kind: 'inspection',
    source: 'PROVINCIAL_INSPECTION',
    name: 'Inspection',
    shortName: 'I',
  });
});
afterAll(async () => {
  await service?.stop();
  await rm(folder, { recursive: true, force: true });
});

const HEADINGS: readonly SheetColumn[] = [
  { header: '编号' },
  { header: '问题名称' },
  { header: '问题类别' },
  { header: '整改类型' },
  { header: '整改时限', type: 'date' },
  { header: '牵头单位' },
  { header: '督导单位' },
  { header: '验收单位' },
  { header: '配合单位' },
];
const good = (no: string): SheetValue[] => [
  no,
  `matter ${no}`,
  '城镇污水处理和雨污分流',
  '限期整改',
  '2026-06-30',
  'north unit',
  'housing',
  'bureau',
  'water、south',
];
const imported = async (
  columns: readonly SheetColumn[],
  rows: readonly SheetValue[][],
  more: object = {},
  post = 'office.clerk',
) => {
  const stored = await service.running.parts.files.put(await sheet(columns, rows), { name: 'list.xlsx' });
  return service.call<{
    code: string;
    registered: { row: number; itemNo: string; problemId: string | null }[];
    faults: { row: number; column: string; code: string }[];
    unknownColumns: string[];
    details: { faults: object[] };
  }>(holderOf(post), 'POST', '/imports/problems', { sha256: stored.sha256, listId: 'inspection', ...more });
};
const onList = () =>
  select<{ itemNo: string }>(service.db.manager, 'select i.item_no from problem_item i order by i.item_no');

it('names the columns that are missing and registers nothing', async () => {
  const answer = await imported(HEADINGS.slice(0, 5), [good('1').slice(0, 5)]);
  expect(answer).toMatchObject({
    status: 422,
    body: {
      code: 'IMPORT_COLUMNS_INVALID',
      details: {
        faults: [
          { row: 1, column: '牵头单位', code: 'COLUMN_MISSING' },
          { row: 1, column: '督导单位', code: 'COLUMN_MISSING' },
        ],
      },
    },
  });
  expect(await onList()).toEqual([]);
});

it('says what a file would do without doing it', async () => {
  const { status, body } = await imported(HEADINGS, [good('1'), good('2')], { dryRun: true });
  expect({ status, rows: body.registered.map(({ row, problemId }) => [row, problemId]) }).toEqual({
    status: 200,
    rows: [
      [2, null],
      [3, null],
    ],
  });
  expect(await onList()).toEqual([]);
});

it('registers the rows that are right and names each that is not, with its column', async () => {
  const bad = (no: string, column: number, value: SheetValue): SheetValue[] =>
    good(no).map((cell, index) => (index === column ? value : cell));
  const rows = [
    good('1'),
    bad('2', 5, 'nobody'),
    bad('3', 3, 'some day'),
    bad('4', 1, ''),
    bad('5', 6, 'north unit'),
    good('1'),
    bad('7', 2, 'no such category'),
    good('8'),
  ];
  const { status, body } = await imported([...HEADINGS, { header: 'remarks' }], rows);
  expect(status).toBe(200);
  expect(body.registered.map(({ row, itemNo }) => [row, itemNo])).toEqual([
    [2, '1'],
    [9, '8'],
  ]);
  expect(body.faults.map(({ row, column, code }) => [row, column, code])).toEqual([
    [3, '牵头单位', 'UNIT_UNKNOWN'],
    [4, '整改类型', 'CELL_WRONG'],
    [5, '问题名称', 'CELL_EMPTY'],
    [6, '督导单位', 'PROBLEM_UNITS_CONFLICT'],
    [7, '编号', 'LIST_ITEM_NO_TAKEN'],
    [8, '问题类别', 'PROBLEM_CATEGORY_INVALID'],
  ]);
  expect(body.unknownColumns).toEqual(['remarks']);
  expect(await onList()).toEqual([{ itemNo: '1' }, { itemNo: '8' }]);
  const { body: problem } = await service.call(
    holderOf('office.clerk'),
    'GET',
    `/problems/${body.registered[0]!.problemId}`,
  );
  expect(problem).toMatchObject({
    title: 'matter 1',
    category: 'urban-sewage',
    source: 'PROVINCIAL_INSPECTION',
    leadUnitId: 'north',
    supportingUnitIds: ['water', 'south'],
    deadline: '2026-06-30',
    publicNoticeRequired: true,
    items: [{ listId: 'inspection', itemNo: '1', dueAt: '2026-06-30' }],
  });
});

it('takes the same file again without a double, and what is no spreadsheet not at all', async () => {
  const { body } = await imported(HEADINGS, [good('1'), good('8')]);
  expect(body.registered).toEqual([]);
  expect(body.faults.map(({ code }) => code)).toEqual(['LIST_ITEM_NO_TAKEN', 'LIST_ITEM_NO_TAKEN']);
  const call = (sha256: string, listId = 'inspection') =>
    service.call<{ code: string }>(holderOf('office.clerk'), 'POST', '/imports/problems', { sha256, listId });
  expect(await call(sha('0'))).toMatchObject({ status: 404, body: { code: 'FILE_NOT_FOUND' } });
  const text = await service.running.parts.files.put(Buffer.from('%PDF-1.4\n1 0 obj\nendobj\ntrailer\n%%EOF\n'));
  expect((await call(text.sha256)).body.code).toBe('SHEET_UNREADABLE');
  expect((await call(text.sha256, 'nowhere')).body.code).toBe('LIST_NOT_FOUND');
  expect((await imported(HEADINGS, [good('9')], {}, 'north.liaison')).status).toBe(403);
});
