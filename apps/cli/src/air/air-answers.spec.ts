import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { printComparison, printTargets } from './air-answers.js';

/** A gateway that lets everybody in and answers what the service answers. */
let gateway: Server;
let url = '';
const asked: string[] = [];
const now = {
  day: '2026-07-20',
  value: '82.6',
  target: '85.0',
  gap: '-2.4',
  remaining: 164,
  state: 'AT_RISK',
  standing: 'lagging',
};
const ANSWERS: Readonly<Record<string, unknown>> = {
  '/api/targets': {
    items: [
      {
        definition: 'air.area.cutoff.good-day-rate',
        subject: { kind: 'area', id: 'A1' },
        period: { label: '2026' },
        value: '85.0',
        now,
        since: '2026-06-02',
        watched: true,
        dataState: 'realtime',
        lostValidity: [
          { pollutant: 'PM2.5', period: '2026-01' },
          { pollutant: 'PM2.5', period: '2026' },
        ],
      },
    ],
  },
  '/api/air-comparison': {
    concentrations: [
      { pollutant: 'PM2.5', statistic: 'mean', current: 19, earlier: 29, change: -10, changePercent: -34.5 },
    ],
    days: {
      current: { goodDays: 23, evaluatedDays: 27 },
      earlier: { goodDays: 20, evaluatedDays: 27 },
      goodDaysChange: 3,
    },
    inForce: { days: { goodDays: 24, evaluatedDays: 28 } },
  },
};

beforeAll(async () => {
  gateway = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (path !== '/api/sign-in') asked.push(request.url ?? '');
    response.setHeader('content-type', 'application/json');
    response.setHeader('set-cookie', 'session=x');
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

it('prints targets as they are served', async () => {
  expect((await printed(() => printTargets({ url, user: 'u', password: 'p', year: '2026' }))).at(-1)).toBe(
    'air.area.cutoff.good-day-rate,area/A1,2026,85.0,2026-07-20,82.6,-2.4,164,AT_RISK,2026-06-02,lagging,yes,realtime,2026-01 PM2.5;2026 PM2.5',
  );
  expect(asked.at(-1)).toBe('/api/targets?limit=200&year=2026');
});

it('prints a span against the year before', async () => {
  const options = { url, user: 'u', password: 'p', from: '2026-05-01', to: '2026-05-31' };
  expect((await printed(() => printComparison('A1', options))).slice(1)).toEqual([
    'PM2.5,mean,19,29,-10,-34.5',
    'good-days,count,23,20,3,',
    'evaluated-days,count,27,27,,',
    'good-days,count-in-force,24,,,',
    'evaluated-days,count-in-force,28,,,',
  ]);
  expect(asked.at(-1)).toBe('/api/air-comparison?areaId=A1&from=2026-05-01&to=2026-05-31');
});
