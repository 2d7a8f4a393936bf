import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { importFiles } from './import-files.js';

let folder: string;
let told: string[];
let printed: string[];
let server: Server;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-'));
  [told, printed] = [[], []];
  const without = (line: string): string => line.replaceAll(`${folder}/`, '');
  jest.spyOn(console, 'error').mockImplementation((line: string) => void told.push(without(line)));
  jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(without(line)));
});
afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
  jest.restoreAllMocks();
});

const TAKEN = {
  ...{ id: 'i1', state: 'taken', progress: 100, failure: null, repeatOf: null },
  ...{ rowsRead: 2, rowsRefused: 0, rowsTaken: 2, rowsChanged: 2 },
  ...{ columnsUnread: ['aqi'], columnsAbsent: ['总氮'] },
};

/** An installation that takes every file but those whose bytes hold `photo`, which it answers with a refusal. */
const installation = async (refusal: { readonly status: number; readonly code: string }): Promise<string> => {
  server = createServer((request, answer) => {
    let body = '';
    request.setEncoding('latin1').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      if (request.url === '/api/sign-in') answer.setHeader('set-cookie', 'duban=token; Path=/');
      const isRefused = request.url === '/api/files' && body.includes('photo');
      answer.writeHead(isRefused ? refusal.status : 200, { 'content-type': 'application/json' });
      const stored = request.url === '/api/files' ? { sha256: 'f'.repeat(64) } : TAKEN;
      answer.end(JSON.stringify(isRefused ? { code: refusal.code, detail: 'bytes of no known kind' } : stored));
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
const three = (): string[] =>
  ['a.csv', 'photo.bin', 'c.csv'].map((name) => {
    const file = join(folder, name);
    writeFileSync(file, name);
    return file;
  });
const options = (url: string) => ({
  ...{ url, user: 'clerk', password: 'long enough 1', layout: 'cnemc-hourly' },
  ...{ dataState: 'realtime', dryRun: false, takeRest: false },
});

it.each([409, 413, 415, 422])('a file refused with %d is named, and those behind it are imported', async (status) => {
  const url = await installation({ status, code: 'FILE_TYPE' });
  expect(await importFiles(three(), options(url))).toBe(1);
  expect(printed).toEqual([
    'a.csv: import i1: 2 rows read, 0 not right, 2 taken, 2 new or corrected',
    'c.csv: import i1: 2 rows read, 0 not right, 2 taken, 2 new or corrected',
  ]);
  expect(told.filter((line) => line.includes('column'))).toEqual([
    'a.csv: columns not read: aqi; columns it does without: 总氮',
  ]);
  expect(told.filter((line) => line.startsWith('photo.bin'))).toEqual(['photo.bin: FILE_TYPE: bytes of no known kind']);
});

it.each([401, 403])('an account turned away with %d sends no other file', async (status) => {
  const url = await installation({ status, code: 'FORBIDDEN' });
  await expect(importFiles(three(), options(url))).rejects.toMatchObject({ status });
  expect(printed).toHaveLength(1);
});
