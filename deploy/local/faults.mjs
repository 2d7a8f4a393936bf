import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { SERVICE_NAMES } from './services.mjs';

/** Real time after which the next fault comes though not everything answers: on a slow machine recovery takes long. */
const RECOVERY_MS = 30_000;

/** Numbers between 0 and 1 that are the same for the same seed (mulberry32). */
export function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function shuffled(list, random) {
  const deck = [...list];
  for (let last = deck.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [deck[last], deck[other]] = [deck[other], deck[last]];
  }
  return deck;
}

/** Empties Redis as an operator's slip would: every key of every database. */
function emptyRedis(url) {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(port), hostname, () => socket.write('FLUSHALL\r\n'));
    socket.once('data', () => {
      socket.end();
      resolve();
    });
    socket.once('error', reject);
  });
}

/**
 * What goes wrong, each kind at least once before any comes again, in an order and at moments the seed decides:
 * every service killed with `kill -9`, Redis emptied, and Redis, Kafka and PostgreSQL killed or stopped, away for up to `longestSeconds`.
 *
 * `start()` begins; `stop()` ends with everything running again once every kind has come, and returns what was done,
 * `[{ fault, seconds }]`. `calmSeconds`: the longest time between one fault, when everything answers again, and the next.
 * `rounds`: how often every kind comes before there is peace; for ever unless said.
 */
export function createFaults({
  seed,
  servers,
  supervisor,
  longestSeconds = 60,
  calmSeconds = 30,
  rounds = Infinity,
  say,
}) {
  const random = randomOf(seed);
  const between = ([least, most]) => least + random() * (most - least);
  const stopping = new AbortController();
  const done = [];

  const away = (name, how) => async (seconds) => {
    await servers[how](name);
    await delay(seconds * 1_000, undefined, { signal: stopping.signal }).catch(() => {});
    await servers.startOne(name);
  };
  const faults = [
    ...SERVICE_NAMES.map((name) => ({ fault: `kill -9 ${name}`, act: () => supervisor.kill9(name) })),
    { fault: 'empty Redis', act: () => emptyRedis(servers.env.REDIS_URL) },
    ...['redis', 'kafka', 'postgres'].flatMap((name) => [
      { fault: `kill -9 ${name}`, isLong: true, act: away(name, 'kill9') },
      { fault: `stop ${name}`, isLong: true, act: away(name, 'stopOne') },
    ]),
  ];

  const run = async () => {
    for (let round = 1; round <= rounds; round += 1) {
      for (const { fault, isLong, act } of shuffled(faults, random)) {
        const seconds = isLong ? between([1, longestSeconds]) : 0;
        await supervisor.ready({ deadlineMs: RECOVERY_MS }).catch(() => {});
        await delay(between([calmSeconds / 4, calmSeconds]) * 1_000, undefined, { signal: stopping.signal }).catch(
          () => {},
        );
        if (stopping.signal.aborted && round > 1) return;
        say(`fault: ${fault}${isLong ? `, away for ${seconds.toFixed(0)} s` : ''}`);
        await act(seconds);
        done.push({ fault, seconds });
      }
      if (stopping.signal.aborted) return;
    }
  };

  let running = Promise.resolve();
  return {
    start: () => {
      running = run();
      running.catch(() => {}); // told by stop()
    },
    stop: async () => {
      stopping.abort();
      await running;
      return done;
    },
  };
}
