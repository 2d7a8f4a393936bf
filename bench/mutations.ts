/**
 * Mutated frames by the million: nothing may throw, hang or grow, and the fast way must agree with the careful one. How
 * many, and from which seed, say MUTATIONS and SEED; ten million take about ten minutes.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { mutationTrial } from '#libs/domain/hj212/fixtures/mutated-frames.js';
import { watchCpu } from './cpu-shares.js';
import { progress, report } from './report.js';

const COUNT = Number(process.env['MUTATIONS'] ?? 1_000_000);
const SEED = Number(process.env['SEED'] ?? 212);
const WARM = 100_000;
const MEBIBYTE = 1024 ** 2;

const trial = mutationTrial(SEED);
const run = (count: number): void => {
  for (let done = 0; done < count; done += 1) trial.next();
};
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
/** What is still held after a collection: what the collector has not looked at yet says nothing. */
const held = (): number => {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / MEBIBYTE;
};
const resident = (): number => process.memoryUsage().rss / MEBIBYTE;

run(Math.min(WARM, COUNT));
const before = held();
let mostResident = 0;
const cpu = watchCpu();
const start = performance.now();
for (let done = WARM; done < COUNT; done += WARM) {
  run(Math.min(WARM, COUNT - done));
  mostResident = Math.max(mostResident, resident());
  if (done % 1_000_000 === 0) progress(`${done} tried`);
}
const seconds = (performance.now() - start) / 1_000;
const { packets, fast, collisions } = trial.counts;
report(
  [
    { what: `mutated frames tried from seed ${SEED}, no rule broken`, value: COUNT, unit: 'frames' },
    { what: 'tried by the clock', value: (COUNT - WARM) / seconds, unit: 'frames/s' },
    {
      what: 'memory held more than before',
      value: Math.max(0, held() - before),
      unit: 'MiB',
      goal: 16,
      isAtMost: true,
    },
    { what: 'memory of the process at most', value: mostResident, unit: 'MiB', goal: 512, isAtMost: true },
  ],
  cpu(),
  `${packets} packets came out, ${fast} the fast way; ${collisions} said something new, their bytes having by chance the checksum they carry`,
);
