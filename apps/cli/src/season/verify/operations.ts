import { setTimeout as pause } from 'node:timers/promises';
import { instantOf } from '../sample-city.js';
import type { Part, SeasonSeen } from './season-seen.js';

const PATIENCE_MS = 60_000;
/** A frame is known to be cut off when the next one has come. */
const NOTICED_AFTER_MS = 2 * 3_600_000;

/**
 * How the doors name what is wrong with each damaged frame of the sample. A repeated one is no fault, nor is one that
 * announces too great a length but has a right checksum (HJ 212 reference, 9.2: taken as it stands).
 */
const REASONS: Readonly<Record<string, string | null>> = {
  crc: 'CRC_MISMATCH',
  cut: 'LENGTH_MISMATCH',
  password: 'WRONG_PASSWORD',
  repeat: null,
  time: 'TIME_IMPOSSIBLE',
  nan: 'NOT_A_NUMBER',
  length: null,
  'unknown-device': 'UNKNOWN_DEVICE',
  future: 'TIME_IMPLAUSIBLE',
  foreign: 'NOISE',
};

/** What is left lying anywhere; asked again for a while, since the last work may just be under way. */
const leftOver = async ({ doors }: SeasonSeen): Promise<string[]> => {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const { services, lags } = await doors.operations();
    const left = [
      ...services.flatMap(({ service, answers, pulse }) => {
        if (!answers || !pulse) return [`${service}: no answer`];
        const numbers = { outbox: pulse.outboxPending, waiting: pulse.waiting };
        return Object.entries(numbers).flatMap(([name, n]) => (n > 0 ? [`${service} ${name}: ${n}`] : []));
      }),
      ...lags.flatMap(({ group, topic, lag }) => (lag > 0 ? [`${group} ${topic}: ${lag}`] : [])),
    ];
    if (left.length === 0 || performance.now() > deadline) return left;
    await pause(500);
  }
};

/** Nothing parked, nothing unhandled, no trouble reported; damaged frames kept with their reason. */
export const operationsPart: Part = (season) => {
  const { doors, city, until } = season;
  const damaged = city.json<{ at: string; kind: string }[]>('city/outlet-damaged.json');
  return [
    {
      id: 'nothing-unhandled',
      words: 'no event in an outbox, on the way or waiting for another',
      from: '2026-04-30 13:00',
      expected: [],
      found: () => leftOver(season),
    },
    {
      id: 'nothing-parked',
      words: 'no event parked, no trouble, no late timer in any service',
      from: '2026-04-30 13:00',
      expected: [],
      found: async () => {
        const { services } = await doors.operations();
        return services.flatMap(({ service, pulse }) => [
          ...(pulse && pulse.parked + pulse.outboxParked > 0
            ? [`${service} parked: ${pulse.parked + pulse.outboxParked}`]
            : []),
          ...(pulse?.troubles ?? []).map((one) => `${service} trouble: ${JSON.stringify(one)}`),
          ...(pulse?.lateTimers ?? []).map((one) => `${service} late timer: ${JSON.stringify(one)}`),
        ]);
      },
    },
    {
      id: 'damaged-frames',
      words: 'every damaged frame of the outlet so far is kept with its reason, and nothing else is a fault',
      from: '2026-05-20 20:00',
      expected: damaged
        .filter(({ at }) => instantOf(at).getTime() + NOTICED_AFTER_MS <= until.getTime())
        .flatMap(({ kind }) => REASONS[kind] ?? [])
        .sort(),
      found: async () => (await doors.faults()).map(({ reason }) => reason).sort(),
    },
  ];
};
