import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { eventually } from '#libs/testing/eventually.js';
import { atRest, must, type RunningSystem, startRunningSystem } from './running-system.js';
import { CLERK, DIRECTOR, draftLetter, LETTER_TITLE, LIAISON, makeSmallCity } from './small-city.js';

const executablePath = process.env['CHROMIUM_PATH'];
if (!executablePath)
  process.stderr.write('NO CHROMIUM: the browser specs of the console are skipped (set CHROMIUM_PATH).\n');
const withBrowser = executablePath ? describe : describe.skip;

const STARTING_MS = 300_000;
/** Of one look at a page; a machine busy with the rest of the specs takes its time. */
const PATIENCE_MS = 75_000;
jest.setTimeout(360_000);

withBrowser('the console in a browser', () => {
  let system: RunningSystem;
  let browser: Browser;
  let faults: string[] = [];

  beforeAll(async () => {
    system = await startRunningSystem();
    [browser] = await Promise.all([
      chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox', '--disable-gpu'] }),
      makeSmallCity(system),
    ]);
    await atRest(system);
  }, STARTING_MS);
  afterAll(async () => {
    await browser?.close();
    await system?.stop();
  }, 120_000);

  /** A window of somebody's own; what goes wrong in it is gathered in `faults`. */
  const open = async (user?: string): Promise<Page> => {
    // Far from the district, so that a time written in the browser's zone would show.
    const context = await browser.newContext({
      timezoneId: 'America/New_York',
      viewport: { width: 1440, height: 900 },
    });
    if (user) {
      const data = { userName: user, password: system.password };
      const answer = await context.request.post(`${system.url}/api/sign-in`, { data });
      expect(answer.status()).toBe(200);
    }
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    faults = [];
    page.on('pageerror', (why) => faults.push(why.message));
    page.on('console', (line) => (line.type() === 'error' ? faults.push(line.text()) : undefined));
    return page;
  };
  const closed = (page: Page): Promise<void> => page.context().close();

  it('lets in who knows the password, says so to who does not, and opens the first page', async () => {
    const page = await open();
    await page.goto(system.url);
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByText('请填写用户名').waitFor();
    await page.getByLabel('用户名').fill(DIRECTOR);
    await page.getByLabel('密码').fill('not the password');
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('alert').filter({ hasText: '用户名或密码' }).waitFor();
    await page.getByLabel('密码').fill(system.password);
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('heading', { name: '总览', level: 1 }).waitFor();
    // The platform's clock in the district's zone.
    expect(await page.locator('.clock time').innerText()).toBe('2026-04-30 13:00');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
    await closed(page);
  });

  it('shows every page of the menu without an error, a text without words or a raw key', async () => {
    const page = await open(DIRECTOR);
    await page.goto(system.url);
    const menu = page.getByRole('navigation').first().getByRole('link');
    await menu.first().waitFor();
    const names = await menu.allInnerTexts();
    expect(names.map((name) => name.replace(/\s*\d+$/, ''))).toEqual([
      ...['总览', '挂图作战', '监测', '待办', '问题清单', '周调度', '预警与升级', '资金'],
    ]);
    const isSound = async (): Promise<void> => {
      await page.locator('main h1').waitFor();
      await eventually(async () => (await page.locator('main .ant-skeleton-active').count()) === 0);
      expect(await page.locator('main .ant-alert-error').count()).toBe(0);
      const words = await page.locator('main').innerText();
      expect(words).not.toMatch(
        /\b(overview|wall|monitoring|water|work|problems|dispatch|pressure|funds|states|shell)\.[a-z]/,
      );
      expect(words).not.toMatch(/undefined|NaN|\[object|\{\{/);
    };
    for (let at = 0; at < names.length; at++) {
      await menu.nth(at).click();
      await isSound();
    }
    for (const name of ['waters', 'supply', 'compare', 'coverage', 'devices']) {
      await page.goto(`${system.url}/monitoring/${name}`);
      await isSound();
    }
    expect(faults).toEqual([]);
    await closed(page);
  });

  it('has a letter signed by the director, issued by the clerk and received by the liaison, all by pressing', async () => {
    const id = await draftLetter(system);
    const press = async (page: Page, action: string, fill?: (drawer: ReturnType<Page['locator']>) => Promise<void>) => {
      await page.locator('.next-buttons').getByRole('button', { name: action, exact: true }).click();
      const drawer = page.locator('.ant-drawer-content-wrapper, .ant-drawer-section').last();
      await fill?.(drawer);
      await drawer.getByRole('button', { name: action, exact: true }).click();
      const done = page.locator('.ant-message').getByText(`已${action}`).first();
      const refused = drawer.getByRole('alert').first();
      await done.or(refused).first().waitFor();
      if (await refused.isVisible()) throw new Error(`${action}: ${await refused.innerText()}`);
    };

    const director = await open(DIRECTOR);
    await director.goto(`${system.url}/pressure?view=queue`);
    await director.getByRole('link', { name: LETTER_TITLE }).click();
    await director.getByRole('heading', { name: LETTER_TITLE, level: 1 }).waitFor();
    await press(director, '审签', (drawer) => drawer.getByLabel('意见').fill('同意'));
    await closed(director);

    const clerk = await open(CLERK);
    await clerk.goto(`${system.url}/pressure/acts/${id}`);
    await press(clerk, '编号用印并印发');
    await clerk
      .getByText(/〔2026〕1号/)
      .first()
      .waitFor();
    await closed(clerk);

    const liaison = await open(LIAISON);
    await liaison.goto(`${system.url}/work`);
    await liaison.getByRole('link', { name: LETTER_TITLE }).click();
    await press(liaison, '签收');
    await closed(liaison);

    const act = await must<{ state: string; number: string | null; receivedOn: string | null }>(
      system.call(CLERK, 'GET', `/api/acts/${id}`),
    );
    expect(act).toMatchObject({ state: 'reply', receivedOn: '2026-04-30' });
    expect(act.number).toMatch(/〔2026〕1号$/);
  });

  it('says what could not be read while a service is away, and shows it by itself when the service is back', async () => {
    const page = await open(DIRECTOR);
    await system.supervisor.stopOne('funding');
    try {
      await page.goto(`${system.url}/funds`);
      await page.getByText('服务暂时不可用').first().waitFor();
      await page.getByRole('button', { name: '重试' }).first().waitFor();
      // The rest of the console goes on.
      await page.getByRole('navigation').first().getByRole('link', { name: '问题清单' }).click();
      await page.getByRole('heading', { name: '问题清单', level: 1 }).waitFor();
    } finally {
      await system.supervisor.startOne('funding');
    }
    await page.getByRole('navigation').first().getByRole('link', { name: '资金' }).click();
    await page.getByText('服务暂时不可用').first().waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: '资金执行', level: 1 }).waitFor();
    await closed(page);
  });

  it('tells an operator of a server that is away, first thing on the page', async () => {
    const page = await open('admin');
    await page.route('**/api/operations-overview', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ json: { ...((await answer.json()) as object), redisTrouble: 'Redis 无应答' } });
    });
    await page.goto(`${system.url}/operations`);
    await page.getByText('Redis 无应答').waitFor();
    await eventually(async () => (await page.locator('.lead').innerText()).includes('需要处理'));
    await closed(page);
  });
});
