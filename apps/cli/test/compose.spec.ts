import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadConfig } from '#libs/config/config.js';
import { AccountabilityConfig } from '../../accountability/src/config.js';
import { DirectoryConfig } from '../../directory/src/config.js';
import { FundingConfig } from '../../funding/src/config.js';
import { GatewayConfig } from '../../gateway/src/config.js';
import { IngestionConfig } from '../../ingestion/src/config.js';
import { LedgerConfig } from '../../ledger/src/config.js';
import { MonitoringConfig } from '../../monitoring/src/config.js';
import { NotifierConfig } from '../../notifier/src/config.js';
import { SERVICE_SCHEMAS } from '../src/services.js';

const CONFIGS = {
  accountability: AccountabilityConfig,
  directory: DirectoryConfig,
  funding: FundingConfig,
  gateway: GatewayConfig,
  ingestion: IngestionConfig,
  ledger: LedgerConfig,
  monitoring: MonitoringConfig,
  notifier: NotifierConfig,
};
type ServiceName = keyof typeof CONFIGS;
const NAMES = Object.keys(CONFIGS) as ServiceName[];

/** What we rely on of the file's form; strict, so that a misspelt key of a service is found. */
const Service = z.strictObject({
  image: z.string(),
  build: z
    .object({ context: z.literal('.'), dockerfile: z.string(), args: z.record(z.string(), z.string()) })
    .optional(),
  init: z.boolean().optional(),
  read_only: z.boolean().optional(),
  tmpfs: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  cap_drop: z.array(z.string()).optional(),
  restart: z.enum(['no', 'unless-stopped']),
  command: z.array(z.string()),
  environment: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).optional(),
  ports: z.array(z.string()).optional(),
  volumes: z.array(z.string()).optional(),
  networks: z.array(z.literal('inside')),
  stop_signal: z.string().optional(),
  stop_grace_period: z.string().optional(),
  healthcheck: z.record(z.string(), z.unknown()).optional(),
  depends_on: z
    .record(z.string(), z.object({ condition: z.enum(['service_healthy', 'service_completed_successfully']) }))
    .optional(),
});
const Compose = z.object({
  name: z.literal('duban'),
  services: z.record(z.string(), Service.extend({ command: z.array(z.string()).optional() })),
  volumes: z.record(z.string(), z.null()),
  networks: z.object({ inside: z.null() }),
});

/** `NAME`, then `:?` where it must be given or `:-` and what stands there otherwise. */
const VARIABLE = /\$\{([A-Z0-9_]+)(?::([?-])([^}]*))?\}/g;
const SECRET = /PASSWORD|_KEY$/;

const text = readFileSync('docker-compose.yml', 'utf8');
const variables = [...text.matchAll(VARIABLE)].map(([, name, kind, rest]) => ({ name: name!, kind, rest }));

/** A settings file as an operator would make it. */
const operatorSettings = (): Record<string, string> => {
  const folder = mkdtempSync(join(tmpdir(), 'duban-compose-'));
  try {
    const file = join(folder, 'compose.env');
    execFileSync(process.execPath, ['deploy/compose/make-env.mjs', file]);
    const lines = [...readFileSync(file, 'utf8').matchAll(/^([A-Z0-9_]+)=(.*)$/gm)];
    return Object.fromEntries(lines.map(([, name, value]) => [name, value]));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const settings = operatorSettings();
const fillText = (template: string): string =>
  template.replace(VARIABLE, (_all, name: string, kind: string | undefined, rest: string | undefined) => {
    const value = settings[name] ?? (kind === '-' ? rest : undefined);
    if (value === undefined || value === '') throw new Error(`${name} is not given`);
    return value;
  });
/** Compose puts values in after reading the file, so that a value never changes the file's form. */
const fill = (node: unknown): unknown => {
  if (typeof node === 'string') return fillText(node);
  if (Array.isArray(node)) return node.map(fill);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, fill(value)]));
};
const compose = Compose.parse(fill(parse(text, { merge: true })));

/** What a container sees: null values are passed on from the operator's settings where they are set. */
const environmentOf = (name: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(compose.services[name]?.environment ?? {})
      .map(([key, value]) => [key, value === null ? settings[key] : String(value)] as const)
      .filter((pair): pair is readonly [string, string] => pair[1] !== undefined),
  );

