import net from 'node:net';
import { Missing } from './requirements.mjs';

/** Below the range that systems take outgoing ports from, so that no client can sit on a server's port while that server is down. */
const FREE_FROM = 20_000;
const FREE_TO = 32_000;

/** Whether something already listens on, or holds, this port of the loopback address. */
export function isPortBusy(port) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(true));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(false)));
  });
}

/** A free port that is not in `taken`. */
async function freePort(taken) {
  for (let tries = 0; tries < 200; tries += 1) {
    const port = FREE_FROM + Math.floor(Math.random() * (FREE_TO - FREE_FROM));
    if (!taken.has(port) && !(await isPortBusy(port))) return port;
  }
  throw new Error(`no free port between ${FREE_FROM} and ${FREE_TO}`);
}

/**
 * Settles a list of `{ key, port, title, setting }`: 0 becomes a free port, and ports in use are reported all at once.
 * Returns `{ [key]: port }`.
 */
export async function settlePorts(wanted) {
  const busy = [];
  const taken = new Set(wanted.map(({ port }) => port));
  const settled = {};
  for (const { key, port, title, setting } of wanted) {
    if (port !== 0 && (await isPortBusy(port))) busy.push(`port ${port} for ${title} (${setting})`);
    settled[key] = port === 0 ? await freePort(taken) : port;
    taken.add(settled[key]);
  }
  if (busy.length > 0) {
    throw new Missing(
      `Another program holds ${busy.join(', ')}: end it, or start with other ports (0 picks a free one).`,
    );
  }
  return settled;
}

/** First port of a block none of whose ports is held; `portsOf(base)` names them, as in services.mjs. */
export async function freePortBase(portsOf) {
  for (let tries = 0; tries < 200; tries += 1) {
    const base = FREE_FROM + 250 * Math.floor((Math.random() * (FREE_TO - FREE_FROM)) / 250);
    const held = await Promise.all(portsOf(base).map(({ port }) => isPortBusy(port)));
    if (!held.includes(true)) return base;
  }
  throw new Error(`no free block of ports between ${FREE_FROM} and ${FREE_TO}`);
}
