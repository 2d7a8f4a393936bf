import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { registry } from './metrics.js';

/** What is asked about, each with `ok` or what is wrong with it. */
export type Readiness = Readonly<Record<string, 'ok' | string>>;

export interface OpsServerOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
  /** False means: kill this process, it will not come right by itself. */
  readonly live: () => boolean;
  readonly ready: () => Promise<Readiness>;
  /** What is under way in this process, for whoever waits until it is nothing. */
  readonly pulse?: () => Promise<unknown>;
  /** A text that is another one when anything has been done in between; must cost next to nothing. */
  readonly moved?: () => Promise<string>;
}

export interface OpsServer {
  readonly port: number;
  close(): Promise<void>;
}

/** A platform that asks has given up by then; an answer that hangs is an answer too. */
const READY_PATIENCE_MS = 4_000;

const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
};

const notFound = (response: ServerResponse): void => sendJson(response, 404, { error: 'not found' });

const readiness = async (ready: OpsServerOptions['ready']): Promise<Readiness> => {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<Readiness>((resolve) => {
    timer = setTimeout(() => resolve({ readiness: `no answer within ${READY_PATIENCE_MS} ms` }), READY_PATIENCE_MS);
  });
  try {
    return await Promise.race([ready(), tooLate]);
  } catch (error) {
    return { readiness: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
};

const answer = async (request: IncomingMessage, response: ServerResponse, options: OpsServerOptions): Promise<void> => {
  const path = request.url?.split('?', 1)[0];
  if (request.method !== 'GET' && request.method !== 'HEAD') return sendJson(response, 405, { error: 'GET only' });
  switch (path) {
    case '/healthz': {
      const live = options.live();
      return sendJson(response, live ? 200 : 503, { live });
    }
    case '/readyz': {
      const parts = await readiness(options.ready);
      const notReady = Object.fromEntries(Object.entries(parts).filter(([, state]) => state !== 'ok'));
      const ready = Object.keys(notReady).length === 0;
      return sendJson(response, ready ? 200 : 503, ready ? { ready } : { ready, notReady });
    }
    case '/metrics':
      response.writeHead(200, { 'content-type': registry.contentType });
      response.end(await registry.metrics());
      return;
    case '/pulse':
      return options.pulse ? sendJson(response, 200, await options.pulse()) : notFound(response);
    case '/moved':
      return options.moved ? sendJson(response, 200, { moved: await options.moved() }) : notFound(response);
    default:
      return notFound(response);
  }
};

/**
 * Health, readiness and metrics of one process on a port of their own, never offered to the public: `/healthz`, `/readyz`
 * (503 names what is not ready), `/metrics`, and `/pulse` and `/moved` where the process has them.
 */
export const startOpsServer = async (options: OpsServerOptions): Promise<OpsServer> => {
  const server = createServer((request, response) => {
    answer(request, response, options).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { error: error instanceof Error ? error.message : String(error) });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
