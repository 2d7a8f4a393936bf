/**
 * Takes the pictures of docs/guide again, from a running sample system (`npm start`, or any system the sample season was
 * loaded into and played on). Looks only: nothing is pressed that changes a record.
 *
 *   node scripts/guide-pictures.mjs --accounts DATA/sample-accounts.json [--url http://127.0.0.1:7100] [--only NAME [--only NAME ...]]
 *
 * `sample-accounts.json` lies in the data folder of the sample. Needs a Chromium on PATH or in CHROMIUM_PATH. Letters look
 * as in the pictures only with the Noto CJK fonts installed.
 */
import fs from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const FOLDER = fileURLToPath(new URL('../docs/guide/pictures/', import.meta.url));
const SIZE = { width: 1440, height: 900 };
/** Larger pictures make a clone slow; the pages are flat colours and stay far below. */
const MOST_BYTES = 250_000;
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

const HEAD = 'city-government.head';
const DIRECTOR = 'eco-office.director';
const CLERK = 'eco-office.clerk';
const LIAISON = 'area-d.liaison';
const MONITORING = 'eco-bureau.monitoring';

/** Name of the file, who looks, where, and what is opened there; `find` asks the platform for the address. Text costs bytes: `height` cuts. */
const PICTURES = [
  { name: 'sign-in', path: '/' },
  { name: 'overview', user: HEAD, path: '/overview' },
  { name: 'wall-map', user: CLERK, path: '/wall' },
  { name: 'wall-timeline', user: CLERK, path: '/wall?view=timeline' },
  { name: 'monitoring', user: CLERK, path: '/monitoring' },
  { name: 'monitoring-station', user: CLERK, height: 1500, path: '/monitoring/stations/ST01' },
  { name: 'monitoring-section', user: CLERK, height: 1300, path: '/monitoring/sections/DM02' },
  { name: 'monitoring-waters', user: CLERK, path: '/monitoring/waters?month=2026-07' },
  { name: 'monitoring-supply', user: CLERK, path: '/monitoring/supply' },
  { name: 'monitoring-targets', user: CLERK, path: '/monitoring/targets?year=2026' },
  { name: 'monitoring-review', user: CLERK, path: '/monitoring/review' },
  { name: 'monitoring-compare', user: CLERK, path: '/monitoring/compare' },
  {
    name: 'monitoring-years',
    user: CLERK,
    path: '/monitoring/compare?view=years&subject=area:990101&from=2026-03-01&to=2026-07-24',
  },
  {
    name: 'monitoring-register',
    user: MONITORING,
    height: 1100,
    path: '/monitoring',
    press: ['button:has-text("登记排放口")', 'button:has-text("增加限值")'],
  },
  { name: 'monitoring-indicators', user: CLERK, path: '/monitoring/indicators' },
  { name: 'monitoring-coverage', user: CLERK, path: '/monitoring/coverage?days=92' },
  { name: 'monitoring-devices', user: CLERK, path: '/monitoring/devices' },
  { name: 'monitoring-outlet', user: CLERK, height: 1300, path: '/monitoring/outlets/OUT01' },
  { name: 'monitoring-device', user: MONITORING, height: 1000, path: '/monitoring/devices/DEV-OUT01' },
  { name: 'monitoring-not-taken', user: CLERK, path: '/monitoring/faults' },
  { name: 'monitoring-imports', user: MONITORING, path: '/monitoring/imports' },
  { name: 'work', user: LIAISON, path: '/work' },
  { name: 'problems', user: CLERK, path: '/problems' },
  { name: 'problem', user: CLERK, find: async (ask) => `/problems/${(await problemT07(ask)).id}` },
  { name: 'dispatch', user: CLERK, path: '/dispatch' },
  { name: 'dispatch-sheet', user: DIRECTOR, find: async (ask) => `/dispatch/${(await sheet(ask)).dispatchId}` },
  { name: 'pressure-warnings', user: CLERK, path: '/pressure' },
  { name: 'pressure-ladders', user: CLERK, path: '/pressure?view=ladders' },
  { name: 'pressure-queue', user: DIRECTOR, path: '/pressure?view=queue' },
  { name: 'pressure-acts', user: CLERK, path: '/pressure?view=acts' },
  { name: 'act', user: CLERK, height: 780, find: async (ask) => `/pressure/acts/${(await order(ask)).id}` },
  {
    name: 'evidence',
    user: CLERK,
    find: async (ask) => `/pressure/acts/${(await order(ask)).id}`,
    press: ['.page-extra button:has-text("查看证据链")'],
  },
  { name: 'funds', user: CLERK, path: '/funds' },
  { name: 'project', user: CLERK, find: async (ask) => `/funds/${(await ask('/api/projects')).items[0].id}` },
  { name: 'operations', user: 'admin', path: '/operations' },
  { name: 'inbox', user: LIAISON, path: '/work', press: ['.tools button[aria-label^="收件箱"]'] },
];

