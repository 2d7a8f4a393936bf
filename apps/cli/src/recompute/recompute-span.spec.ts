import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { recomputeSpan } from './recompute-span.js';

const ID = '01975c2e-0000-7000-8000-000000000002';
const asked: unknown[] = [];
let looks = 0;
let server: Server;
let url: string;

/** A gateway that signs anybody in, refuses one area, and is done at the third look. */
const answerTo = (path: string, body: string): { status: number; value: unknown } => {
  if (path === '/api/sign-in') return { status: 200, value: {} };
  const counts = { changedHours: 0, changedDays: 0, changedWeeks: looks, changedMonths: 1 };
  if (path === '/api/recomputations') {
    const wish = JSON.parse(body) as { areaId?: string };
    asked.push(wish);
    if (wish.areaId === 'nowhere')
      return { status: 422, value: { code: 'AREA_UNKNOWN_INVALID', detail: 'no area nowhere is known here (yet)' } };
    return { status: 202, value: { id: ID, percent: 0, ...counts, finishedAt: null } };
  }
  looks += 1;
  const finishedAt = looks === 3 ? '2026-06-01T00:00:00.000Z' : null;
  return { status: 200, value: { id: ID, percent: looks * 33, ...counts, finishedAt } };
};

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { status, value } = answerTo(request.url ?? '', body);
      response.writeHead(status, { 'content-type': 'application/json', 'set-cookie': 'session=1; Path=/' });
      response.end(JSON.stringify(value));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  asked.length = looks = 0;
});
afterAll(() => new Promise((done) => server.close(done)));

const plain = { from: '2026-05-01', to: '2026-05-31', reason: '数据更正', json: false, user: 'li', password: 'p' };

describe('duban recompute', () => {
  it('asks with what was named, and waits until it is done', async () => {
    const text = await recomputeSpan({ ...plain, kind: 'water', sections: ['DM01', 'DM02'], url });
    expect(text).toBe(`recomputation ${ID}: 2 weeks and 1 month came out otherwise`);
    expect(asked).toEqual([
      {
        ...{ kind: 'water', from: '2026-05-01', to: '2026-05-31', reason: '数据更正' },
        sectionIds: ['DM01', 'DM02'],
      },
    ]);
  });

  it('prints what the interface tells of it as JSON', async () => {
    const text = await recomputeSpan({ ...plain, kind: 'air', area: 'C1', json: true, url });
    expect(JSON.parse(text)).toMatchObject({ id: ID, changedHours: 0, changedMonths: 1 });
    expect(asked).toMatchObject([{ kind: 'air', areaId: 'C1' }]);
  });

  it('hands a refusal on', async () => {
    await expect(recomputeSpan({ ...plain, kind: 'air', area: 'nowhere', url })).rejects.toThrow(
      'AREA_UNKNOWN_INVALID: no area nowhere',
    );
  });
});
