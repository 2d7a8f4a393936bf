/**
 * B3: from the last byte of a packet at the socket to the warning it raises, read from Kafka, while other devices send 5,000
 * readings a second. Each outlet has been above its limit for two hours; the hour mean that makes it three is timed. The
 * pack's rule is the usual one, and the warning is the one a ladder or a problem would begin with.
 */
import { connect } from 'node:net';
import { WarningRaised } from '../dist/libs/contracts/accountability.events.js';
import { composeFrame } from '../dist/libs/domain/hj212/compose.js';
import { watchCpu } from '../dist/bench/cpu-shares.js';
import { LOAD_FACTORS, mnOf } from '../dist/bench/load-orders.js';
import { progress, report, until } from '../dist/bench/report.js';
import { AREA, deviceBody, devicesAtTheDoor, DEVICES, registerDevices, withHotPath } from './hot-path.mjs';

const READINGS_A_SECOND = 5_000;
const OUTLETS = Number(process.env.BENCH_WARNINGS ?? 200);
const EVERY_MS = 250;
const FACTOR = 'w01018';
const HOUR_MS = 3_600_000;
const SHANGHAI_MS = 8 * HOUR_MS;
/** Numbers of outlets' devices lie beyond those of the load. */
const FIRST_NUMBER = 100_000;
const SERVICES = ['ingestion', 'monitoring', 'accountability'];

const digits = (ms) => new Date(ms + SHANGHAI_MS).toISOString().replace(/\D/g, '');
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

await withHotPath({ services: SERVICES }, async (path) => {
  const { monitoring, series, sql, load, kafka, namespace, door, supervisor } = path;
  await registerDevices(path);
  const outletOf = (n) => `${series}-outlet-${n}`;
  progress(`registering ${OUTLETS} outlets ...`);
  for (let n = 0; n < OUTLETS; n += 1) {
    await monitoring('PUT', `/outlets/${outletOf(n)}`, {
      name: outletOf(n),
      areaId: AREA,
      position: null,
      network: 'bench-outlets',
      silenceAfterHours: null,
      answersFor: [],
      limits: [{ factor: FACTOR, limit: '50', unit: 'mg/L', basis: 'bench' }],
      expectedVersion: 0,
    });
    const body = deviceBody(series, FIRST_NUMBER + n, { kind: 'outlet', id: outletOf(n) }, { [FACTOR]: 'mg/L' });
    await monitoring('PUT', `/devices/${series}-device-${FIRST_NUMBER + n}`, body);
  }
  await devicesAtTheDoor(sql, DEVICES + OUTLETS);

  const socket = connect({ port: door, host: '127.0.0.1', noDelay: true });
  let answered = 0;
  socket.on('data', (chunk) => {
    for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, at + 1)) answered += 1;
  });
  const lastHour = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  const sendHour = (n, label) =>
    socket.write(
      composeFrame({
        qn: digits(Date.now()),
        st: '32',
        cn: '2061',
        pw: '123456',
        mn: mnOf(series, FIRST_NUMBER + n),
        flag: 5,
        parameters: [
          ['DataTime', { '': digits(label).slice(0, 14) }],
          [FACTOR, { Avg: '80.5', Flag: 'N' }],
        ],
      }),
    );

  const raised = new Map();
  const consumer = kafka.consumer({ groupId: `${namespace}.bench`, maxWaitTimeInMs: 20 });
  await consumer.connect();
  await consumer.subscribe({ topics: [`${namespace}.${WarningRaised.topic}`], fromBeginning: true });
  await consumer.run({
    eachMessage: ({ message }) => {
      const { type, data } = JSON.parse(message.value.toString('utf8'));
      if (type === WarningRaised.type && !raised.has(data.subject.id)) raised.set(data.subject.id, performance.now());
      return Promise.resolve();
    },
  });
  progress('two hours above the limit for every outlet ...');
  for (const hours of [2, 1]) for (let n = 0; n < OUTLETS; n += 1) sendHour(n, lastHour - hours * HOUR_MS);
  await until('two hours answered', 60, () => answered >= 2 * OUTLETS);
  const hoursKept = 'select count(*)::int as n from monitoring.outlet_hour';
  await until('two hours kept', 60, async () => (await sql(hoursKept))[0].n >= 2 * OUTLETS, 100);

  progress(`${OUTLETS} warnings at ${READINGS_A_SECOND} readings/s ...`);
  const sending = load({
    seconds: (OUTLETS * EVERY_MS) / 1_000 + 4,
    firstTimeMs: Date.now() - 86_400_000,
    rate: READINGS_A_SECOND / LOAD_FACTORS.length,
  });
  await pause(2_000);
  const used = watchCpu(Object.fromEntries(SERVICES.map((name) => [name, supervisor.pids[name]])));
  const sentAt = new Map();
  const start = performance.now();
  for (let n = 0; n < OUTLETS; n += 1) {
    await pause(Math.max(0, start + n * EVERY_MS - performance.now()));
    sendHour(n, lastHour);
    sentAt.set(outletOf(n), performance.now());
  }
  await until('every warning', 60, () => raised.size >= OUTLETS);
  const cpu = used();
  const load5k = await sending;
  socket.destroy();
  await consumer.disconnect();
  const waits = [...sentAt].map(([id, at]) => raised.get(id) - at).sort((a, b) => a - b);
  const share = (part) => waits[Math.min(waits.length - 1, Math.ceil(part * waits.length) - 1)];
  report(
    [
      {
        what: `packet to warning raised, 99 of 100 of ${OUTLETS}`,
        value: share(0.99),
        unit: 'ms',
        goal: 1_000,
        isAtMost: true,
      },
      { what: 'half of them', value: share(0.5), unit: 'ms' },
      { what: 'the slowest', value: waits.at(-1), unit: 'ms' },
      { what: 'came in besides', value: (load5k.answered / load5k.seconds) * LOAD_FACTORS.length, unit: 'readings/s' },
    ],
    cpu,
    'TCP → ingestion → Kafka → monitoring → Kafka → accountability → Kafka, read by the benchmark',
  );
});
