import { describe, expect, it } from '@jest/globals';
import type { Concentrations } from './pollutant.js';
import { type StationHours, type SuspectHourRule, suspectHours } from './suspect-hours.js';

const HOUR = 3_600_000;
const RULE: SuspectHourRule = {
  fewestEqual: 4,
  repeatsAbove: { 'PM2.5': 5, O3: 10 },
  highest: { O3: 800 },
  timesMedian: 3,
  fewestNeighbours: 2,
};
const station = (
  stationId: string,
  values: readonly (Concentrations | null)[],
  areaId: string | null = 'a',
): StationHours => ({
  stationId,
  areaId,
  hours: values.flatMap((one, n) => (one === null ? [] : [{ label: n * HOUR, values: one }])),
});
const ozone = (values: readonly (number | null)[]): (Concentrations | null)[] =>
  values.map((O3) => (O3 === null ? null : { O3 }));
const said = (stations: readonly StationHours[]) =>
  suspectHours(stations, RULE).map(
    ({ stationId, pollutant, reason, from, hours, value, against }) =>
      `${stationId} ${pollutant} ${reason} ${from / HOUR}+${hours} ${value}/${against ?? '-'}`,
  );

describe('suspect hours', () => {
  it.each<[string, readonly (number | null)[], readonly string[]]>([
    ['four equal ones running repeat', [50, 61, 61, 61, 61, 50], ['A O3 repeats 1+4 61/-']],
    ['three do not', [50, 61, 61, 61, 50], []],
    ['a gap ends a run', [61, 61, null, 61, 61], []],
    ['low values repeat by nature', [8, 8, 8, 8, 8], []],
    ['what is above the highest cannot be', [50, 900, 950, 60], ['A O3 impossible 1+2 950/800']],
    ['the highest itself can', [800], []],
  ])('%s', (_what, values, expected) => {
    expect(said([station('A', ozone(values))])).toEqual(expected);
  });

  it('fine particles above all particles cannot be', () => {
    const values: Concentrations[] = [
      { 'PM2.5': 40, PM10: 40 },
      { 'PM2.5': 41, PM10: 40 },
    ];
    expect(said([station('A', values)])).toEqual(['A PM2.5 impossible 1+1 41/40']);
  });

  it('a value alone against its neighbours contradicts them', () => {
    const others = [station('B', ozone([50, 50])), station('C', ozone([60, 70]))];
    expect(said([station('A', ozone([166, 181])), ...others])).toEqual(['A O3 contradicts-neighbours 0+2 181/60']);
    expect(said([station('A', ozone([165, 180])), ...others])).toEqual([]);
    expect(said([station('A', ozone([500, 500]), 'b'), ...others])).toEqual([]);
    expect(said([station('A', ozone([500, 500])), others[0]!])).toEqual([]);
    expect(said([station('A', ozone([500, 500]), null), ...others])).toEqual([]);
  });
});
