import { instantOf } from '../sample-city.js';
import { dayOf } from './beijing.js';
import type { Question } from './check.js';
import type { ExpectedMonthArea } from './expected.js';
import type { IndicatorSeen } from './records-seen.js';
import type { Part, SeasonSeen } from './season-seen.js';

const COMPOSITE = 'air.area.month.composite-index';
const STATISTICS = {
  so2: 'air.area.month.so2',
  no2: 'air.area.month.no2',
  co: 'air.area.month.co-p95',
  o3: 'air.area.month.o3-p90',
  pm10: 'air.area.month.pm10',
  pm2_5: 'air.area.month.pm25',
} as const;
const POLLUTANTS = { SO2: 'so2', NO2: 'no2', CO: 'co', O3: 'o3', PM10: 'pm10', 'PM2.5': 'pm2_5' } as const;
const OPEN_POINT_AREA = '己';

const newest = (numbers: readonly IndicatorSeen[]): IndicatorSeen | undefined =>
  [...numbers].sort((a, b) => b.revision - a.revision)[0];

const numberOf = async (
  { doors }: SeasonSeen,
  definition: string,
  area: string,
  month: string,
): Promise<IndicatorSeen | undefined> =>
  newest(
    (await doors.history(definition)).filter(({ subject, period }) => subject.id === area && period.label === month),
  );

const expectedMonth = (of: ExpectedMonthArea) => ({
  composite: of.composite,
  statistics: Object.fromEntries(Object.entries(of.statistics).map(([name, value]) => [name, String(value)])),
  validDays: of.validDays,
  goodDays: of.goodDays,
  evaluatedDays: of.evaluatedDays,
  goodDayRate: of.goodDayRate,
});

const monthFound = async (season: SeasonSeen, area: string, month: string) => {
  const composite = await numberOf(season, COMPOSITE, area, month);
  const statistics: Record<string, string | null> = {};
  for (const [name, definition] of Object.entries(STATISTICS))
    statistics[name] = (await numberOf(season, definition, area, month))?.value ?? null;
  const rate = await numberOf(season, 'air.area.month.good-day-rate', area, month);
  const validDays = (composite?.details['validDays'] ?? {}) as Record<string, number>;
  return {
    composite: composite?.valid ? composite.value : null,
    statistics,
    validDays: Object.fromEntries(Object.entries(POLLUTANTS).map(([name, short]) => [short, validDays[name]])),
    goodDays: Number(rate?.numerator),
    evaluatedDays: Number(rate?.denominator),
    goodDayRate: rate?.value,
  };
};

/** The ranking of a month in one of its revisions: rank and value by area. */
const ranking = async ({ doors, areaIds }: SeasonSeen, month: string, revision: 'first' | 'current') => {
  const all = (await doors.assessments())
    .filter(({ period }) => period.label === month)
    .sort((a, b) => a.revision - b.revision);
  const one = revision === 'first' ? all[0] : all.find(({ isCurrent }) => isCurrent);
  if (!one) throw new Error(`no ranking of ${month}`);
  const { rows } = one;
  const of = <T>(read: (row: (typeof rows)[number]) => T): Record<string, T | null> =>
    Object.fromEntries(
      Object.entries(areaIds).map(([name, id]) => {
        const row = rows.find(({ subject }) => subject.id === id);
        return [name, row ? read(row) : null];
      }),
    );
  return {
    isRanked: one.isRanked,
    dataState: one.dataState,
    ranks: of(({ rank }) => rank),
    values: of(({ value, rank }) => (rank === null ? null : value)),
    last: Object.entries(of(({ isLast }) => isLast)).flatMap(([name, isLast]) => (isLast ? [name] : [])),
    provisional: Object.entries(of(({ provisional }) => provisional)).flatMap(([name, is]) => (is ? [name] : [])),
  };
};

const ranksOf = (areas: Readonly<Record<string, ExpectedMonthArea>>) => ({
  ranks: Object.fromEntries(Object.entries(areas).map(([name, { rank }]) => [name, rank ?? null])),
  values: Object.fromEntries(Object.entries(areas).map(([name, { composite }]) => [name, composite])),
});

const MONTH_END: Readonly<Record<string, string>> = { '2026-05': '2026-06-01', '2026-06': '2026-07-01' };

