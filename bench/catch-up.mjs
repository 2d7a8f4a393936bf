/**
 * How soon monitoring is level again after it was stopped for a minute, while packets go on coming at 40,000 readings a
 * second. It is stopped and started as an operator would; the time counts from the start of its new process.
 */
import { watchCpu } from '../dist/bench/cpu-shares.js';
import { LOAD_FACTORS } from '../dist/bench/load-orders.js';
import { progress, report } from '../dist/bench/report.js';
import { noFaults, packetsStored, registerDevices, withHotPath } from './hot-path.mjs';

const READINGS_A_SECOND = 40_000;
const STOPPED_SECONDS = Number(process.env.BENCH_STOPPED ?? 60);
const BEFORE_SECONDS = 10;
const MOST_SECONDS = 90;
/** Level is who is behind by no more than what comes in this time. */
const LEVEL_SECONDS = 1;

const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1_000));

await withHotPath({ services: ['ingestion', 'monitoring'] }, async (path) => {
  const { sql, load, supervisor, kafka, namespace } = path;
  await registerDevices(path);
  const admin = kafka.admin();
  await admin.connect();
  const topic = `${namespace}.ingestion.packets`;
  const arrived = async () => (await admin.fetchTopicOffsets(topic)).reduce((sum, { high }) => sum + Number(high), 0);
  const stored = async () =>
    Number((await sql('select coalesce(max(p.id), 0)::bigint as n from monitoring.raw_packet p'))[0].n);

  const packetsASecond = READINGS_A_SECOND / LOAD_FACTORS.length;
  const sending = load({
    seconds: BEFORE_SECONDS + STOPPED_SECONDS + MOST_SECONDS,
    firstTimeMs: Date.now() - 2 * 86_400_000,
    rate: packetsASecond,
  });
  await pause(BEFORE_SECONDS);
  progress(`monitoring stops for ${STOPPED_SECONDS} s ...`);
  await supervisor.stopOne('monitoring');
  await pause(STOPPED_SECONDS);
  const [lag] = [(await arrived()) - (await stored())];
  const start = performance.now();
  await supervisor.startOne('monitoring');
  const used = watchCpu({ ingestion: supervisor.pids.ingestion });
  let level = NaN;
  while (performance.now() - start < MOST_SECONDS * 1_000) {
    if ((await arrived()) - (await stored()) <= packetsASecond * LEVEL_SECONDS) {
      level = (performance.now() - start) / 1_000;
      break;
    }
    await pause(0.25);
  }
  const cpu = used();
  progress('the rest of the sending ...');
  const sent = await sending;
  await packetsStored(sql, sent.answered, 120);
  await noFaults(sql);
  await admin.disconnect();
  report(
    [
      {
        what: `level again after ${STOPPED_SECONDS} s without monitoring, ${READINGS_A_SECOND} readings/s going on`,
        value: Number.isNaN(level) ? MOST_SECONDS : level,
        unit: 's',
        goal: 30,
        isAtMost: true,
      },
      { what: 'behind when it was started again', value: lag, unit: 'packets' },
      { what: 'came in meanwhile', value: (sent.answered / sent.seconds) * LOAD_FACTORS.length, unit: 'readings/s' },
    ],
    cpu,
    'every packet answered is in the table; the start of the process is in the time',
  );
});