/** The problem whose ladder the season follows. */
async function problemT07(ask) {
  const { items } = await ask('/api/problems?limit=200');
  const found = items.find(({ problemNo }) => problemNo === 'T-07');
  if (!found) throw new Error('there is no problem T-07: has the sample been loaded?');
  return found;
}

/** The latest sheet with a row on it. */
async function sheet(ask) {
  const { items } = await ask('/api/dispatches?limit=50');
  const found = items.find(({ onSheet }) => onSheet > 0) ?? items[0];
  if (!found) throw new Error('there is no sheet yet: play the season beyond 2026-05-07');
  return found;
}

/** An issued order: it has a number, figures, a receipt and a chain of evidence. */
async function order(ask) {
  const { items } = await ask('/api/acts?kind=supervision-order&issued=true&limit=10');
  const found = items[0] ?? (await ask('/api/acts?issued=true&limit=10')).items[0];
  if (!found) throw new Error('there is no issued act yet: play the season beyond 2026-05-08');
  return found;
}

async function findBrowser() {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const onPath = BROWSERS.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  for (const candidate of process.env.CHROMIUM_PATH ? [process.env.CHROMIUM_PATH] : onPath) {
    const isThere = await fs.access(candidate, fs.constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return candidate;
  }
  throw new Error('no Chromium found: install chromium, or set CHROMIUM_PATH');
}

/** A window of somebody's own, signed in through the public door. */
async function windowOf(browser, url, user, password) {
  const context = await browser.newContext({
    viewport: SIZE,
    deviceScaleFactor: 1,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  });
  await context.addInitScript(() => localStorage.setItem('duban.language', 'zh'));
  if (user) {
    const answer = await context.request.post(`${url}/api/sign-in`, { data: { userName: user, password } });
    if (!answer.ok()) throw new Error(`${user} could not sign in: ${answer.status()}`);
  }
  const ask = async (where) => {
    const answer = await context.request.get(`${url}${where}`);
    if (!answer.ok()) throw new Error(`${where}: ${answer.status()}`);
    return answer.json();
  };
  return { context, ask, page: await context.newPage() };
}

/** Until nothing on the page waits for an answer any more, and the charts have come to rest. */
async function settled(page) {
  await page.waitForLoadState('load');
  await page.waitForFunction(() => document.querySelector('h1') !== null, undefined, { timeout: 60_000 });
  await page.waitForFunction(
    () => !document.querySelector('.ant-skeleton-active, [aria-busy="true"], .ant-spin-spinning'),
    undefined,
    { timeout: 60_000 },
  );
  await page.waitForTimeout(1_200);
}

async function take(shot, { page, ask }, url) {
  await page.setViewportSize({ ...SIZE, height: shot.height ?? SIZE.height });
  await page.goto(`${url}${shot.find ? await shot.find(ask) : shot.path}`);
  await settled(page);
  for (const target of shot.press ?? []) {
    await page.locator(target).first().click();
    await settled(page);
  }
  const file = path.join(FOLDER, `${shot.name}.png`);
  await page.screenshot({ path: file, animations: 'disabled' });
  const { size } = await fs.stat(file);
  if (size > MOST_BYTES) throw new Error(`${file} has ${size} bytes, more than ${MOST_BYTES}`);
  console.log(`${shot.name}.png  ${Math.round(size / 1_000)} kB`);
}

const { values } = parseArgs({
  options: {
    accounts: { type: 'string' },
    url: { type: 'string', default: 'http://127.0.0.1:7100' },
    only: { type: 'string', multiple: true },
  },
});
if (!values.accounts) {
  console.error('--accounts: the sample-accounts.json of the system to look at');
  process.exit(2);
}
const url = values.url.replace(/\/$/, '');
const passwords = JSON.parse(await fs.readFile(values.accounts, 'utf8'));
const wanted = PICTURES.filter(({ name }) => !values.only || values.only.includes(name));
await fs.mkdir(FOLDER, { recursive: true });
const browser = await chromium.launch({ executablePath: await findBrowser(), args: ['--no-sandbox'] });
let failed = 0;
try {
  for (const user of new Set(wanted.map((shot) => shot.user))) {
    const window = await windowOf(browser, url, user, passwords[user]);
    for (const shot of wanted.filter((one) => one.user === user)) {
      await take(shot, window, url).catch((error) => {
        failed += 1;
        console.error(`${shot.name}: ${error.message}`);
      });
    }
    await window.context.close();
  }
} finally {
  await browser.close();
}
process.exit(failed > 0 ? 1 : 0);