/** Months of the areas, their ranking and bulletins (season, rows 6 and 13). */
export const airMonthsPart: Part = (season) => {
  const { air, calendar } = season.expected;
  const may = air.months.find(({ month }) => month === '2026-05')!;
  const isOut = (on: string): boolean => instantOf(`${on} 18:00`) <= season.until;
  const june = air.months.find(({ month }) => month === '2026-06')!;
  return [
    ...air.monthsBeforeRanking.map(({ month, area, ...of }): Question => ({
      id: `air-month-${month}`,
      words: `composite index, statistics and good days of ${area} in ${month}`,
      from: '2026-05-01 01:00',
      expected: expectedMonth(of),
      found: () => monthFound(season, season.areaIds[area]!, month),
    })),
    ...air.months.map(({ month, areas }): Question => ({
      id: `air-month-${month}`,
      words: `composite index, statistics, valid and good days of every area in ${month}`,
      from: `${MONTH_END[month] ?? '2026-08-01'} 01:00`,
      expected: Object.fromEntries(Object.entries(areas).map(([name, of]) => [name, expectedMonth(of)])),
      found: async () => {
        const found: Record<string, unknown> = {};
        for (const name of Object.keys(areas)) found[name] = await monthFound(season, season.areaIds[name]!, month);
        return found;
      },
    })),
    {
      id: 'row-06',
      words: 'May: composite indices and ranks in the bulletin of 06-03, the last provisional',
      from: '2026-06-03 18:00',
      expected: { ...ranksOf(may.areas), last: [OPEN_POINT_AREA], isLastProvisional: true },
      found: async () => {
        const { ranks, values, last, provisional } = await ranking(season, '2026-05', 'first');
        return { ranks, values, last, isLastProvisional: provisional.includes(OPEN_POINT_AREA) };
      },
    },
    {
      id: 'row-06-without-point',
      words: 'May: what the index of the last could be without the open station',
      from: '2026-06-03 18:00',
      expected: [may.withoutST17.composite],
      found: async () => {
        const numbers = (await season.doors.history(COMPOSITE)).filter(
          ({ subject, period }) => subject.id === season.areaIds[OPEN_POINT_AREA] && period.label === '2026-05',
        );
        const provisional = newest(numbers.filter(({ details }) => details['provisional'] === true));
        return provisional?.details['couldBe'];
      },
    },
    {
      id: 'row-06-recorded',
      words: 'the status of the open station was recorded on 06-08: the ranking stands, nothing provisional is left',
      from: '2026-06-08 12:00',
      expected: { ...ranksOf(may.areas), last: [OPEN_POINT_AREA], provisional: [], status: 'yes' },
      found: async () => {
        const { ranks, values, last, provisional } = await ranking(season, '2026-05', 'current');
        const { evaluationPoint } = await season.doors.station('ST17');
        return { ranks, values, last, provisional, status: evaluationPoint?.status };
      },
    },
    {
      id: 'row-13',
      words: 'June: composite indices and ranks, 甲 unranked, 己 last again',
      from: '2026-07-03 18:00',
      expected: { ...ranksOf(june.areas), last: [OPEN_POINT_AREA], validPm10: 23, goodDays: '14/24', rate: '58.3' },
      found: async () => {
        const { ranks, values, last } = await ranking(season, '2026-06', 'current');
        const of = await monthFound(season, season.areaIds['甲']!, '2026-06');
        return {
          ranks,
          values,
          last,
          validPm10: of.validDays['pm10'],
          goodDays: `${of.goodDays}/${of.evaluatedDays}`,
          rate: of.goodDayRate,
        };
      },
    },
    {
      id: 'row-13-good-days',
      words: 'good days of 甲 in March, April and May',
      from: '2026-06-01 01:00',
      expected: { '2026-03': '26/28', '2026-04': '20/25', '2026-05': '23/27' },
      found: async () => {
        const found: Record<string, string> = {};
        for (const month of ['2026-03', '2026-04', '2026-05']) {
          const { goodDays, evaluatedDays } = await monthFound(season, season.areaIds['甲']!, month);
          found[month] = `${goodDays}/${evaluatedDays}`;
        }
        return found;
      },
    },
    ...calendar.reviewedDelivered.map(({ month, on }): Question => ({
      id: `air-reviewed-${month}`,
      words: `${month} is reviewed from ${on} on, with the same values`,
      from: `${on} 24:00`,
      expected: { dataState: 'reviewed', ...ranksOf(air.months.find((one) => one.month === month)!.areas) },
      found: async () => {
        const { dataState, ranks, values } = await ranking(season, month, 'current');
        return { dataState, ranks, values };
      },
    })),
    {
      id: 'air-ranking-2026-07',
      words: 'July: nobody is ranked',
      from: '2026-08-05 18:00',
      expected: { isRanked: false, last: [] },
      found: async () => {
        const { isRanked, last } = await ranking(season, '2026-07', 'current');
        return { isRanked, last };
      },
    },
    ...calendar.bulletins.map(({ period, on }): Question => ({
      id: `bulletin-${period}`,
      words: `the bulletin of ${period} was drafted and issued on ${on}`,
      from: `${on} 18:00`,
      expected: { slot: on, state: 'drafted', late: false, missing: [], issuedOn: on },
      found: async () => {
        const bulletin = (await season.doors.bulletins()).find(({ periodLabel }) => periodLabel === period);
        const act = (await season.doors.acts()).find(({ id }) => id === bulletin?.actId);
        return {
          slot: dayOf(bulletin?.slot ?? null),
          state: bulletin?.state,
          late: bulletin?.late,
          missing: bulletin?.missingSources,
          issuedOn: act?.issuedOn,
        };
      },
    })),
    {
      id: 'bulletins',
      words: 'no bulletin but these',
      from: '2026-05-08 01:00',
      expected: calendar.bulletins.filter(({ on }) => isOut(on)).map(({ period }) => period),
      found: async () =>
        (await season.doors.bulletins())
          .filter(({ slot }) => isOut(dayOf(slot) ?? ''))
          .map(({ periodLabel }) => periodLabel)
          .sort(),
    },
  ];
};
