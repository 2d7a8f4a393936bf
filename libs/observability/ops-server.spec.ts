import { afterEach, describe, expect, it } from '@jest/globals';
import { timersLate } from './metrics.js';
import { type OpsServer, type OpsServerOptions, startOpsServer } from './ops-server.js';

let server: OpsServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

const ask = async (path: string, options: Partial<OpsServerOptions> = {}, init: RequestInit = {}) => {
  await server?.close();
  server = await startOpsServer({
    port: 0,
    host: '127.0.0.1',
    live: () => true,
    ready: () => Promise.resolve({ database: 'ok' }),
    ...options,
  });
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, init);
  const text = await response.text();
  return { status: response.status, text, type: response.headers.get('content-type') ?? '' };
};

describe('the operations port', () => {
  it('says whether the process is alive', async () => {
    expect(await ask('/healthz')).toMatchObject({ status: 200, text: '{"live":true}' });
    expect(await ask('/healthz', { live: () => false })).toMatchObject({ status: 503, text: '{"live":false}' });
  });

  it('is ready when every part is', async () => {
    const ready = () => Promise.resolve({ database: 'ok', consumers: 'ok' });
    expect(await ask('/readyz', { ready })).toMatchObject({ status: 200, text: '{"ready":true}' });
  });

  it('names exactly what is not ready, and why', async () => {
    const ready = () => Promise.resolve({ database: 'ok', consumers: 'not running' });
    const { status, text } = await ask('/readyz', { ready });
    expect(status).toBe(503);
    expect(JSON.parse(text)).toEqual({ ready: false, notReady: { consumers: 'not running' } });
  });

  it('is not ready when the question itself fails', async () => {
    const { status, text } = await ask('/readyz', { ready: () => Promise.reject(new Error('pool is closed')) });
    expect(status).toBe(503);
    expect(JSON.parse(text)).toEqual({ ready: false, notReady: { readiness: 'pool is closed' } });
  });

  it('shows the metrics of the process', async () => {
    timersLate.set(7);
    const { status, text, type } = await ask('/metrics');
    expect(status).toBe(200);
    expect(type).toContain('text/plain');
    expect(text).toContain('duban_timers_late 7');
  });

  it('shows the pulse of a process that has one, as JSON', async () => {
    expect(await ask('/pulse')).toMatchObject({ status: 404 });
    expect(await ask('/pulse', { pulse: () => Promise.resolve({ idle: true }) })).toMatchObject({
      status: 200,
      text: '{"idle":true}',
    });
    expect(await ask('/pulse', { pulse: () => Promise.reject(new Error('no database')) })).toMatchObject({
      status: 500,
    });
  });

  it('answers unknown paths and other methods', async () => {
    expect(await ask('/secret')).toMatchObject({ status: 404 });
    expect(await ask('/healthz', {}, { method: 'POST' })).toMatchObject({ status: 405 });
  });

  it('reports a port that is taken instead of ending the process', async () => {
    await ask('/healthz');
    const taken = { port: server!.port, host: '127.0.0.1', live: () => true, ready: () => Promise.resolve({}) };
    await expect(startOpsServer(taken)).rejects.toThrow('EADDRINUSE');
  });
});