describe('docker-compose.yml', () => {
  it('runs the three servers, one migration and every service, and nothing else', () => {
    expect(NAMES.toSorted()).toEqual(SERVICE_SCHEMAS.map(({ name }) => name).toSorted());
    expect(Object.keys(compose.services).toSorted()).toEqual(
      ['postgres', 'redis', 'kafka', 'migrate', ...NAMES].toSorted(),
    );
    expect(compose.services['postgres']?.image).toMatch(/^postgres:18/);
    expect(compose.services['redis']?.image).toMatch(/^redis:[78]/);
    expect(compose.services['redis']?.command?.join(' ')).toMatch(/--appendonly yes .*--maxmemory-policy noeviction/);
    expect(compose.services['kafka']?.image).toMatch(/^apache\/kafka:4\./);
  });

  it('gives no secret a default, and asks for nothing that the example does not name', () => {
    const secrets = variables.filter(({ name }) => SECRET.test(name));
    expect(secrets.length).toBeGreaterThan(10);
    for (const { name, kind } of secrets) expect([name, kind]).toEqual([name, '?']);
    const example = readFileSync('deploy/compose/duban.env.example', 'utf8');
    for (const { name, kind } of variables)
      expect(example).toMatch(new RegExp(kind === '?' ? `^${name}=$` : `^#${name}=`, 'm'));
    for (const name of Object.keys(settings)) expect(text).toContain(name);
  });

  it.each(NAMES)('gives %s settings its schema takes, and none it does not know', (name) => {
    const environment = environmentOf(name);
    const config = loadConfig(CONFIGS[name] as z.ZodType<z.infer<typeof FundingConfig>>, environment);
    expect(Object.keys(environment).filter((key) => !(key in CONFIGS[name].shape))).toEqual([]);
    expect(config).toMatchObject({ NODE_ENV: 'production', CLOCK: 'system', HTTP_HOST: '0.0.0.0' });
    expect(config.INTERNAL_KEY).toBe(settings['INTERNAL_KEY']);
    expect(config.KAFKA_BROKERS).toEqual(['kafka:9092']);

    const database = new URL(config.DATABASE_URL);
    expect([database.username, database.hostname, database.pathname]).toEqual([`duban_${name}`, 'postgres', '/duban']);
    const passwords = JSON.parse(environmentOf('migrate')['ROLE_PASSWORDS'] ?? '{}') as Record<string, string>;
    expect(database.password).toBe(passwords[`duban_${name}`]);
    expect(new URL(config.REDIS_URL).password).toBe(settings['REDIS_PASSWORD']);
  });

  it.each(NAMES)('passes on to %s every setting it reads, as the example names it', (name) => {
    const tls = parse(readFileSync('deploy/compose/tls.yml', 'utf8')) as typeof compose;
    const named = compose.services[name]?.environment ?? {};
    const passed = new Set([...Object.keys(named), ...Object.keys(tls.services[name]?.environment ?? {})]);
    // Topics and queues have no prefix outside of tests.
    const read = Object.keys(CONFIGS[name].shape).filter((key) => key !== 'NAMESPACE');
    expect(read.filter((key) => !passed.has(key))).toEqual([]);
    const example = readFileSync('deploy/compose/duban.env.example', 'utf8');
    const shown = new Map([...example.matchAll(/^#([A-Z0-9_]+)=(.*)$/gm)].map(([, key, value]) => [key!, value!]));
    const optional = Object.keys(named).filter((key) => named[key] === null);
    expect(optional.filter((key) => !shown.has(key))).toEqual([]);
    // What the example shows as the default is the default.
    const without = loadConfig(CONFIGS[name] as z.ZodType<Record<string, unknown>>, environmentOf(name));
    const numbers = optional.filter((key) => typeof without[key] === 'number');
    expect(numbers.map((key) => [key, shown.get(key)])).toEqual(numbers.map((key) => [key, String(without[key])]));
  });

  it('names for the devices over TLS what its schema takes, and what the example asks for', () => {
    const file = readFileSync('deploy/compose/tls.yml', 'utf8');
    const { services } = parse(file) as { services: Record<string, { environment: Record<string, unknown> }> };
    expect(Object.keys(services)).toEqual(['ingestion']);
    const environment = Object.entries(services['ingestion']!.environment).map(([key, value]) => [key, String(value)]);
    const config = loadConfig(IngestionConfig, { ...environmentOf('ingestion'), ...Object.fromEntries(environment) });
    expect(config.HJ212_TLS_PORT).toBe(7213);
    expect(file).toContain(`:${config.HJ212_TLS_PORT}'`);
    const example = readFileSync('deploy/compose/duban.env.example', 'utf8');
    for (const [, name] of file.matchAll(VARIABLE)) expect(example).toMatch(new RegExp(`^#${name}=`, 'm'));
  });

  it.each(NAMES)('starts %s after its servers and the migration, unprivileged, on the shared files', async (name) => {
    const service = compose.services[name]!;
    // The same options of Node as on one machine; the scripts of deploy/local are plain modules without types.
    const scripts = '../../../deploy/local/services.mjs';
    const { NODE_OPTIONS_OF } = (await import(scripts)) as { NODE_OPTIONS_OF: Record<string, string[]> };
    expect(service.command).toEqual([...(NODE_OPTIONS_OF[name] ?? []), `dist/apps/${name}/src/main.js`]);
    expect(existsSync(`apps/${name}/src/main.ts`)).toBe(true);
    expect(service.depends_on).toEqual({
      migrate: { condition: 'service_completed_successfully' },
      redis: { condition: 'service_healthy' },
      kafka: { condition: 'service_healthy' },
    });
    expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], init: true, restart: 'unless-stopped' });
    expect(service.volumes).toEqual([`files:${environmentOf(name)['FILES_DIR']}`]);
  });

  it('leads the gateway to every service at the port it listens on', () => {
    const urls = loadConfig(GatewayConfig, environmentOf('gateway')).SERVICE_URLS;
    expect(loadConfig(AccountabilityConfig, environmentOf('accountability')).SERVICE_URLS).toEqual(urls);
    expect(urls).toEqual(
      Object.fromEntries(NAMES.map((name) => [name, `http://${name}:${environmentOf(name)['HTTP_PORT']}`])),
    );
  });

  it('publishes the console and the door of the devices only', () => {
    const published = Object.entries(compose.services).flatMap(([name, { ports = [] }]) =>
      ports.map((port) => [name, port.split(':').at(-1)]),
    );
    expect(published).toEqual([
      ['gateway', environmentOf('gateway')['HTTP_PORT']],
      ['ingestion', environmentOf('ingestion')['HJ212_PORT']],
    ]);
  });

  it('keeps in named volumes what has to last, and watches every server', () => {
    const mounted = Object.values(compose.services).flatMap(({ volumes = [] }) =>
      volumes.map((one) => one.split(':')[0]!),
    );
    expect([...new Set(mounted)].toSorted()).toEqual(Object.keys(compose.volumes).toSorted());
    for (const name of ['postgres', 'redis', 'kafka']) {
      expect(compose.services[name]?.volumes).toHaveLength(1);
      expect(compose.services[name]?.healthcheck).toHaveProperty('test');
    }
  });
});

