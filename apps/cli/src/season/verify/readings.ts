import { instantOf } from '../sample-city.js';
import { arrivalsOf } from '../streams.js';
import type { Part, SeasonSeen } from './season-seen.js';

const DAY_MS = 86_400_000;
const WINDOW_MS = 13 * DAY_MS;
/** The first hour of the history that was delivered before the clock started. */
const FIRST = '2026-02-26 00:00';

interface Seen {
  /** Subject and instant of everything measured. */
  readonly instants: Set<string>;
  readonly packets: Set<string>;
  readings: number;
}
type Kind = 'hour' | 'minute' | 'realtime' | 'observation';
const SOURCES = [
  { network: 'station', kind: 'hour' },
  { network: 'section', kind: 'observation' },
  { network: 'outlet', kind: 'hour' },
  { network: 'outlet', kind: 'minute' },
  { network: 'outlet', kind: 'realtime' },
] as const;

/** Reads a span of a subject whole: a span too full for one answer is halved. */
const readSpan = async (
  season: SeasonSeen,
  id: string,
  kind: Kind,
  from: Date,
  to: Date,
  into: Seen,
): Promise<void> => {
  const { items, isCut } = await season.doors.readings(id, kind, from, to);
  if (isCut && to.getTime() - from.getTime() > 3_600_000) {
    const half = new Date((from.getTime() + to.getTime()) / 2);
    await readSpan(season, id, kind, from, half, into);
    await readSpan(season, id, kind, half, to, into);
    return;
  }
  for (const { at, packetId } of items) {
    into.instants.add(`${id} ${at}`);
    into.packets.add(packetId);
  }
  into.readings += items.length;
};

const readAll = async (season: SeasonSeen): Promise<Readonly<Record<string, Seen>>> => {
  const { doors, until } = season;
  const subjects = {
    station: (await doors.stations()).map(({ id }) => id),
    section: (await doors.sections()).map(({ id }) => id),
    outlet: (await doors.outlets()).map(({ id }) => id),
  };
  const found: Record<string, Seen> = {};
  for (const { network, kind } of SOURCES) {
    const seen: Seen = (found[`${network} ${kind}`] = { instants: new Set(), packets: new Set(), readings: 0 });
    for (const id of subjects[network]) {
      for (let from = instantOf(FIRST).getTime(); from <= until.getTime(); from += WINDOW_MS)
        await readSpan(season, id, kind, new Date(from), new Date(from + WINDOW_MS), seen);
    }
  }
  return found;
};

const known = new WeakMap<object, Promise<Readonly<Record<string, Seen>>>>();
const readOnce = (season: SeasonSeen): Promise<Readonly<Record<string, Seen>>> =>
  known.get(season.doors) ?? known.set(season.doors, readAll(season)).get(season.doors)!;

/** How many readings stand now and how many packets carry them. */
export const readingCounts = async (season: SeasonSeen): Promise<{ packets: number; readings: number }> => {
  const all = Object.values(await readOnce(season));
  return {
    packets: new Set(all.flatMap(({ packets }) => [...packets])).size,
    readings: all.reduce((sum, { readings }) => sum + readings, 0),
  };
};

/** Rows of a feed file that bring a number at all; the first two columns say what and when. */
const rowsWithValues = (content: string): number =>
  content
    .split('\n')
    .slice(1)
    .filter((row) =>
      row
        .split(',')
        .slice(2)
        .some((cell) => /^-?\d/.test(cell)),
    ).length;

/** Every instant measured in the sample's data, by network and kind, as far as it has come in by `until`. */
const instantsSent = ({ city, script, until }: SeasonSeen): Record<string, number> => {
  const { history, arrivals } = arrivalsOf(city, script);
  const devices = new Map(
    city
      .json<{ mn: string; subject: { kind: string } }[]>('city/devices.json')
      .map(({ mn, subject }) => [mn, subject.kind]),
  );
  const counts: Record<string, number> = Object.fromEntries(
    SOURCES.map(({ network, kind }) => [`${network} ${kind}`, 0]),
  );
  const add = (key: string, n: number): void => void (counts[key] = (counts[key] ?? 0) + n);
  for (const arrival of [...history, ...arrivals]) {
    if (arrival.at > until) continue;
    if (arrival.door === 'feed')
      add(arrival.layout === 'sections' ? 'section observation' : 'station hour', rowsWithValues(arrival.content));
    else if (arrival.door === 'hj212') {
      const command = /;CN=(\d+);/.exec(arrival.frame.toString('latin1'))?.[1];
      const kind = command === '2061' ? 'hour' : command === '2051' ? 'minute' : 'realtime';
      add(`${devices.get(arrival.mn)} ${kind}`, 1);
    }
  }
  return counts;
};

/** Whatever was sent is there, once (season, "Doors"). */
export const readingsPart: Part = (season) => [
  {
    id: 'readings',
    words: 'every instant that was measured and sent is there once, by network and kind',
    from: '2026-04-30 14:00',
    expected: instantsSent(season),
    found: async () =>
      Object.fromEntries(Object.entries(await readOnce(season)).map(([name, { instants }]) => [name, instants.size])),
  },
];
