import { readFileSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where the parts of a running installation are; the operators' environment says so (deploy/local writes it). */
export interface Installation {
  readonly databaseUrl: string;
  readonly brokers: readonly string[];
  readonly namespace: string;
  readonly gatewayUrl: string;
  readonly hj212Port: number;
  /** Base URL of every service's operations port. */
  readonly opsUrls: Readonly<Record<string, string>>;
  readonly dataDir: string;
}

const OPS_PORT_OFFSET = 100;

export const installationOf = (env: NodeJS.ProcessEnv): Installation => {
  const need = (name: string): string => {
    const value = env[name];
    if (!value) throw new Error(`${name} is not set`);
    return value;
  };
  const serviceUrls = JSON.parse(need('SERVICE_URLS')) as Record<string, string>;
  const opsUrls = Object.fromEntries(
    Object.entries(serviceUrls).map(([name, url]) => {
      const ops = new URL(url);
      ops.port = String(Number(ops.port) + OPS_PORT_OFFSET);
      return [name, ops.origin];
    }),
  );
  return {
    databaseUrl: need('DATABASE_URL'),
    brokers: need('KAFKA_BROKERS').split(','),
    namespace: env['NAMESPACE'] ?? '',
    gatewayUrl: need('GATEWAY_URL'),
    hj212Port: Number(need('HJ212_PORT')),
    opsUrls,
    dataDir: need('DATA_DIR'),
  };
};

/** Passwords of the sample's accounts: made at random when the city is loaded, kept beside the sample's data for the player. */
export const samplePasswords = {
  path: (dataDir: string): string => join(dataDir, 'sample-accounts.json'),
  read: (dataDir: string): Record<string, string> =>
    JSON.parse(readFileSync(samplePasswords.path(dataDir), 'utf8')) as Record<string, string>,
  exist: (dataDir: string): boolean => existsSync(samplePasswords.path(dataDir)),
  write: (dataDir: string, passwords: Readonly<Record<string, string>>): void =>
    writeFileSync(samplePasswords.path(dataDir), `${JSON.stringify(passwords, null, 1)}\n`, { mode: 0o600 }),
};
