import { createServer, type Server } from 'node:http';
import { createServer as createListener } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { GatewayClient, GatewayRefusal } from './gateway-client.js';

const PASSWORD = 'long enough 1';
const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

/** A gateway that answers each sign-in and each other call with the next status of its list, and the last from then on. */
const gateway = async (signIns: readonly number[], calls: readonly number[]) => {
  const asked: string[] = [];
  const next = { signIns: [...signIns], calls: [...calls] };
  const server = createServer((request, answer) => {
    const { url } = request;
    asked.push(url!);
    const list = url === '/api/sign-in' ? next.signIns : next.calls;
    const status = list.length > 1 ? list.shift()! : list[0]!;
    if (status === 200) answer.setHeader('set-cookie', 'duban=token; Path=/');
    answer.writeHead(status, { 'content-type': 'application/json' });
    answer.end(JSON.stringify(status === 200 ? { id: 1 } : { code: 'SOME_CODE', detail: 'some words' }));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  open.push(server);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { asked, url, client: new GatewayClient(url, { clerk: PASSWORD }) };
};
/** Takes connections and says nothing. */
const listener = async () => {
  const server = createListener();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};
const refusalOf = async (call: Promise<unknown>): Promise<GatewayRefusal> => {
  const why: unknown = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(why instanceof GatewayRefusal)) throw new Error(`was not refused: ${String(why)}`);
  return why;
};

describe('a call to the gateway', () => {
  it.each([401, 403])('is given up at once where the sign-in is answered with %d', async (status) => {
    const { asked, client } = await gateway([status], [200]);
    const refusal = await refusalOf(client.call('clerk', 'GET', '/api/imports/1'));
    expect(refusal).toMatchObject({ status, code: 'SIGN_IN_REFUSED' });
    expect(refusal.message).toMatch(/^clerk cannot sign in[^\n]*$/);
    expect(asked).toEqual(['/api/sign-in']);
  });

  it('is given up at once where the account has no permission', async () => {
    const { asked, client } = await gateway([200], [403]);
    const refusal = await refusalOf(client.call('clerk', 'GET', '/api/imports/1'));
    expect(refusal.message).toBe('GET /api/imports/1 as clerk: 403 SOME_CODE: some words');
    expect(asked).toEqual(['/api/sign-in', '/api/imports/1']);
  });

  it('is given up at once where nobody knows the password', async () => {
    const { asked, client } = await gateway([200], [200]);
    expect((await refusalOf(client.call('stranger', 'GET', '/api/x'))).message).toMatch(/no password .* stranger/);
    expect(asked).toEqual([]);
  });

  it('signs in once more where the session has ended, and no oftener', async () => {
    const { asked, client } = await gateway([200], [200, 401, 200]);
    await client.call('clerk', 'GET', '/api/x');
    expect(await client.call('clerk', 'GET', '/api/x')).toEqual({ id: 1 });
    expect(asked.filter((url) => url === '/api/sign-in')).toHaveLength(2);
    const always = await gateway([200], [401]);
    expect(await refusalOf(always.client.call('clerk', 'GET', '/api/x'))).toMatchObject({ status: 401 });
    expect(always.asked).toHaveLength(4);
  });

  it('is tried again where the door says later', async () => {
    const { asked, client } = await gateway([429, 503, 200], [502, 200]);
    expect(await client.call('clerk', 'GET', '/api/x')).toEqual({ id: 1 });
    expect(asked).toEqual(['/api/sign-in', '/api/sign-in', '/api/sign-in', '/api/x', '/api/x']);
  });
});

describe('an address where nobody is', () => {
  const callTo = async (url: string): Promise<{ told: string[]; why: string; ms: number }> => {
    const told: string[] = [];
    const client = new GatewayClient(
      url,
      { clerk: PASSWORD },
      { reachWithinMs: 1_500, tell: (line) => void told.push(line.replace(url, 'URL')) },
    );
    const since = performance.now();
    const why = await client.call('clerk', 'GET', '/api/x').then(String, (thrown: Error) => thrown.message);
    return { told, why: why.replace(url, 'URL'), ms: performance.now() - since };
  };

  it('is told at once, and given up soon', async () => {
    const { server, url } = await listener();
    server.close();
    const { told, why, ms } = await callTo(url);
    expect(told).toEqual(['URL: nobody listens there; trying for up to 1.5 s']);
    expect(why).toBe('URL: nobody listens there, tried for 1.5 s; does the platform run, and is this its address?');
    expect(ms).toBeLessThan(3_000);
  });

  it('is told where it takes connections and never answers', async () => {
    const { server, url } = await listener();
    const { told, why, ms } = await callTo(url);
    server.close();
    expect(told).toEqual(['URL: no answer yet; trying for up to 1.5 s']);
    expect(why).toBe('URL: no answer, tried for 1.5 s; does the platform run, and is this its address?');
    expect(ms).toBeLessThan(4_000);
  });

  it('is not spoken of where somebody answers', async () => {
    const told: string[] = [];
    const { url } = await gateway([200], [200]);
    await new GatewayClient(url, { clerk: PASSWORD }, { tell: (line) => void told.push(line) }).call(
      'clerk',
      'GET',
      '/api/x',
    );
    expect(told).toEqual([]);
  });
});
