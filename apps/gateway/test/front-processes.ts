import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { emptyDatabase } from '#libs/testing/database.js';
import { eventually } from '#libs/testing/eventually.js';
import { freePort } from '#libs/testing/free-port.js';
import { testKafka } from '#libs/testing/kafka.js';
import { testBrokers, testRedisUrl } from '#libs/testing/servers.js';

const run = promisify(execFile);

export interface FrontProcesses {
  readonly url: string;
  readonly internalKey: string;
  /** The administrator's password, which has to be changed at the first sign-in. */
  readonly password: string;
  stop(): Promise<void>;
}

/**
 * The gateway and the directory it signs people in with, as processes on a database of their own, with the administrator
 * `admin`. Of the other services the gateway knows the ledger, which is not there. (Jest under Node 20 cannot load the
 * gateway's packages itself: some of them are ES modules that CommonJS requires.)
 */
export const startFront = async (settings: Readonly<Record<string, string>>): Promise<FrontProcesses> => {
  const database = await emptyDatabase();
  const kafka = await testKafka([]);
  const internalKey = randomBytes(32).toString('hex');
  const ports = { directory: await freePort(), gateway: await freePort(), nobody: await freePort() };
  const urlOf = (port: number): string => `http://127.0.0.1:${port}`;
  const env = {
    ...process.env,
    NODE_OPTIONS: '',
    NODE_ENV: 'test',
    DATABASE_URL: database.url,
    REDIS_URL: testRedisUrl(),
    KAFKA_BROKERS: testBrokers().join(','),
    NAMESPACE: kafka.namespace,
    INTERNAL_KEY: internalKey,
    SERVICE_URLS: JSON.stringify({ directory: urlOf(ports.directory), ledger: urlOf(ports.nobody) }),
    LOG_LEVEL: 'error',
    ...settings,
  };
  const ends: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(ends.map((end) => end()));
    await eventually(() => kafka.stop(), { what: 'the topics removed', everyMs: 500 });
    await database.drop();
  };
  const start = async (name: 'directory' | 'gateway'): Promise<void> => {
    const ops = await freePort();
    const child = spawn(process.execPath, [`dist/apps/${name}/src/main.js`], {
      env: { ...env, HTTP_PORT: String(ports[name]), OPS_PORT: String(ops) },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const ended = new Promise<void>((done) => child.once('close', () => done()));
    ends.push(async () => {
      child.kill('SIGTERM');
      await ended;
    });
    let complaints = '';
    child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
    const isReady = (): Promise<boolean> =>
      fetch(`${urlOf(ops)}/readyz`).then(({ ok }) => ok || child.exitCode !== null);
    await eventually(isReady, { what: `the ${name}`, deadlineMs: 60_000, everyMs: 100 });
    if (child.exitCode !== null) throw new Error(`the ${name} ended: ${complaints}`);
  };
  try {
    const duban = (...args: string[]) => run(process.execPath, ['dist/apps/cli/src/main.js', ...args], { env });
    await duban('migrate');
    const unit = ['--unit-id', 'city', '--unit-name', '示例市'];
    const { stdout } = await duban('admin', 'create', '--user-name', 'admin', ...unit);
    const password = /sign in with (\S+)/.exec(stdout)?.[1];
    if (!password) throw new Error(`no password in: ${stdout}`);
    await Promise.all([start('directory'), start('gateway')]);
    return { url: urlOf(ports.gateway), internalKey, password, stop };
  } catch (why) {
    await stop().catch(() => undefined);
    throw why;
  }
};