describe('the image', () => {
  const dockerfile = readFileSync('deploy/images/Dockerfile', 'utf8');
  const ignored = readFileSync('.dockerignore', 'utf8');
  const stages = dockerfile.split(/^FROM /m).slice(1);

  it('is built in stages on a slim Node and runs as nobody special, watched on /readyz', () => {
    expect(stages).toHaveLength(3);
    for (const stage of stages) expect(stage).toMatch(/^node:24-slim\b/);
    const last = stages.at(-1)!;
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/^HEALTHCHECK .*healthcheck\.mjs"\]$/m);
    expect(readFileSync('deploy/images/healthcheck.mjs', 'utf8')).toContain('/readyz');
    expect(last).toMatch(/org\.opencontainers\.image\.version/);
    expect(last).not.toMatch(/npm|COPY \. /);
  });

  it('copies only what is there and not kept out of the context', () => {
    const sources = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, list]) => list!.split(' '));
    expect(sources.length).toBeGreaterThan(8);
    for (const source of sources) {
      expect([source, existsSync(source)]).toEqual([source, true]);
      const isLetIn = ignored
        .split('\n')
        .some((line) => line.startsWith('!') && `${source}/`.startsWith(`${line.slice(1)}/`));
      expect([source, isLetIn]).toEqual([source, true]);
    }
  });
});
