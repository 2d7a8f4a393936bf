/** Everything of the season that follows from the hours of the seventeen stations. */
import { areaDay, areaMonth, dayIndex, readHours, stationDay } from './air.mjs';
import { dayRange, fixed, readSampleRows, roundHalfEven } from './arithmetic.mjs';

const FILES = ['data/air-national-hourly.csv.gz', 'data/air-county-hourly.csv.gz'];
const code = (number) => `ST${String(number).padStart(2, '0')}`;
/** Areas and their stations. */
const AREAS = { 甲: [1, 2, 3, 4], 乙: [5, 6], 丙: [7, 8], 丁: [9, 10, 11], 戊: [12, 13], 己: [14, 15, 16, 17] };
const AREA_OF = Object.fromEntries(
  Object.entries(AREAS).flatMap(([area, stations]) => stations.map((one) => [code(one), area])),
);
const MINIMUM_DAYS = 27;
const REGIONAL_AREAS = 4;

export function airOfSeason() {
  const hours = readHours(FILES);
  const stationDays = new Map();
  const ofStation = (station, day) => {
    const key = `${station} ${day}`;
    if (!stationDays.has(key)) stationDays.set(key, stationDay(hours.get(station), day));
    return stationDays.get(key);
  };
  const ofArea = (area, day, without = []) =>
    areaDay(
      AREAS[area]
        .map(code)
        .filter((one) => !without.includes(one))
        .map((one) => ofStation(one, day)),
    );
  const exceeding = areasAbove(ofArea);
  const regionalDays = exceeding.filter(({ areas }) => Object.keys(areas).length >= REGIONAL_AREAS);
  const runs = runsOf(ofArea);
  const regional = new Set(regionalDays.map(({ day }) => day));
  const touches = (run) => dayRange(run.from, run.to).filter((day) => regional.has(day));

  return {
    hours: countHours(),
    firstDay: {
      day: '2026-04-30',
      notEvaluated: Object.keys(AREA_OF).filter((station) => dayIndex(ofStation(station, '2026-04-30')).aqi === null),
    },
    stationDays: stationDaysOf(ofStation, '2026-05-01', '2026-07-23'),
    lastDay: lastDayOf(ofStation, ofArea, '2026-07-24'),
    days: ['2026-06-11', '2026-06-26'].map((day) => stationsOn(ofStation, day)),
    areaDaysAbove100: exceeding.map(({ day, areas }) => ({ day, areas })),
    heavyPollutionDays: exceeding
      .filter(({ areas }) => Object.values(areas).some(({ aqi }) => aqi > 200))
      .map(({ day }) => day),
    regionalDays: regionalDays.map(({ day, areas }) => ({ day, areas: Object.keys(areas) })),
    runs: runs.length,
    areaWarnings: runs.filter((run) => touches(run).length === 0),
    takenIn: runs.flatMap((run) =>
      touches(run).length > 0 && run.from < touches(run)[0] ? [{ ...run, by: touches(run)[0] }] : [],
    ),
    monthsBeforeRanking: ['2026-03', '2026-04'].map((month) => {
      const { rank: unused, ...figures } = shown(
        areaMonth(
          daysOf(month).map((day) => ofArea('甲', day)),
          MINIMUM_DAYS,
        ),
      );
      return { month, area: '甲', ...figures };
    }),
    months: ['2026-05', '2026-06', '2026-07'].map((month) => monthOf(ofArea, month)),
  };
}

function countHours() {
  const [national, county] = FILES.map((file) => readSampleRows(file));
  const present = new Set(county.map(({ time }) => time));
  const labels = dayRange('2026-04-30', '2026-07-24').flatMap((day) =>
    Array.from({ length: 24 }, (_, hour) => `${day} ${String(hour).padStart(2, '0')}:00`),
  );
  const within = labels.filter((label) => label >= '2026-04-30 13:00' && label <= '2026-07-24 18:00');
  const empty = (row) => ['so2', 'no2', 'co', 'o3', 'pm10', 'pm2_5'].every((item) => !/^\d/.test(row[item]));
  return {
    nationalRows: national.length,
    nationalBeforeClock: national.filter(({ time }) => time < '2026-04-30 13:00').length,
    countyRows: county.length,
    countyFrames: within.length * 13,
    countyHoursAbsent: within.filter((label) => !present.has(label)),
    countyRowsWithoutAnyValue: county.filter(empty).length,
  };
}

