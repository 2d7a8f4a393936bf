import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import pg from 'pg';
import { releaseSharedClock, sharedClock } from '#libs/clock/clock.js';
import { createKafka } from '#libs/messaging/kafka.js';
import { createLog } from '#libs/observability/log.js';
import { createAdmin } from '../admin/create-admin.js';
import { GatewayClient } from './gateway-client.js';
import { installationOf, samplePasswords } from './installation.js';
import { loadAccounts, loadDirectory } from './load-directory.js';
import { loadLedger } from './load-ledger.js';
import { loadRegisters } from './load-registers.js';
import { playSeason, type SeasonMark } from './play-season.js';
import { progressBar } from './progress-bar.js';
import { Quiet } from './quiet.js';
import { sampleCity, type Script, type ScriptedAction } from './sample-city.js';
import { verifyCommand } from './verify/verify-command.js';

const SAMPLE = 'samples/jiaxing';
const CALENDARS = 'packs/default-district/calendar';
const ADMIN = 'admin';
const OFFICE = 'eco-office.clerk';
const SHOWN = ['eco-office.director', OFFICE, 'city-government.head', 'area-d.liaison'];

const markIn = (dataDir: string, start: string): SeasonMark => {
  const path = join(dataDir, 'season-mark.json');
  return {
    read: () =>
      existsSync(path)
        ? (JSON.parse(readFileSync(path, 'utf8')) as ReturnType<SeasonMark['read']>)
        : { history: false, actions: 0, arrivalsUntil: new Date(start).toISOString() },
    write: (mark) => writeFileSync(path, JSON.stringify(mark)),
  };
};

const load = async (urlOfDirectory: string): Promise<void> => {
  const installation = installationOf(process.env);
  const city = sampleCity(SAMPLE);
  const known = samplePasswords.exist(installation.dataDir) ? samplePasswords.read(installation.dataDir) : {};
  const keep = (passwords: Record<string, string>): void => samplePasswords.write(installation.dataDir, passwords);
  const pool = new pg.Pool({ connectionString: installation.databaseUrl, max: 1 });
  try {
    if (!known[ADMIN]) {
      const { password } = await createAdmin({
        databaseUrl: urlOfDirectory,
        packDir: process.env['PACK_DIR'] ?? 'packs/default-district',
        userName: ADMIN,
        displayName: '系统管理员',
        topUnit: { id: 'city', name: '示例市', type: 'AREA_ROOT' },
        now: await sharedClock(pool).now(),
      });
      known[ADMIN] = password;
      keep(known);
    }
  } finally {
    await pool.end();
  }
  const client = new GatewayClient(installation.gatewayUrl, known);
  const calendars = [2024, 2025, 2026, 2027].map(
    (year) => JSON.parse(readFileSync(join(CALENDARS, `holiday-cn-${year}.json`), 'utf8')) as never,
  );
  const bar = progressBar('loading the sample city');
  await loadDirectory(client, ADMIN, city, calendars, (share) => bar(share * 0.5, 'units, posts, people'));
  await loadAccounts(client, ADMIN, city, known, keep, (share) => bar(0.5 + share * 0.3, 'accounts'));
  const kafka = createKafka(installation.brokers, 'duban-season', createLog('season', 'error'));
  const quiet = new Quiet(installation, kafka);
  await quiet.wait();
  await loadRegisters(client, { data: 'eco-bureau.monitoring', funds: OFFICE }, city, (share) =>
    bar(0.8 + share * 0.1, 'stations, devices, projects'),
  );
  await loadLedger(client, OFFICE, city, (share) => bar(0.9 + share * 0.1, 'lists and problems'));
  await quiet.wait();
  await quiet.close();
  console.log('Sign in (passwords were made at random and are shown this once):');
  for (const name of [ADMIN, ...SHOWN]) console.log(`  ${name.padEnd(24)} ${known[name] ?? ''}`);
};

const play = async (options: {
  until?: string;
  skip?: string;
  without?: string;
  keepClock?: boolean;
}): Promise<void> => {
  const installation = installationOf(process.env);
  const city = sampleCity(SAMPLE);
  const script = city.json<Script>('script.json');
  const pool = new pg.Pool({ connectionString: installation.databaseUrl, max: 2 });
  pool.on('error', () => undefined);
  try {
    const run = await playSeason({
      installation,
      city,
      script,
      client: new GatewayClient(installation.gatewayUrl, samplePasswords.read(installation.dataDir)),
      kafka: createKafka(installation.brokers, 'duban-season', createLog('season', 'error')),
      pool,
      mark: markIn(installation.dataDir, script.clock.start),
      ...(options.until ? { until: new Date(options.until) } : {}),
      ...(options.without ? { without: options.without } : {}),
      skipParts: (options.skip?.split(',') ?? []) as ScriptedAction['part'][],
      onProgress: progressBar('playing the season'),
    });
    if (!options.keepClock) await releaseSharedClock(pool);
    console.error(
      `season played: ${run.actions} actions, ${run.arrivals} arrivals, ${run.steps} steps of the clock, ${run.rests} rests, ${run.repeats} calls and ${run.resent} frames repeated`,
    );
  } finally {
    await pool.end();
  }
};

/** Waits until nothing is under way anywhere. */
const rest = async (): Promise<void> => {
  const installation = installationOf(process.env);
  const quiet = new Quiet(
    installation,
    createKafka(installation.brokers, 'duban-season', createLog('season', 'error')),
  );
  await quiet.wait();
  await quiet.close();
};

/** `duban season …`: the sample city and its season, for trials, tests and demonstrations. */
export const seasonCommand = (program: Command, urlOfService: (service: string) => string): void => {
  const season = program.command('season').description('the sample city and its season');
  season
    .command('load')
    .description('load the sample city through the doors; prints how to sign in')
    .action(() => load(urlOfService('directory')));
  season.command('rest').description('wait until nothing is under way anywhere').action(rest);
  season
    .command('play')
    .description('play the season on the shared clock; goes on where it was broken off')
    .option('--until <instant>', 'stop at this instant, e.g. 2026-05-11T00:00:00+08:00')
    .option('--skip <parts>', 'leave out parts of the script: tasks,sections')
    .option('--without <service>', 'do not wait for this service, which is stopped')
    .option('--keep-clock', 'leave the clock standing at the end')
    .action(play);
  season
    .command('verify')
    .description('compare a played season with what it must have led to')
    .option('--until <instant>', 'check what holds by this instant, e.g. 2026-05-10T24:00:00+08:00')
    .option('--json', 'the last line is the outcome as JSON')
    .option('--digest', 'print what came out, without ids and times of processing, to compare two runs')
    .action(verifyCommand);
};
