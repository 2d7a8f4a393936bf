import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IDENTITY_HEADER, signIdentity } from '#libs/identity/identity.js';
import { startFront, type FrontProcesses } from './front-processes.js';

const TRIES = 8;
const NEXT = 'a long enough password';

interface Seen {
  readonly status: number;
  readonly type: string;
  readonly retryAfter: string | null;
  readonly cookies: readonly string[];
  readonly body: { readonly code?: string; readonly detail?: string; readonly [name: string]: unknown };
}

let front: FrontProcesses;

const ask = async (
  method: string,
  path: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: string | object } = {},
): Promise<Seen> => {
  const answer = await fetch(`${front.url}${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const type = answer.headers.get('content-type') ?? '';
  return {
    status: answer.status,
    type,
    retryAfter: answer.headers.get('retry-after'),
    cookies: answer.headers.getSetCookie(),
    body: (/json/.test(type) && text !== '' ? JSON.parse(text) : {}) as Seen['body'],
  };
};
const signIn = (password: string, userName = 'admin'): Promise<Seen> =>
  ask('POST', '/api/sign-in', { body: { userName, password } });
const cookieOf = (seen: Seen): Record<string, string> => ({ cookie: seen.cookies[0]!.split(';', 1)[0]! });

beforeAll(async () => {
  front = await startFront({ SIGN_INS_PER_MINUTE: String(TRIES) });
}, 120_000);
afterAll(() => front?.stop(), 60_000);

describe('the public door', () => {
  let cookie: Record<string, string> = {};

  it('shows its description to everybody and nothing else to strangers', async () => {
    expect(await ask('GET', '/api/openapi.json')).toMatchObject({ status: 200, body: { openapi: '3.1.0' } });
    for (const path of ['/api/units', '/api/me', '/api/nothing-of-that-name', '/api/operations-overview'])
      expect(await ask('GET', path)).toMatchObject({ status: 401, type: expect.stringContaining('problem+json') });
    expect((await ask('GET', '/ops/queues/')).status).toBe(401);
  });

  it('believes no identity that comes from outside, however well signed', async () => {
    const forged = await signIdentity(front.internalKey, {
      ...{ accountId: 'x', personId: 'x', name: 'x', postIds: [], unitId: 'city', postId: null },
      grants: [{ permission: 'directory.read', unitId: '*' }],
    });
    expect((await ask('GET', '/api/units', { headers: { [IDENTITY_HEADER]: forged } })).status).toBe(401);
  });

  it('tells a stranger and a wrong password the same, and a broken body what is wrong with it', async () => {
    const [stranger, wrong] = [await signIn('whatever it is', 'nobody'), await signIn('not the password')];
    expect(stranger.status).toBe(401);
    expect({ ...wrong.body, correlationId: '' }).toEqual({ ...stranger.body, correlationId: '' });
    expect((await ask('POST', '/api/sign-in', { body: '{"userName":' })).status).toBe(400);
    expect(await ask('POST', '/api/sign-in', { body: { userName: 'admin' } })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'password' }] },
    });
  });

  it('lets nobody work with a password another has made', async () => {
    const seen = await signIn(front.password);
    expect(seen).toMatchObject({ status: 200, body: { mustChange: true } });
    expect(seen.cookies[0]).toMatch(/HttpOnly.*SameSite=Strict/);
    const first = cookieOf(seen);
    expect(await ask('GET', '/api/units', { headers: first })).toMatchObject({
      status: 403,
      body: { code: 'PASSWORD_CHANGE_FIRST' },
    });
    const change = (next: string) =>
      ask('POST', '/api/change-password', { headers: first, body: { current: front.password, next } });
    expect((await change('short')).status).toBe(422);
    expect((await change(NEXT)).status).toBe(204);
  });

  it('forwards what the description names to whoever has the permission, and nothing else', async () => {
    cookie = cookieOf(await signIn(NEXT));
    const units = await ask('GET', '/api/units', { headers: cookie });
    expect(units).toMatchObject({ status: 200, body: { items: [{ id: 'city' }] } });
    for (const [method, path] of [
      ['GET', '/api/nothing-of-that-name'],
      ['DELETE', '/api/units/city'],
      ['POST', '/api/sessions/verify'],
    ] as const)
      expect(await ask(method, path, { headers: cookie })).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });

  it('says who does not answer, and when to come again', async () => {
    const away = await ask('GET', '/api/operations/ledger/pulse', { headers: cookie });
    expect(away).toMatchObject({
      status: 503,
      retryAfter: '3',
      body: { code: 'TRY_LATER', detail: 'ledger does not answer' },
    });
  });

  it('takes no write from another site that rides on a cookie', async () => {
    for (const origin of ['https://elsewhere.example', 'null', 'http://127.0.0.1:1'])
      expect(await ask('PUT', '/api/units/x', { headers: { ...cookie, origin }, body: {} })).toMatchObject({
        status: 403,
        body: { code: 'FORBIDDEN_ORIGIN' },
      });
    const own = await ask('PUT', '/api/units/x', { headers: { ...cookie, origin: front.url }, body: {} });
    expect(own).toMatchObject({ status: 400 });
  });

  it('forgets a session that was ended', async () => {
    const going = cookieOf(await signIn(NEXT));
    expect((await ask('POST', '/api/sign-out', { headers: going })).status).toBe(204);
    expect((await ask('GET', '/api/me', { headers: going })).status).toBe(401);
    expect((await ask('GET', '/api/me', { headers: cookie })).status).toBe(200);
  });

  it('stops trying passwords after a few tries a minute, and says when to come again', async () => {
    const answers: Seen[] = [];
    for (let n = 0; n <= TRIES; n++) answers.push(await signIn('guess', 'nobody'));
    const last = answers.at(-1)!;
    expect(last).toMatchObject({ status: 429, body: { code: 'TOO_MANY_TRIES' } });
    expect(Number(last.retryAfter)).toBeGreaterThan(0);
  });
});
