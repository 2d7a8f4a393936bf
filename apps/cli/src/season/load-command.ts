import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { sharedClock } from '#libs/clock/clock.js';
import { createKafka } from '#libs/messaging/kafka.js';
import { createLog } from '#libs/observability/log.js';
import { createAdmin } from '../admin/create-admin.js';
import { GatewayClient } from '../gateway-client.js';
import { installationOf, samplePasswords } from './installation.js';
import { loadAccounts, loadDirectory } from './load-directory.js';
import { loadLedger } from './load-ledger.js';
import { loadRegisters } from './load-registers.js';
import { loadWaters } from './load-waters.js';
import { progressBar } from './progress-bar.js';
import { Quiet } from './quiet.js';
import { sampleCity } from './sample-city.js';

const SAMPLE = 'samples/jiaxing';
const CALENDARS = 'packs/default-district/calendar';
const ADMIN = 'admin';
const DATA = 'eco-bureau.monitoring';
const OFFICE = 'eco-office.clerk';
const SHOWN = ['eco-office.director', OFFICE, 'eco-bureau.monitoring', 'city-government.head', 'area-d.liaison'];

/** `duban season load`: the sample city through the doors, its passwords shown once. Can be begun again where it broke off. */
export const loadCommand = async (urlOfDirectory: string): Promise<void> => {
  const installation = installationOf(process.env);
  const city = sampleCity(SAMPLE);
  const known = samplePasswords.exist(installation.dataDir) ? samplePasswords.read(installation.dataDir) : {};
  const keep = (passwords: Record<string, string>): void => samplePasswords.write(installation.dataDir, passwords);
  const pool = new pg.Pool({ connectionString: installation.databaseUrl, max: 1 });
  try {
    if (!known[ADMIN]) {
      const { password } = await createAdmin({
        password: randomBytes(12).toString('base64url'), // its own, so that it need not be changed first
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
  await loadRegisters(client, { data: DATA, office: OFFICE }, city, (share) =>
    bar(0.8 + share * 0.08, 'stations, devices, projects, targets'),
  );
  await loadWaters(client, DATA, city, (share) => bar(0.88 + share * 0.02, 'plans, sources, a sewage plant'));
  await loadLedger(client, OFFICE, city, (share) => bar(0.9 + share * 0.1, 'lists and problems'));
  await quiet.wait();
  await quiet.close();
  console.log('Sign in (passwords were made at random):');
  for (const name of [ADMIN, ...SHOWN]) console.log(`  ${name.padEnd(24)} ${known[name] ?? ''}`);
  console.log(`All accounts of the sample with their passwords stand in ${samplePasswords.path(installation.dataDir)}`);
};
