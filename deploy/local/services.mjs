import fs from 'node:fs/promises';
import path from 'node:path';
import { root } from './artifacts.mjs';

/** First port of a block; every service has its place in it, and its ops port (health, metrics) 100 above. */
export const USUAL_PORT_BASE = 7_100;
const OPS_OFFSET = 100;
const HJ212_OFFSET = 112;
const MAIL_OFFSET = 125;

/** Every service process and its place in the block of ports. */
const PLACES = {
  gateway: 0,
  directory: 1,
  ingestion: 2,
  monitoring: 3,
  ledger: 4,
  funding: 5,
  accountability: 6,
  notifier: 7,
};
export const SERVICE_NAMES = Object.keys(PLACES);
/**
 * Options of Node for services on the hot path: room for what lives as long as a batch of packets, or the collector copies it
 * again and again. The compose file gives the same.
 */
export const NODE_OPTIONS_OF = { ingestion: ['--max-semi-space-size=32'], monitoring: ['--max-semi-space-size=32'] };
/** Every process a system may run, the sample's mail sink included. */
export const PROCESS_NAMES = [...SERVICE_NAMES, 'mail-sink'];

/** All ports of one system, as `{ name, port }` with readable names; two systems run side by side on two bases. */
export function portsOf(portBase) {
  const pairs = SERVICE_NAMES.flatMap((name) => [
    { name, port: portBase + PLACES[name] },
    { name: `${name} (ops)`, port: portBase + PLACES[name] + OPS_OFFSET },
  ]);
  return [
    ...pairs,
    { name: 'ingestion (HJ 212)', port: portBase + HJ212_OFFSET },
    { name: 'mail sink', port: portBase + MAIL_OFFSET },
    { name: 'mail sink (ops)', port: portBase + MAIL_OFFSET + OPS_OFFSET },
  ];
}

/**
 * What differs while a season of months is played in minutes: a clock that starts where the script says, quicker looks at
 * what is due, and papers that say they are samples.
 */
async function sampleSettings() {
  const script = JSON.parse(await fs.readFile(path.join(root, 'samples', 'jiaxing', 'script.json'), 'utf8'));
  const city = JSON.parse(await fs.readFile(path.join(root, 'samples', 'jiaxing', 'city', 'agency.json'), 'utf8'));
  return {
    SHARED_CLOCK_START: new Date(script.clock.start).toISOString(),
    SWEEP_INTERVAL_MS: '3000', // the player's looks make due work be seen to at once
    RELAY_INTERVAL_MS: '100',
    KAFKA_SESSION_TIMEOUT_MS: '10000',
    SAMPLE_WATERMARK: 'true',
    EVIDENCE_MOST_RECORDS: '2000', // a month behind a ranking is a hundred thousand; the sample shows how, not how many
    AGENCY: JSON.stringify(city),
    SIGN_INS_PER_MINUTE: '6000',
  };
}

/** The same database, signed in as the role of one service. */
function asRole(databaseUrl, role, password) {
  const url = new URL(databaseUrl);
  url.username = role;
  url.password = password;
  return url.href;
}

/**
 * What one system runs, in one place.
 *
 * - `dataDir`: its files, logs and secrets; `secret(name)`: see secrets.mjs.
 * - `env`: DATABASE_URL (a role that may create roles and schemas), REDIS_URL, KAFKA_BROKERS.
 * - `clock`: `system`, or `shared` for the sample season and tests.
 * - `nodeEnv`: NODE_ENV of every process; `extra`: further settings for every process.
 *
 * Returns `services` for the supervisor (`{ name, command, args, env, httpPort, opsPort }`), `cliSettings` for the `duban` command (the
 * shared settings, the privileged DATABASE_URL, ROLE_PASSWORDS as JSON `{ duban_<service>: password }` for `duban migrate`), and
 * `consoleUrl`.
 */
export async function describeSystem({
  dataDir,
  secret,
  env,
  portBase = USUAL_PORT_BASE,
  clock = 'system',
  nodeEnv = 'development',
  extra = {},
}) {
  const urlOf = (name) => `http://127.0.0.1:${portBase + PLACES[name]}`;
  const serviceUrls = Object.fromEntries(SERVICE_NAMES.map((name) => [name, urlOf(name)]));
  const smtpUrl =
    process.env.SMTP_URL ?? (clock === 'shared' ? `smtp://127.0.0.1:${portBase + MAIL_OFFSET}` : undefined);
  const shared = {
    ...env,
    NODE_ENV: nodeEnv,
    CLOCK: clock,
    INTERNAL_KEY: await secret('internal-key'),
    FILES_DIR: path.join(dataDir, 'files'),
    PACK_DIR: path.join(root, 'packs', 'default-district'),
    SERVICE_URLS: JSON.stringify(serviceUrls),
    CONSOLE_DIR: path.join(root, 'dist', 'console'),
    HJ212_PORT: String(portBase + HJ212_OFFSET),
    ...(smtpUrl ? { SMTP_URL: smtpUrl } : {}),
    ...(clock === 'shared' ? await sampleSettings() : {}),
    ...extra,
  };

  const passwords = {};
  const services = [];
  for (const name of SERVICE_NAMES) {
    const role = `duban_${name}`;
    passwords[role] = await secret(`role-${name}`);
    const httpPort = portBase + PLACES[name];
    const opsPort = httpPort + OPS_OFFSET;
    services.push({
      name,
      command: process.execPath,
      // The argument is read by nobody; it tells one system's processes from another's.
      args: [
        '--enable-source-maps',
        ...(NODE_OPTIONS_OF[name] ?? []),
        path.join(root, 'dist', 'apps', name, 'src', 'main.js'),
        `--data=${dataDir}`,
      ],
      env: {
        ...process.env,
        ...shared,
        DATABASE_URL: asRole(env.DATABASE_URL, role, passwords[role]),
        HTTP_PORT: String(httpPort),
        OPS_PORT: String(opsPort),
      },
      httpPort,
      opsPort,
    });
  }
  if (clock === 'shared' && !process.env.SMTP_URL) {
    // The sample's mail stays on this machine: a sink keeps it as files.
    const [port, opsPort] = [portBase + MAIL_OFFSET, portBase + MAIL_OFFSET + OPS_OFFSET];
    const cli = path.join(root, 'dist', 'apps', 'cli', 'src', 'main.js');
    services.push({
      name: 'mail-sink',
      command: process.execPath,
      args: [cli, 'mail-sink', '--port', `${port}`, '--ops-port', `${opsPort}`, '--folder', path.join(dataDir, 'mail')],
      env: { ...process.env, ...shared },
      httpPort: port,
      opsPort,
    });
  }
  return {
    services,
    cliSettings: { ...shared, ROLE_PASSWORDS: JSON.stringify(passwords), GATEWAY_URL: urlOf('gateway') },
    consoleUrl: `${urlOf('gateway')}/`,
  };
}
