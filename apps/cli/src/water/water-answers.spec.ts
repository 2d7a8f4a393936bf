import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { printSectionMonths, printWaterSummary } from './water-answers.js';

/** A gateway that lets everybody in and answers what the service answers. */
let gateway: Server;
let url = '';
const asked: string[] = [];
const ANSWERS: Readonly<Record<string, unknown>> = {
  '/api/sections/DM%2001/months': {
    months: [
      {
        month: '2026-05',
        finality: 'provisional',
        state: 'evaluated',
        waterClass: 6,
        target: 3,
        isCompliant: false,
        exceeding: [
          { name: '氨氮', multiple: '1.3' },
          { name: '溶解氧', multiple: null },
        ],
        failing: { count: 2 },
      },
      {
        month: '2026-04',
        finality: 'final',
        state: 'dry',
        waterClass: null,
        target: 3,
        isCompliant: null,
        exceeding: [],
        failing: { count: 1 },
      },
    ],
  },
  '/api/water-summary': {
    span: { label: '2026-Q2', finality: 'final' },
    groups: [
      {
        name: '长水,上游',
        sections: 5,
        evaluated: 4,
        goodShare: '75.0',
        inferiorShare: '0.0',
        word: '良好',
        compliance: { rate: '58.3' },
      },
    ],
  },
};

beforeAll(async () => {
  gateway = createServer((request, response) => {
    asked.push(request.url ?? '');
    const [path = ''] = (request.url ?? '').split('?');
    response.setHeader('set-cookie', 'session=1');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(ANSWERS[path] ?? {}));
  });
  await new Promise<void>((done) => gateway.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((done) => gateway.close(done)));

const printed = async (run: () => Promise<void>): Promise<string[]> => {
  const said: string[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line));
  await run().finally(() => log.mockRestore());
  return said;
};

it('prints months as they are served, a dry one without a class', async () => {
  const options = { url, user: 'u', password: 'p', months: '2' };
  expect(await printed(() => printSectionMonths('DM 01', options))).toEqual([
    'month,finality,state,class,target,compliant,exceeding,failingMonths',
    '2026-05,provisional,evaluated,劣Ⅴ,Ⅲ,false,氨氮(1.3)、溶解氧,2',
    '2026-04,final,dry,,Ⅲ,,,1',
  ]);
  expect(asked.at(-1)).toBe('/api/sections/DM%2001/months?months=2');
});

it('prints a summary, with names that hold a comma in quotes', async () => {
  const options = { url, user: 'u', password: 'p', by: 'river', span: 'quarter', month: '2026-05' };
  expect((await printed(() => printWaterSummary(options))).at(-1)).toBe(
    '2026-Q2,final,"长水,上游",5,4,75.0,0.0,良好,58.3',
  );
  expect(asked.at(-1)).toBe('/api/water-summary?by=river&span=quarter&month=2026-05');
});
