import { GatewayClient } from '../../gateway-client.js';
import { installationOf, samplePasswords } from '../installation.js';
import { instantOf, sampleCity, type Script } from '../sample-city.js';
import { copyPapers } from './copy-papers.js';
import { countsOf } from './counts.js';
import { digestOf } from './digest.js';
import { openDoors } from './doors.js';
import { areaIdsOf, expectedOf } from './expected.js';
import { lineOf, tableOf } from './report.js';
import type { SeasonSeen } from './season-seen.js';
import { verifySeason } from './verify-season.js';

const SAMPLE = 'samples/jiaxing';

export interface VerifyOptions {
  readonly until?: string;
  readonly json?: boolean;
  readonly digest?: boolean;
}

/** `2026-05-10T24:00:00+08:00`, with the 24:00 of the papers, or an instant of another zone. */
const untilOf = (text: string): Date => (/Z$|[+-](?!08:00)\d\d:\d\d$/.test(text) ? new Date(text) : instantOf(text));

/** `duban season verify`: whether a played season ended as an independent computation says; exit code 0 only if so. */
export const verifyCommand = async (options: VerifyOptions): Promise<void> => {
  const installation = installationOf(process.env);
  const city = sampleCity(SAMPLE);
  const script = city.json<Script>('script.json');
  const season: SeasonSeen = {
    expected: expectedOf(city),
    doors: openDoors(new GatewayClient(installation.gatewayUrl, samplePasswords.read(installation.dataDir))),
    city,
    script,
    dataDir: installation.dataDir,
    areaIds: areaIdsOf(city),
    until: untilOf(options.until ?? script.clock.end),
  };
  if (options.digest) {
    console.log(await digestOf(season));
    return;
  }
  const checks = await verifySeason(season);
  const documents = await copyPapers(season);
  if (options.json) {
    console.error(tableOf(checks));
    console.log(lineOf(checks, await countsOf(season), documents));
  } else console.log(tableOf(checks));
  process.exitCode = checks.every(({ ok }) => ok) ? 0 : 1;
};
