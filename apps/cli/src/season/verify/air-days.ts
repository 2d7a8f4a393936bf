import { addDays } from '#libs/domain/calendar/shanghai.js';
import { instantOf } from '../sample-city.js';
import type { Question } from './check.js';
import type { AirDay } from './records-seen.js';
import type { Part, SeasonSeen } from './season-seen.js';

const FIRST = '2026-05-01';
const LAST = '2026-07-24';
const LINE = 100;

/** A day's figures stand from an hour after its end on. */
export const standsFrom = (day: string): string => `${addDays(day, 1)} 01:00`;
const stands = (day: string, until: Date): boolean => instantOf(standsFrom(day)) <= until;

const stationDays = async ({ doors }: SeasonSeen, from: string, to: string): Promise<(AirDay & { id: string })[]> => {
  const days = [];
  for (const { id, network } of await doors.stations()) {
    if (network !== 'air') continue;
    for (const day of await doors.stationDays(id)) if (day.day >= from && day.day <= to) days.push({ id, ...day });
  }
  return days;
};
const isAbove = ({ aqi }: AirDay): boolean => (aqi ?? 0) > LINE;
const tally = (keys: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
};
const primaryOf = ({ primary }: AirDay): string => primary.join('+').toLowerCase();

/** Days of the areas above the line, by day. */
export const areaDaysAbove = async ({ doors, areaIds, until }: SeasonSeen) => {
  const byDay = new Map<string, Record<string, { aqi: number | null; o3: number | undefined; primary: string }>>();
  for (const [name, id] of Object.entries(areaIds)) {
    for (const day of await doors.areaDays(id)) {
      if (day.day < FIRST || !isAbove(day) || !stands(day.day, until)) continue;
      const of = byDay.get(day.day) ?? byDay.set(day.day, {}).get(day.day)!;
      of[name] = { aqi: day.aqi, o3: day.values['O3'], primary: primaryOf(day) };
    }
  }
  return [...byDay].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, areas]) => ({ day, areas }));
};

const stationsOn = (id: string, day: string, words: string, season: SeasonSeen): Question => {
  const of = season.expected.air.days.find((one) => one.day === day)!;
  return {
    id,
    words,
    from: standsFrom(day),
    expected: { aqi: of.stations, above: 17, above150: Object.values(of.stations).filter((aqi) => aqi > 150).length },
    found: async () => {
      const days = await stationDays(season, day, day);
      return {
        aqi: Object.fromEntries(days.map(({ id: station, aqi }) => [station, aqi])),
        above: days.filter(isAbove).length,
        above150: days.filter(({ aqi }) => (aqi ?? 0) > 150 && (aqi ?? 0) <= 200).length,
      };
    },
  };
};

/** Days of stations and areas (season, rows 3, 8, 10 and "Also assert"). */
export const airDaysPart: Part = (season) => {
  const { air } = season.expected;
  const { from, to } = air.stationDays;
  const areaDay = (day: string) => air.areaDaysAbove100.find((one) => one.day === day)!.areas;
  return [
    {
      id: 'air-first-day',
      words: 'stations that began on 04-30 at 13:00 are not evaluated that day',
      from: standsFrom('2026-04-30'),
      expected: air.firstDay.notEvaluated,
      found: async () =>
        (await stationDays(season, air.firstDay.day, air.firstDay.day))
          .filter(({ aqi }) => aqi === null)
          .map(({ id }) => id)
          .sort(),
    },
    ...Object.entries(air.stationDays.byMonth).map(([month, above]): Question => {
      const last = month === '2026-07' ? to : `${month}-${month === '2026-05' ? '31' : '30'}`;
      return {
        id: `air-station-days-${month}`,
        words: `station-days above 100 in ${month} up to ${last}`,
        from: standsFrom(last),
        expected: above,
        found: async () => (await stationDays(season, `${month}-01`, last)).filter(isAbove).length,
      };
    }),
    {
      id: 'air-station-days',
      words: 'valid station-days, those above 100 in all and by station, what leads them, those of 中度',
      from: standsFrom(to),
      expected: {
        valid: air.stationDays.valid,
        above: air.stationDays.above100,
        primary: air.stationDays.primary,
        above150: air.stationDays.above150,
        byStation: air.stationDays.byStation,
      },
      found: async () => {
        const days = (await stationDays(season, from, to)).filter(({ aqi }) => aqi !== null);
        const above = days.filter(isAbove);
        return {
          valid: days.length,
          above: above.length,
          primary: tally(above.map(primaryOf)),
          above150: above.filter(({ aqi }) => aqi! > 150).length,
          byStation: tally(above.map(({ id }) => id)),
        };
      },
    },
    {
      id: 'air-last-day',
      words: '07-24 ends at 19:00; stations valid because O3 has passed already, and four areas',
      from: standsFrom(LAST),
      expected: { stations: air.lastDay.stations, areas: air.lastDay.areas },
      found: async () => {
        const days = (await stationDays(season, LAST, LAST)).filter(({ aqi }) => aqi !== null);
        const areas = (await areaDaysAbove(season)).find(({ day }) => day === LAST)?.areas ?? {};
        return {
          stations: Object.fromEntries(days.map(({ id, aqi }) => [id, aqi])),
          areas: Object.fromEntries(Object.entries(areas).map(([name, { aqi }]) => [name, aqi])),
        };
      },
    },
    {
      id: 'air-area-days',
      words: 'every area-day above 100 so far: index, O3 and what leads it',
      from: standsFrom(FIRST),
      expected: air.areaDaysAbove100
        .filter(({ day }) => stands(day, season.until))
        .map(({ day, areas }) => ({ day, areas })),
      found: () => areaDaysAbove(season),
    },
    {
      id: 'air-regional-days',
      words: 'days with four areas or more above 100 so far',
      from: standsFrom(FIRST),
      expected: air.regionalDays.filter(({ day }) => stands(day, season.until)),
      found: async () =>
        (await areaDaysAbove(season))
          .map(({ day, areas }) => ({ day, areas: Object.keys(season.areaIds).filter((name) => areas[name]) }))
          .filter(({ areas }) => areas.length >= 4),
    },
    {
      id: 'air-runs',
      words: 'runs of area-days above 100 from 05-01 to 07-24',
      from: standsFrom(LAST),
      expected: air.runs,
      found: async () => {
        const above = await areaDaysAbove(season);
        const has = (name: string, day: string): boolean => above.some((one) => one.day === day && one.areas[name]);
        return above.flatMap(({ day, areas }) => Object.keys(areas).filter((name) => !has(name, addDays(day, -1))))
          .length;
      },
    },
    {
      id: 'air-no-heavy-pollution',
      words: 'no day of an area or a station above 200',
      from: standsFrom(LAST),
      expected: [],
      found: async () => (await stationDays(season, FIRST, LAST)).filter(({ aqi }) => (aqi ?? 0) > 200),
    },
    {
      id: 'row-03',
      words: '05-11 and 05-12: five, then six areas above 100; 甲 with its O3',
      from: standsFrom('2026-05-12'),
      expected: { '05-11': areaDay('2026-05-11'), '05-12': areaDay('2026-05-12') },
      found: async () => {
        const above = await areaDaysAbove(season);
        const on = (day: string) => above.find((one) => one.day === day)?.areas;
        return { '05-11': on('2026-05-11'), '05-12': on('2026-05-12') };
      },
    },
    stationsOn('row-08', '2026-06-11', '06-11: all seventeen stations above 100, one of them 中度', season),
    stationsOn('row-10', '2026-06-26', '06-26: all seventeen stations above 100, six of them 中度, none 重度', season),
  ];
};
