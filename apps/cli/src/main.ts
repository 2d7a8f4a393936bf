import { existsSync, readFileSync } from 'node:fs';
import { Command } from 'commander';
import pg from 'pg';
import { sharedClock, systemClock } from '#libs/clock/clock.js';
import { airCommand } from './air/air-command.js';
import { coverageCommand } from './coverage/coverage-command.js';
import { evidenceCommand } from './evidence/evidence-command.js';
import { hj212Command } from './hj212/hj212-command.js';
import { importCommand } from './import/import-command.js';
import { migrate, urlOfService } from './migrate/migrate.js';
import { recomputeCommand } from './recompute/recompute-command.js';
import { seasonCommand } from './season/season-command.js';
import { waterCommand } from './water/water-command.js';

// Each command loads what it needs when it is asked for: all of them together take seconds on a small machine.

/** Operators' settings come from the environment, like the services'. */
const setting = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
};

const rolePasswords = (): Record<string, string> =>
  JSON.parse(process.env['ROLE_PASSWORDS'] ?? '{}') as Record<string, string>;
const serviceUrl = (service: string): string => urlOfService(setting('DATABASE_URL'), rolePasswords(), service);

/** The installation's clock: in the sample it is not today, and roles are held from a day of that clock on. */
const clockNow = async (): Promise<Date> => {
  if (process.env['CLOCK'] !== 'shared') return systemClock.now();
  const pool = new pg.Pool({ connectionString: setting('DATABASE_URL'), max: 1 });
  return sharedClock(pool)
    .now()
    .finally(() => pool.end());
};

/** Of the package: its file stands three folders up from the source, and one more from what is built into `dist`. */
const version = (): string => {
  const file = ['../../..', '../../../..']
    .map((up) => new URL(`${up}/package.json`, import.meta.url))
    .find((one) => existsSync(one));
  return file ? (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version : 'unknown';
};

const program = new Command('duban').description("Operators' commands of the campaign platform").version(version());

program
  .command('migrate')
  .description('create schemas, roles, tables and topics, or bring them up to date')
  .action(async () => {
    const [{ SERVICE_SCHEMAS }, { createKafka, ensureTopics }, { TOPICS }, { createLog }] = await Promise.all([
      import('./services.js'),
      import('#libs/messaging/kafka.js'),
      import('#libs/contracts/topics.js'),
      import('#libs/observability/log.js'),
    ]);
    await migrate({
      adminUrl: setting('DATABASE_URL'),
      rolePasswords: rolePasswords(),
      services: SERVICE_SCHEMAS,
      sharedClockStart: process.env['CLOCK'] === 'shared' ? new Date(setting('SHARED_CLOCK_START')) : null,
      say: (line) => console.log(line),
    });
    const kafka = createKafka(setting('KAFKA_BROKERS').split(','), 'duban-cli', createLog('cli', 'warn'));
    await ensureTopics(kafka, process.env['NAMESPACE'] ?? '', TOPICS);
    console.log(`topics: ${TOPICS.length}`);
  });

const admin = program.command('admin').description('accounts that nobody inside can make');
admin
  .command('create')
  .description('make the first administrator; the password is shown once')
  .requiredOption('--user-name <name>', 'small letters, digits, dots and hyphens')
  .option('--display-name <name>', 'name to show', '系统管理员')
  .option('--unit-id <id>', 'id of the unit at the top, if there is none yet', 'root')
  .option('--unit-name <name>', 'its name', '本级')
  .option('--unit-type <type>', 'its type in the pack', 'AREA_ROOT')
  .action(
    async (options: { userName: string; displayName: string; unitId: string; unitName: string; unitType: string }) => {
      const { createAdmin } = await import('./admin/create-admin.js');
      const { password } = await createAdmin({
        databaseUrl: serviceUrl('directory'),
        packDir: process.env['PACK_DIR'] ?? 'packs/default-district',
        userName: options.userName,
        displayName: options.displayName,
        topUnit: { id: options.unitId, name: options.unitName, type: options.unitType },
        now: await clockNow(),
      });
      console.log(`${options.userName} may sign in with ${password} and has to change it then`);
    },
  );

program
  .command('audit')
  .description('the audit trails')
  .command('verify')
  .description('say whether a row was changed, removed or moved since it was written, and where')
  .option('--anchor <file>', 'ends of the trails noted by an earlier run; noted anew when all is well')
  .action(async ({ anchor }: { anchor?: string }) => {
    const { verifyAuditTrails } = await import('./audit/verify-audit-trails.js');
    const isWhole = await verifyAuditTrails({
      urlOfService: serviceUrl,
      say: (line) => console.log(line),
      ...(anchor ? { anchorFile: anchor } : {}),
    });
    process.exitCode = isWhole ? 0 : 1;
  });

program
  .command('policy')
  .description('the policy pack')
  .command('check [dir]')
  .description('say what is wrong with a pack, and where')
  .action(async (dir = process.env['PACK_DIR'] ?? 'packs/default-district') => {
    const { checkPolicy } = await import('./policy/check-policy.js');
    process.exitCode = await checkPolicy(dir as string, (line) => console.log(line));
  });
program
  .command('mail-sink')
  .description('a mail server that keeps what it is sent as files (sample profile)')
  .requiredOption('--port <port>')
  .requiredOption('--ops-port <port>')
  .requiredOption('--folder <folder>')
  .action(async (options: { port: string; opsPort: string; folder: string }) => {
    const { runMailSink } = await import('./mail-sink.js');
    await runMailSink({ port: Number(options.port), opsPort: Number(options.opsPort), folder: options.folder });
  });
seasonCommand(program, serviceUrl);
airCommand(program);
coverageCommand(program);
evidenceCommand(program);
hj212Command(program);
importCommand(program);
recomputeCommand(program);
waterCommand(program);

program.parseAsync().catch((why: unknown) => {
  console.error(why instanceof Error ? why.message : String(why));
  process.exit(1);
});