function stationDaysOf(ofStation, from, to) {
  const byMonth = {};
  const byStation = {};
  const primary = {};
  let valid = 0;
  let above = 0;
  let moderate = 0;
  for (const day of dayRange(from, to))
    for (const station of Object.keys(AREA_OF)) {
      const { aqi, primary: led } = dayIndex(ofStation(station, day));
      if (aqi === null) continue;
      valid += 1;
      if (aqi <= 100) continue;
      above += 1;
      if (aqi > 150) moderate += 1;
      byMonth[day.slice(0, 7)] = (byMonth[day.slice(0, 7)] ?? 0) + 1;
      byStation[station] = (byStation[station] ?? 0) + 1;
      primary[led.join('+')] = (primary[led.join('+')] ?? 0) + 1;
    }
  return {
    from,
    to,
    valid,
    above100: above,
    byMonth,
    primary,
    above150: moderate,
    byStation: Object.fromEntries(Object.entries(byStation).sort()),
  };
}

function lastDayOf(ofStation, ofArea, day) {
  const stations = Object.fromEntries(
    Object.keys(AREA_OF)
      .map((station) => [station, dayIndex(ofStation(station, day)).aqi])
      .filter(([, aqi]) => aqi !== null),
  );
  const areas = Object.fromEntries(
    Object.keys(AREAS)
      .map((area) => [area, dayIndex(ofArea(area, day)).aqi])
      .filter(([, aqi]) => aqi !== null),
  );
  return { day, validStations: Object.keys(stations).length, stations, areas };
}

function stationsOn(ofStation, day) {
  const stations = Object.fromEntries(
    Object.keys(AREA_OF).map((station) => [station, dayIndex(ofStation(station, day)).aqi]),
  );
  const values = Object.values(stations);
  return {
    day,
    above100: values.filter((aqi) => aqi > 100).length,
    above150: values.filter((aqi) => aqi > 150).sort((a, b) => a - b),
    above200: values.filter((aqi) => aqi > 200).length,
    stations,
  };
}

function areasAbove(ofArea) {
  const days = [];
  for (const day of dayRange('2026-05-01', '2026-07-24')) {
    const areas = {};
    for (const area of Object.keys(AREAS)) {
      const statistics = ofArea(area, day);
      const { aqi, primary } = dayIndex(statistics);
      if (aqi > 100) areas[area] = { aqi, o3: statistics.o3, primary: primary.join('+') };
    }
    if (Object.keys(areas).length > 0) days.push({ day, areas });
  }
  return days;
}

function runsOf(ofArea) {
  const runs = [];
  for (const area of Object.keys(AREAS)) {
    let open = null;
    for (const day of dayRange('2026-05-01', '2026-07-24')) {
      if (dayIndex(ofArea(area, day)).aqi > 100) {
        open ??= { area, from: day, to: day };
        open.to = day;
      } else if (open) {
        runs.push(open);
        open = null;
      }
    }
    if (open) runs.push(open);
  }
  return runs.sort((a, b) => (a.from === b.from ? 0 : a.from < b.from ? -1 : 1));
}

/** Statistics, composite index and rank of every area; the index of 己 also without ST17, whose status is open till June. */
function monthOf(ofArea, month) {
  const days = daysOf(month);
  const areas = {};
  for (const area of Object.keys(AREAS))
    areas[area] = shown(
      areaMonth(
        days.map((day) => ofArea(area, day)),
        MINIMUM_DAYS,
      ),
    );
  const without = shown(
    areaMonth(
      days.map((day) => ofArea('己', day, ['ST17'])),
      MINIMUM_DAYS,
    ),
  );
  rank(areas);
  const others = Object.fromEntries(Object.entries(areas).map(([area, value]) => [area, { ...value }]));
  others.己 = without;
  rank(others);
  return {
    month,
    areas,
    withoutST17: {
      composite: without.composite,
      ranks: Object.fromEntries(Object.entries(others).map(([area, { rank: place }]) => [area, place])),
    },
  };
}

function shown(month) {
  const { statistics } = month;
  const some = Object.values(statistics).some((value) => value !== null);
  return {
    composite: month.composite === null || month.insufficient.length > 0 ? null : fixed(month.composite, 2),
    compositeIfRanked: month.composite === null ? null : fixed(month.composite, 2),
    rank: null,
    insufficient: month.insufficient,
    statistics: some ? { ...statistics, co: statistics.co === null ? null : fixed(statistics.co, 1) } : null,
    validDays: month.validDays,
    goodDays: month.goodDays,
    evaluatedDays: month.evaluatedDays,
    goodDayRate:
      month.evaluatedDays === 0
        ? null
        : fixed(roundHalfEven(BigInt(month.goodDays) * 1000n, BigInt(month.evaluatedDays)), 1),
  };
}

/** Equal indices share a rank: 1, 1, 3. An area with too few days is not ranked. */
function rank(areas) {
  const listed = Object.values(areas).filter(({ composite }) => composite !== null);
  for (const area of listed)
    area.rank = 1 + listed.filter(({ composite }) => Number(composite) < Number(area.composite)).length;
}

function daysOf(month) {
  return dayRange(`${month}-01`, dayRange(`${nextMonth(month)}-01`, -1)[0]);
}

function nextMonth(month) {
  const [year, number] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}
