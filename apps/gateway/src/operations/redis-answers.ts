import { Redis } from 'ioredis';

const CONNECT_MS = 2_000;

/** Whether Redis can be reached and answers; one try on a connection of its own, no error. */
export const redisAnswers = async (redisUrl: string): Promise<boolean> => {
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    commandTimeout: CONNECT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    await redis.ping();
    return true;
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
};
