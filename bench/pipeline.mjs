/**
 * B2: HJ 212 over TCP → ingestion → Kafka → monitoring → PostgreSQL at saturation. A reading is one factor value; readings
 * are counted in the table afterwards and compared with what was answered. Then the same for a shorter time with one packet
 * in a hundred sent twice. BENCH_SECONDS says how long is sent.
 */
import { watchCpu } from '../dist/bench/cpu-shares.js';
import { LOAD_FACTORS } from '../dist/bench/load-orders.js';
import { progress, report } from '../dist/bench/report.js';
import { CONNECTIONS, noFaults, packetsStored, registerDevices, storedReadings, withHotPath } from './hot-path.mjs';

const WARM_SECONDS = 5;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 60);
const TWICE_SECONDS = Math.min(20, SECONDS);
const TWICE_EVERY = 100;
const DAY_MS = 86_400_000;
const SERVICES = ['ingestion', 'monitoring'];

const microseconds = (seconds, readings) => (seconds * 1e6) / readings;

await withHotPath({ services: SERVICES }, async (path) => {
  const { sql, load, memory, supervisor } = path;
  await registerDevices(path);
  let packets = 0;

  /** Sends and waits until all of it is in the table; every packet answered has to be there, once, with all its readings. */
  async function trial(orders) {
    const before = await storedReadings(sql);
    const used = watchCpu(Object.fromEntries(SERVICES.map((name) => [name, supervisor.pids[name]])));
    const start = performance.now();
    const sent = await load(orders);
    const sentSeconds = (performance.now() - start) / 1_000;
    packets += sent.answered - sent.twice;
    await packetsStored(sql, packets, 300);
    const seconds = (performance.now() - start) / 1_000;
    const cpu = used();
    const readings = (await storedReadings(sql)) - before;
    const expected = (sent.answered - sent.twice) * LOAD_FACTORS.length;
    if (readings !== expected) throw new Error(`${readings} readings in the table, not ${expected}`);
    const spent = cpu && Object.values(cpu.named).reduce((sum, one) => sum + one, 0);
    return { readings, sent, sentSeconds, seconds, cpu, each: spent ? microseconds(spent, readings) : NaN };
  }

  progress('warming up ...');
  await trial({ seconds: WARM_SECONDS, firstTimeMs: Date.now() - 3 * DAY_MS });

  progress(`sending for ${SECONDS} s ...`);
  const peaks = Object.fromEntries(SERVICES.map((name) => [name, { middle: 0, end: 0 }]));
  const begun = performance.now();
  const looks = setInterval(async () => {
    const share = (performance.now() - begun) / 1_000 / SECONDS;
    const half = share > 0.25 && share <= 0.5 ? 'middle' : share > 0.75 && share <= 1 ? 'end' : null;
    for (const name of SERVICES) if (half) peaks[name][half] = Math.max(peaks[name][half], await memory(name));
  }, 500);
  const main = await trial({ seconds: SECONDS, firstTimeMs: Date.now() - 2 * DAY_MS });
  clearInterval(looks);
  await noFaults(sql);

  progress('sending one packet in a hundred twice ...');
  const plain = await trial({ seconds: TWICE_SECONDS, firstTimeMs: Date.now() - DAY_MS });
  const twice = await trial({ seconds: TWICE_SECONDS, firstTimeMs: Date.now() - DAY_MS / 2, twiceEvery: TWICE_EVERY });

  const [{ bytes, rows, raw }] = await sql(`
    select (select sum(pg_total_relation_size(i.inhrelid)) from pg_inherits i where i.inhparent = 'monitoring.reading_set'::regclass)::bigint as bytes,
           (select sum(pg_total_relation_size(i.inhrelid)) from pg_inherits i where i.inhparent = 'monitoring.raw_packet'::regclass)::bigint as raw,
           (select count(*) from monitoring.raw_packet)::bigint as rows`);
  const figures = [
    {
      what: `TCP to PostgreSQL, ${CONNECTIONS} connections, sent for ${SECONDS} s`,
      value: main.readings / main.seconds,
      unit: 'readings/s',
      goal: 150_000,
    },
    { what: 'answered at the door meanwhile', value: main.sent.answered / main.sentSeconds, unit: 'packets/s' },
    { what: 'behind when the sending ended', value: main.seconds - main.sentSeconds, unit: 's' },
    ...Object.entries(main.cpu?.named ?? {})
      .filter(([name]) => name !== 'the benchmark')
      .map(([name, seconds]) => ({
        what: `processor time a reading, ${name}`,
        value: microseconds(seconds, main.readings),
        unit: 'µs',
      })),
    ...SERVICES.map((name) => ({
      what: `memory of ${name} in the last quarter beyond that in the second`,
      value: peaks[name].end - peaks[name].middle,
      unit: `MiB (${peaks[name].end.toFixed(0)} at most)`,
      goal: 64,
      isAtMost: true,
    })),
    {
      what: 'one packet in a hundred sent twice costs more, in processor time a reading',
      value: 100 * (twice.each / plain.each - 1),
      unit: '%',
      goal: 20,
      isAtMost: true,
    },
    {
      what: 'readings in the database, with index',
      value: Number(bytes) / Number(rows) / LOAD_FACTORS.length,
      unit: 'bytes a reading',
    },
    {
      what: 'raw packets of 452 bytes in the database, with indexes',
      value: Number(raw) / Number(rows),
      unit: 'bytes a packet',
    },
  ];
  report(
    figures,
    main.cpu,
    `readings counted in the table = packets answered × ${LOAD_FACTORS.length}; raw bytes kept with hash and Kafka position`,
  );
});
