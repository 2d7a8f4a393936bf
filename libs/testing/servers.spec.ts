import { afterEach, expect, it } from '@jest/globals';
import { testBrokers, testDatabaseServer, testRedisUrl } from './servers.js';

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

it.each([
  ['TEST_DATABASE_URL', testDatabaseServer],
  ['TEST_REDIS_URL', testRedisUrl],
  ['TEST_KAFKA_BROKERS', testBrokers],
] as const)('without %s a spec fails with one sentence that says what to run', (name, ask) => {
  process.env = { ...before, [name]: '' };
  expect(ask).toThrow(`${name} is not set: run these specs with \`npm test\`, which starts the servers they need.`);
});

it('brokers are a list', () => {
  process.env = { ...before, TEST_KAFKA_BROKERS: '127.0.0.1:1,127.0.0.1:2' };
  expect(testBrokers()).toEqual(['127.0.0.1:1', '127.0.0.1:2']);
});
