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

/** All ports of one system, as `{ name, port }` with readable names; two systems run side by side on two bases. */
export function portsOf(portBase) {
  const pairs = SERVICE_NAMES.flatMap((name) => [
    { name, port: portBase + PLACES[name] },
    { name: `${name} (ops)`, port: portBase + PLACES[name] + OPS_OFFSET },
  ]);
  return [...pairs, { name: 'ingestion (HJ 212)', port: portBase + HJ212_OFFSET }];
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
      args: ['--enable-source-maps', path.join(root, 'dist', 'apps', name, 'src', 'main.js'), `--data=${dataDir}`],
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
  return {
    services,
    cliSettings: { ...shared, ROLE_PASSWORDS: JSON.stringify(passwords), GATEWAY_URL: urlOf('gateway') },
    consoleUrl: `${urlOf('gateway')}/`,
  };
}
