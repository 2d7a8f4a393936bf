import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { testRedisUrl } from './servers.js';

/** Redis has 16 logical databases unless configured otherwise; 0 is everybody's. */
const DATABASES = Array.from({ length: 15 }, (_unused, index) => index + 1);
/** A claim outlives a killed run by this much at most. */
const CLAIM_SECONDS = 900;
const claimKey = (index: number): string => `duban-test-database-${index}`;

export interface TestRedis {
  /** Of a logical database nobody else uses. */
  readonly url: string;
  readonly client: Redis;
  /** Empties this logical database only. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

/** A logical database of its own, for specs that empty Redis. */
export const testRedis = async (): Promise<TestRedis> => {
  const server = testRedisUrl();
  const registry = new Redis(server);
  const token = randomUUID();
  for (const index of DATABASES) {
    if ((await registry.set(claimKey(index), token, 'EX', CLAIM_SECONDS, 'NX')) !== 'OK') continue;
    const url = Object.assign(new URL(server), { pathname: `/${index}` }).href;
    const client = new Redis(url);
    await client.flushdb();
    return {
      url,
      client,
      flush: async () => {
        await client.flushdb();
      },
      stop: async () => {
        await client.flushdb();
        await client.quit();
        if ((await registry.get(claimKey(index))) === token) await registry.del(claimKey(index));
        await registry.quit();
      },
    };
  }
  await registry.quit();
  throw new Error(`all ${DATABASES.length} logical databases of the test Redis are in use`);
};
