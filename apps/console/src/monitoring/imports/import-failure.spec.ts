import { expect, it } from '@jest/globals';
import { failureText } from './import-failure.js';
import { importsZh } from './texts.js';

const words = (code: string): string | null => (importsZh.failures as Readonly<Record<string, string>>)[code] ?? null;

it.each([
  ['COLUMN_MISSING: stationcode, so2', '缺少必需的列 stationcode、so2'],
  ['COLUMN_MISSING: 取样日期; COLUMN_TWICE: 氨氮', '缺少必需的列 取样日期；同一列出现两次 氨氮'],
  ['FILE_EMPTY: the file has no line', '文件是空的'],
  ['SOMETHING_NEW: said so', 'SOMETHING_NEW: said so'],
  ['without a code', 'without a code'],
])('a file that cannot be taken is told in words (%s)', (failure, text) => {
  expect(failureText(failure, words, { comma: '、', semicolon: '；' })).toBe(text);
});
