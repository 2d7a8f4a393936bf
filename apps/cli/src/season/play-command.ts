import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { releaseSharedClock } from '#libs/clock/clock.js';
import { createKafka } from '#libs/messaging/kafka.js';
import { createLog } from '#libs/observability/log.js';
import { GatewayClient } from '../gateway-client.js';
import { installationOf, samplePasswords } from './installation.js';
import { playSeason, type SeasonMark } from './play-season.js';
import { progressBar } from './progress-bar.js';
import { Quiet } from './quiet.js';
import { sampleCity, type Script, type ScriptedAction } from './sample-city.js';

const SAMPLE = 'samples/jiaxing';

export interface PlayOptions {
  readonly until?: string;
  readonly skip?: string;
  readonly without?: string;
  readonly keepClock?: boolean;
}

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

/** `duban season play`: on the shared clock, from where it was broken off. */
export const playCommand = async (options: PlayOptions): Promise<void> => {
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

/** `duban season rest`: waits until nothing is under way anywhere. */
export const restCommand = async (): Promise<void> => {
  const installation = installationOf(process.env);
  const quiet = new Quiet(
    installation,
    createKafka(installation.brokers, 'duban-season', createLog('season', 'error')),
  );
  await quiet.wait();
  await quiet.close();
};
