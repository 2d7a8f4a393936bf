import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it, jest } from '@jest/globals';

/** The first ten days: two sheets, a reminder, a yellow letter signed, received; a holiday, a day of data with none missing. */
const CUT = '2026-05-10T24:00:00+08:00';
const PATIENCE_MS = 1_200_000;
/** In the night after the seventh day: its seal falls due while nobody is there to make it. */
const AWAY_FOR_AN_HOUR = 'monitoring@2026-05-07T00:10:00+08:00';
const root = resolve(import.meta.dirname, '..', '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'duban-season-'));

interface Played {
  readonly code: number | null;
  readonly said: string;
  readonly verdict: { readonly ok: boolean; readonly failed: readonly unknown[]; readonly checks: number };
  readonly outcome: string;
}

/** `npm run season` or `npm run chaos` with servers and services of its own, as a person would start it. */
const playCut = (name: string, args: readonly string[]): Promise<Played> =>
  new Promise((done, fail) => {
    const outcome = join(folder, `${name}.json`);
    const child = spawn(
      process.execPath,
      ['deploy/local/season.mjs', '--until', CUT, '--compare', 'none', '--outcome', outcome, ...args],
      { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_OPTIONS: '' } },
    );
    let printed = '';
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.once('error', fail);
    child.once('close', (code) => {
      const last = printed.trimEnd().split('\n').at(-1) ?? '';
      try {
        done({ code, said, verdict: JSON.parse(last) as Played['verdict'], outcome: readFileSync(outcome, 'utf8') });
      } catch {
        fail(new Error(`the season did not end with a line of JSON (exit ${code}):\n${said.slice(-6_000)}`));
      }
    });
  });

// One seed gives one order of faults; where each of them strikes is up to the machine. A first failure is printed.
jest.retryTimes(1, { logErrorsBeforeRetry: true });

describe('ten days of the sample season, every service a process of its own', () => {
  let plain = '';
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(
    'come out as the independent script says',
    async () => {
      const { code, verdict, outcome } = await playCut('plain', []);
      expect(verdict.failed).toEqual([]);
      expect(verdict.checks).toBeGreaterThan(10);
      expect(code).toBe(0);
      plain = outcome;
    },
    PATIENCE_MS,
  );

  it(
    'come out the same when every process is killed, every server is away for seconds and one service for an hour',
    async () => {
      const { code, said, verdict, outcome } = await playCut('faults', [
        '--chaos',
        '--seed',
        '7',
        '--longest',
        '5',
        '--calm',
        '2',
        '--rounds',
        '1',
        '--stop',
        AWAY_FOR_AN_HOUR,
      ]);
      const kinds = new Set([...said.matchAll(/^fault: ([^,\n]+)/gm)].map(([, kind]) => kind));
      expect([...kinds].sort()).toEqual(
        [
          ...['accountability', 'directory', 'funding', 'gateway', 'ingestion', 'ledger', 'monitoring', 'notifier'],
          ...['kafka', 'postgres', 'redis'],
        ]
          .map((name) => `kill -9 ${name}`)
          .concat('empty Redis', 'stop kafka', 'stop postgres', 'stop redis')
          .sort(),
      );
      expect(verdict.failed).toEqual([]);
      expect(code).toBe(0);
      expect(outcome).toBe(plain);
    },
    PATIENCE_MS,
  );
});
