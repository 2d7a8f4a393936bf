import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '#libs/testing/eventually.js';
import { emptyDatabase } from '#libs/testing/database.js';
import { testKafka } from '#libs/testing/kafka.js';
import { testBrokers, testRedisUrl } from '#libs/testing/servers.js';

const run = promisify(execFile);

interface Supervisor {
  stop(): Promise<void>;
  stopOne(name: string): Promise<void>;
  startOne(name: string): Promise<void>;
}
interface StartedSystem {
  readonly consoleUrl: string;
  readonly supervisor: Supervisor;
  duban(what: string, args: readonly string[], more?: object): Promise<string>;
}
/** What the scripts of deploy/local offer; they are plain modules without types. */
interface LocalScripts {
  startSystem(options: object): Promise<StartedSystem>;
  freePortBase(portsOf: unknown): Promise<number>;
  readonly portsOf: unknown;
}

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

export interface RunningSystem {
  readonly url: string;
  readonly supervisor: Supervisor;
  /** The one password of all accounts made here. */
  readonly password: string;
  /** Through the public door, as somebody with an account. */
  call<T = Record<string, unknown>>(user: string, method: string, path: string, body?: unknown): Promise<Answer<T>>;
  stop(): Promise<void>;
}

const scripts = async (): Promise<LocalScripts> => {
  const folder = '../../../deploy/local';
  const all = {};
  // One after the other: Jest links modules that import one another only in turn.
  for (const name of ['system', 'ports', 'services'])
    Object.assign(all, (await import(`${folder}/${name}.mjs`)) as object);
  return all as LocalScripts;
};

/** Steps as the scripts expect them, without a terminal to listen to: what a program prints comes back as text. */
const steps = {
  asked: new Promise<void>(() => undefined),
  check: () => undefined,
  mustRun: async (_what: string, command: string, args: string[], options: { env: NodeJS.ProcessEnv }) =>
    (await run(command, args, { env: options.env, maxBuffer: 16 * 1024 * 1024 })).stdout,
};

/** Every service as a process of its own over the servers of the test run, on a standing clock, with an administrator. */
export const startRunningSystem = async (): Promise<RunningSystem> => {
  const { startSystem, freePortBase, portsOf } = await scripts();
  const dataDir = await mkdtemp(join(tmpdir(), 'duban-console-'));
  const database = await emptyDatabase();
  const kafka = await testKafka([]);
  const password = randomBytes(12).toString('base64url');
  const cookies = new Map<string, string>();
  let supervisor: Supervisor | undefined;
  const stop = async (): Promise<void> => {
    await supervisor?.stop();
    // A process that had to be killed stays a member of its groups until its session runs out.
    await eventually(() => kafka.stop(), { what: 'the topics removed', everyMs: 500 });
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const system = await startSystem({
      dataDir,
      portBase: await freePortBase(portsOf),
      clock: 'shared',
      servers: {
        env: {
          DATABASE_URL: database.url,
          REDIS_URL: testRedisUrl(),
          KAFKA_BROKERS: testBrokers().join(','),
          NAMESPACE: kafka.namespace,
          LOG_LEVEL: 'error',
        },
      },
      steps,
      isVerbose: false,
      say: () => undefined,
      onSupervisor: (started: Supervisor) => (supervisor = started),
    });
    const url = system.consoleUrl.replace(/\/$/, '');
    const signIn = async (userName: string, word: string): Promise<string> => {
      const answer = await fetch(`${url}/api/sign-in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ userName, password: word }),
      });
      if (!answer.ok) throw new Error(`${userName} could not sign in: ${answer.status} ${await answer.text()}`);
      return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    };
    const call = async <T>(user: string, method: string, path: string, body?: unknown): Promise<Answer<T>> => {
      const cookie = cookies.get(user) ?? (await signIn(user, password));
      cookies.set(user, cookie);
      const answer = await fetch(`${url}${path}`, {
        method,
        headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as T };
    };
    const unit = ['--unit-id', 'city', '--unit-name', '示例市'];
    const printed = await system.duban('duban admin create', ['admin', 'create', '--user-name', 'admin', ...unit]);
    const first = / with (\S+) and has to change it/.exec(printed)?.[1];
    if (!first) throw new Error(`no password in: ${printed}`);
    cookies.set('admin', await signIn('admin', first));
    const changed = await call('admin', 'POST', '/api/change-password', { current: first, next: password });
    if (changed.status >= 300) throw new Error(`password not changed: ${JSON.stringify(changed)}`);
    return { url, supervisor: system.supervisor, password, call, stop };
  } catch (why) {
    await stop().catch(() => undefined);
    throw why;
  }
};

/** Does what must succeed. */
export const must = async <T = Record<string, unknown>>(answer: Promise<Answer<T>>): Promise<T> => {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
};

interface Overview {
  readonly services: readonly { readonly pulse: { readonly outboxPending?: number } | null }[];
  readonly lags: readonly { readonly group: string; readonly topic: string; readonly lag: number }[];
}

/** Waits until every service has sent what it wrote and read what it was sent. */
export const atRest = (system: RunningSystem): Promise<true> =>
  eventually(
    async () => {
      const { services, lags } = await must(system.call<Overview>('admin', 'GET', '/api/operations-overview'));
      const isKnown = lags.some(({ group, topic }) => group === 'accountability' && topic === 'directory.posts');
      return (isKnown &&
        services.every(({ pulse }) => pulse?.outboxPending === 0) &&
        lags.every(({ lag }) => lag === 0)) as true;
    },
    { what: 'all services at rest', deadlineMs: 60_000, everyMs: 200 },
  );
