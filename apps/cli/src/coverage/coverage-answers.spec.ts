import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { printCoverage } from './coverage-answers.js';

/** A gateway that lets everybody in and answers two pages. */
let gateway: Server;
let url = '';
const asked: string[] = [];
const item = {
  subject: { kind: 'station', id: 'ST02', name: '示例一站' },
  areaId: 'A1',
  network: 'national',
  since: '2026-04-01',
  due: [24, 24],
  received: [24, 23],
  byPollutant: [
    { pollutant: 'SO2', received: 47, percent: '97.9' },
    { pollutant: 'PM10', received: 38, percent: '79.2' },
  ],
};
const section = {
  ...item,
  subject: { kind: 'section', id: 'W1', name: '示例桥' },
  since: null,
  due: [0, 0],
  received: [0, 0],
};
const pages = [
  { items: [item], nextCursor: 'next' },
  { items: [{ ...section, byPollutant: [] }], nextCursor: null },
];

beforeAll(async () => {
  gateway = createServer((request, response) => {
    const address = request.url ?? '';
    if (!address.startsWith('/api/sign-in')) asked.push(address);
    response.setHeader('content-type', 'application/json');
    response.setHeader('set-cookie', 'session=x');
    response.end(JSON.stringify(pages[address.includes('cursor=') ? 1 : 0]));
  });
  await new Promise<void>((done) => gateway.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((done) => gateway.close(done)));

it('prints all pages, with the share of each pollutant', async () => {
  const said: string[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line));
  await printCoverage({
    url,
    user: 'u',
    password: 'p',
    from: '2026-06-01',
    to: '2026-06-02',
    pollutant: 'PM10',
  }).finally(() => log.mockRestore());
  expect(said).toEqual([
    'kind,id,name,area,network,since,received,due,percent,SO2,NO2,CO,O3,PM10,PM2.5',
    'station,ST02,示例一站,A1,national,2026-04-01,47,48,97.9,97.9,,,,79.2,',
    'section,W1,示例桥,A1,national,,0,0,,,,,,,',
  ]);
  expect(asked).toEqual([
    '/api/coverage?from=2026-06-01&to=2026-06-02&limit=200&pollutant=PM10',
    '/api/coverage?from=2026-06-01&to=2026-06-02&limit=200&pollutant=PM10&cursor=next',
  ]);
});
