import { once } from 'node:events';
import type { ConnectionOptions } from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';

/** How long one command to Redis may take before Redis counts as away. */
const COMMAND_PATIENCE_MS = 3_000;
const CONNECT_PATIENCE_MS = 2_000;
const DISCONNECT_PATIENCE_MS = 200;
const LONGEST_RECONNECT_PAUSE_MS = 1_000;

/** Rejects when the work takes longer; the work itself is not stopped. */
export const within = async <T>(work: Promise<T>, ms: number, what: string): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
};

export interface RedisLink {
  /** For adding and looking: fails soon while Redis is away. Connects when first asked for. */
  connection(): ConnectionOptions;
  /** For a worker: waits as long as Redis is away. One each, closed by `close`. */
  workerConnection(): ConnectionOptions;
  /** Whether the connection for adding and looking stands at this moment. */
  readonly up: boolean;
  ping(): Promise<void>;
  /** Sets the key and tells its old value. Throws within seconds when Redis does not do it. */
  exchange(key: string, value: string): Promise<string | null>;
  close(): Promise<void>;
}

/** Connections to Redis that come back by themselves and never end the process. */
export const createRedisLink = (redisUrl: string): RedisLink => {
  const clients: Redis[] = [];
  const open = (
    options: Pick<RedisOptions, 'maxRetriesPerRequest' | 'enableOfflineQueue' | 'commandTimeout'>,
  ): Redis => {
    const retryStrategy = (times: number) => Math.min(100 * times, LONGEST_RECONNECT_PAUSE_MS);
    const client = new Redis(redisUrl, {
      connectTimeout: CONNECT_PATIENCE_MS,
      disconnectTimeout: DISCONNECT_PATIENCE_MS,
      retryStrategy,
      ...options,
    });
    // Without a listener an error event ends the process. Whether Redis is there is found out by asking.
    client.on('error', () => undefined);
    clients.push(client);
    // A worker makes a second connection out of the one it is given; without this it would reconnect for ever after a stop.
    const duplicate = client.duplicate.bind(client);
    client.duplicate = (override) => {
      const copy = duplicate(override);
      clients.push(copy);
      return copy;
    };
    return client;
  };
  let asking: Redis | null = null;
  const ask = (): Redis =>
    (asking ??= open({ maxRetriesPerRequest: 1, enableOfflineQueue: false, commandTimeout: COMMAND_PATIENCE_MS }));
  const whenUp = async (): Promise<Redis> => {
    const client = ask();
    // Rejects at once with the connection's error, so a refused connection is not waited for.
    if (client.status !== 'ready') await once(client, 'ready', { signal: AbortSignal.timeout(CONNECT_PATIENCE_MS) });
    return client;
  };
  return {
    connection: ask,
    get up() {
      return asking?.status === 'ready';
    },
    ping: async () => {
      await (await whenUp()).ping();
    },
    workerConnection: () => open({ maxRetriesPerRequest: null }),
    exchange: async (key, value) => (await whenUp()).getset(key, value),
    close: async () => {
      await Promise.all(clients.map(leave));
    },
  };
};

/** Says goodbye where there is somebody to hear it; answers still on their way arrive. */
const leave = async (client: Redis): Promise<void> => {
  if (client.status === 'end') return;
  if (client.status !== 'ready') return client.disconnect();
  await within(client.quit(), COMMAND_PATIENCE_MS, 'leaving Redis').catch(() => client.disconnect());
};
