/**
 * Hours a person should look at: values that repeat, that cannot be, or that contradict the neighbours. They are pointed
 * out, never taken out: all valid data are used, and nothing is dropped without a recorded reason (GB 3095-2026 6.3, 6.4).
 */
import { type Concentrations, type Pollutant, POLLUTANTS } from './pollutant.js';

export interface SuspectHourRule {
  /** Hours running with the same value from which an analyser may be stuck. */
  readonly fewestEqual: number;
  /** Values below this repeat by nature: µg/m³, CO mg/m³. */
  readonly repeatsAbove: Readonly<Partial<Record<Pollutant, number>>>;
  /** Highest value there can be. */
  readonly highest: Readonly<Partial<Record<Pollutant, number>>>;
  /** Times the median of the neighbours from which a value contradicts them, and how many neighbours that takes. */
  readonly timesMedian: number;
  readonly fewestNeighbours: number;
}

export type SuspectReason = 'repeats' | 'impossible' | 'contradicts-neighbours';

export interface StationHours {
  readonly stationId: string;
  /** Stations with the same one are neighbours; null has none. */
  readonly areaId: string | null;
  /** By label, oldest first, one a label. */
  readonly hours: readonly { readonly label: number; readonly values: Concentrations }[];
}

export interface SuspectHours {
  readonly stationId: string;
  readonly pollutant: Pollutant;
  readonly reason: SuspectReason;
  /** Labels in milliseconds of the epoch, the first and the last of hours running. */
  readonly from: number;
  readonly until: number;
  readonly hours: number;
  /** The value that repeats, else the highest of them. */
  readonly value: number;
  /** What it was held against: the highest there can be, PM10 of the hour, or the median of the neighbours. */
  readonly against: number | null;
}

const HOUR_MS = 3_600_000;

interface Flag {
  readonly label: number;
  readonly value: number;
  readonly against: number | null;
}

/** Flags of hours running, put together. */
const runsOf = (
  flags: readonly Flag[],
  of: Pick<SuspectHours, 'stationId' | 'pollutant' | 'reason'>,
): SuspectHours[] => {
  const runs: SuspectHours[] = [];
  for (const { label, value, against } of flags) {
    const last = runs.at(-1);
    if (last && label - last.until === HOUR_MS)
      runs[runs.length - 1] = {
        ...last,
        until: label,
        hours: last.hours + 1,
        ...(value > last.value ? { value, against } : {}),
      };
    else runs.push({ ...of, from: label, until: label, hours: 1, value, against });
  }
  return runs;
};

const repeatsOf = (station: StationHours, pollutant: Pollutant, rule: SuspectHourRule): SuspectHours[] => {
  const found: SuspectHours[] = [];
  let run = null as { value: number; from: number; until: number; hours: number } | null;
  const close = (): void => {
    if (run && run.hours >= rule.fewestEqual)
      found.push({ stationId: station.stationId, pollutant, reason: 'repeats', ...run, against: null });
    run = null;
  };
  for (const { label, values } of station.hours) {
    const value = values[pollutant];
    if (value === undefined || value <= (rule.repeatsAbove[pollutant] ?? 0)) close();
    else if (run && run.value === value && label - run.until === HOUR_MS)
      run = { ...run, until: label, hours: run.hours + 1 };
    else {
      close();
      run = { value, from: label, until: label, hours: 1 };
    }
  }
  close();
  return found;
};

/** Above what can be, or fine particles above all particles of the same hour. */
const impossibleOf = (station: StationHours, pollutant: Pollutant, rule: SuspectHourRule): SuspectHours[] => {
  const highest = rule.highest[pollutant] ?? Number.POSITIVE_INFINITY;
  const flags = station.hours.flatMap(({ label, values }): Flag[] => {
    const value = values[pollutant];
    if (value === undefined) return [];
    if (value > highest) return [{ label, value, against: highest }];
    const all = values.PM10;
    return pollutant === 'PM2.5' && all !== undefined && value > all ? [{ label, value, against: all }] : [];
  });
  return runsOf(flags, { stationId: station.stationId, pollutant, reason: 'impossible' });
};

const medianOf = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor(sorted.length / 2)]! + sorted[Math.ceil(sorted.length / 2) - 1]!) / 2;
};

const contradictionsOf = (
  station: StationHours,
  neighbours: readonly ReadonlyMap<number, Concentrations>[],
  pollutant: Pollutant,
  rule: SuspectHourRule,
): SuspectHours[] => {
  const floor = rule.repeatsAbove[pollutant] ?? 0;
  const flags = station.hours.flatMap(({ label, values }): Flag[] => {
    const value = values[pollutant];
    if (value === undefined || value <= floor) return [];
    const others = neighbours.flatMap((hours) => hours.get(label)?.[pollutant] ?? []);
    if (others.length < rule.fewestNeighbours) return [];
    const median = medianOf(others);
    return value > median * rule.timesMedian && value - median > floor ? [{ label, value, against: median }] : [];
  });
  return runsOf(flags, { stationId: station.stationId, pollutant, reason: 'contradicts-neighbours' });
};

const textOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The newest first; no two groups stand at the same place. */
export const suspectOrder = (
  a: Pick<SuspectHours, 'until' | 'stationId' | 'pollutant' | 'reason'>,
  b: Pick<SuspectHours, 'until' | 'stationId' | 'pollutant' | 'reason'>,
): number =>
  b.until - a.until ||
  textOrder(a.stationId, b.stationId) ||
  textOrder(a.pollutant, b.pollutant) ||
  textOrder(a.reason, b.reason);

/** What is suspect in some hours of stations, the newest first. */
export const suspectHours = (stations: readonly StationHours[], rule: SuspectHourRule): SuspectHours[] => {
  const byLabel = new Map(
    stations.map(({ stationId, hours }) => [stationId, new Map(hours.map(({ label, values }) => [label, values]))]),
  );
  const inArea = new Map<string, string[]>();
  for (const { stationId, areaId } of stations)
    if (areaId !== null) inArea.set(areaId, [...(inArea.get(areaId) ?? []), stationId]);
  return stations
    .flatMap((station) => {
      const neighbours = (inArea.get(station.areaId ?? '') ?? []).flatMap((id) =>
        id === station.stationId ? [] : [byLabel.get(id)!],
      );
      return POLLUTANTS.flatMap((pollutant) => [
        ...repeatsOf(station, pollutant, rule),
        ...impossibleOf(station, pollutant, rule),
        ...contradictionsOf(station, neighbours, pollutant, rule),
      ]);
    })
    .sort(suspectOrder);
};
