import pg from 'pg';
import type { DataSource } from 'typeorm';
import { SHARED_CLOCK_SQL } from '#libs/clock/clock.js';

export interface ServiceSchema {
  readonly name: string;
  readonly dataSource: (url: string) => DataSource;
}

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The administrator's URL, signed in as the role of one service where it has one. */
export const urlOfService = (
  adminUrl: string,
  rolePasswords: Readonly<Record<string, string>>,
  service: string,
): string => {
  const user = `duban_${service}`;
  const password = rolePasswords[user];
  return password ? Object.assign(new URL(adminUrl), { username: user, password }).href : adminUrl;
};

/**
 * Brings the database up to date: a schema and a login role per service, then each service's migrations, run as that role,
 * so that a service can touch its own tables and nothing else. Safe to repeat. `rolePasswords` names the roles
 * (`duban_<service>`); a service without one uses the administrator's (one's own server without the right to create roles).
 */
export const migrate = async (options: {
  adminUrl: string;
  rolePasswords: Readonly<Record<string, string>>;
  services: readonly ServiceSchema[];
  /** Where the shared clock of the sample and test profiles stands at first; null on the system's clock. */
  sharedClockStart: Date | null;
  say: (line: string) => void;
}): Promise<void> => {
  const admin = new pg.Client({ connectionString: options.adminUrl });
  await admin.connect();
  try {
    for (const { name } of options.services) {
      const user = `duban_${name}`;
      const password = options.rolePasswords[user];
      if (password) {
        const { rowCount } = await admin.query('select 1 from pg_roles r where r.rolname = $1', [user]);
        await admin.query(
          `${rowCount ? 'alter' : 'create'} role ${identifier(user)} login password ${literal(password)}`,
        );
        await admin.query(`create schema if not exists ${identifier(name)} authorization ${identifier(user)}`);
      } else {
        await admin.query(`create schema if not exists ${identifier(name)}`);
      }
    }
    if (options.sharedClockStart) {
      await admin.query(SHARED_CLOCK_SQL);
      await admin.query('insert into clock.shared_clock (id, at) values (1, $1) on conflict do nothing', [
        options.sharedClockStart,
      ]);
    }
  } finally {
    await admin.end();
  }
  for (const { name, dataSource } of options.services) {
    const db = await dataSource(urlOfService(options.adminUrl, options.rolePasswords, name)).initialize();
    try {
      const done = await db.runMigrations();
      options.say(
        `${name}: ${done.length === 0 ? 'up to date' : `${done.length} migration${done.length === 1 ? '' : 's'} run`}`,
      );
    } finally {
      await db.destroy();
    }
  }
};
