import { evaluateSection } from '#libs/domain/water/section-class.js';
import { WATER_CLASS_LOOKS } from '#libs/domain/water/edition.js';
import { dayOf, minuteOf } from './beijing.js';
import type { Question } from './check.js';
import type { ExpectedWeek } from './expected.js';
import type { IndicatorSeen } from './records-seen.js';
import type { Part, SeasonSeen } from './season-seen.js';

const CLASS = 'water.section.week.class';
const RUNNING = 'water.section.week.failing-running';
const NETWORK = 'water.network.week.good-sections';

/** The numbers of a week by section, the newest revision of each. */
const weekOf = async (
  { doors }: SeasonSeen,
  definition: string,
  monday: string,
): Promise<Map<string, IndicatorSeen>> => {
  const found = new Map<string, IndicatorSeen>();
  for (const number of await doors.history(definition)) {
    if (dayOf(number.period.start) !== monday) continue;
    const known = found.get(number.subject.id);
    if (!known || known.revision < number.revision) found.set(number.subject.id, number);
  }
  return found;
};

/** The five items of an automatic station; what else it measures decides nothing. */
const ITEMS = ['do', 'codmn', 'nh3n', 'tp', 'ph'] as const;
const meansOf = (means: unknown): Record<string, string | undefined> =>
  Object.fromEntries(ITEMS.map((item) => [item, (means as Record<string, string> | undefined)?.[item]]));

const weekFound = async (season: SeasonSeen, monday: string) => {
  const classes = await weekOf(season, CLASS, monday);
  const running = await weekOf(season, RUNNING, monday);
  return Object.fromEntries(
    [...classes].map(([id, { details, valid }]) => [
      id,
      {
        class: valid ? details['className'] : null,
        failingCount: Number(running.get(id)?.value),
        rows: details['rowCount'],
        means: meansOf(details['means']),
        deciding: details['deciding'],
      },
    ]),
  );
};

/** The held values of the third week are known when the last of them has come. */
const weekStandsFrom = ({ evaluatedOn }: ExpectedWeek): string =>
  evaluatedOn === '2026-08-03' ? `${evaluatedOn} 20:00` : `${evaluatedOn} 01:00`;

const weekRow = (season: SeasonSeen, id: string, week: ExpectedWeek, words: string): Question => ({
  id,
  words,
  from: weekStandsFrom(week),
  expected: {
    good: week.goodSections,
    of: Object.keys(week.sections).length,
    classes: Object.fromEntries(Object.entries(week.sections).map(([section, of]) => [section, of.class])),
    counts: Object.fromEntries(Object.entries(week.sections).map(([section, of]) => [section, of.failingCount])),
  },
  found: async () => {
    const sections = await weekFound(season, week.from);
    const network = [...(await weekOf(season, NETWORK, week.from)).values()][0];
    return {
      good: Number(network?.value ?? NaN),
      of: Object.keys(sections).length,
      classes: Object.fromEntries(Object.entries(sections).map(([section, of]) => [section, of.class])),
      counts: Object.fromEntries(Object.entries(sections).map(([section, of]) => [section, of.failingCount])),
    };
  },
});

const classByLakeLimits = (means: unknown): string | null => {
  const { waterClass } = evaluateSection({
    values: means as Parameters<typeof evaluateSection>[0]['values'],
    body: 'lake',
    decimals: 'none',
  });
  return waterClass === null ? null : WATER_CLASS_LOOKS[waterClass].numeral;
};

const warningsOn = async ({ doors }: SeasonSeen, ruleClass: string, day: string): Promise<string[]> =>
  (await doors.warnings())
    .filter((warning) => warning.ruleClass === ruleClass && dayOf(warning.startedAt) === day)
    .map(({ subject }) => subject.id)
    .sort();

/** Weeks of the sections, values held back, what they raise (season, rows 15, 16, 18, 19). */
export const waterPart: Part = (season) => {
  const { expected, doors } = season;
  const [first, second, third] = expected.water.weeks as readonly [ExpectedWeek, ExpectedWeek, ExpectedWeek];
  const failing = (day: string): string[] =>
    expected.warnings
      .filter(({ ruleClass, started }) => ruleClass === 'section-failing' && started === day)
      .map(({ cause }) => cause)
      .sort();
  return [
    weekRow(season, 'row-15', first, 'week 07-13: four of nine sections at Ⅲ or better, five failing once'),
    {
      id: 'row-15-no-warning',
      words: 'a first failing week warns nobody',
      from: '2026-07-20 02:00',
      expected: [],
      found: () => warningsOn(season, 'section-failing', '2026-07-20'),
    },
    weekRow(season, 'row-16', second, 'week 07-20: one of nine; 青阳汇 is Ⅴ by the decimals of assess'),
    {
      id: 'row-16-warnings',
      words: 'five yellow warnings and one event of 劣Ⅴ on 07-27',
      from: '2026-07-27 02:00',
      expected: { failing: failing('2026-07-27'), worseThanV: ['DM02'] },
      found: async () => ({
        failing: await warningsOn(season, 'section-failing', '2026-07-27'),
        worseThanV: await warningsOn(season, 'section-worse-than-v', '2026-07-27'),
      }),
    },
    weekRow(season, 'row-19', third, 'week 07-27: two of nine; counts of three, two and none'),
    {
      id: 'row-19-warnings',
      words: 'two new yellow warnings, 乌镇北 ends and 青阳汇 begins to be 劣Ⅴ on 08-03',
      from: '2026-08-03 02:00',
      expected: { failing: failing('2026-08-03'), worseThanV: ['DM06'], ended: ['DM02'] },
      found: async () => ({
        failing: await warningsOn(season, 'section-failing', '2026-08-03'),
        worseThanV: await warningsOn(season, 'section-worse-than-v', '2026-08-03'),
        ended: (await doors.warnings())
          .filter(({ ruleClass, endedAt }) => ruleClass === 'section-worse-than-v' && dayOf(endedAt) === '2026-08-03')
          .map(({ subject }) => subject.id),
      }),
    },
    {
      id: 'row-18',
      words: 'CODMn of one section is held: sixteen equal values; the week is 5.1',
      from: '2026-08-04 12:00',
      expected: {
        held: expected.water.held.map(({ section, item, value, rows, from, to }) => ({
          section,
          item,
          value,
          rows,
          from,
          to,
          state: 'excluded',
        })),
        week: expected.water.held[0]!.weekWithout,
      },
      found: async () => ({
        held: (await doors.dataReviews()).map((review) => ({
          section: review.sectionId,
          item: review.item,
          value: review.value,
          rows: review.count,
          from: minuteOf(review.firstAt),
          to: minuteOf(review.lastAt),
          state: review.state,
        })),
        week: ((await weekFound(season, third.from))['DM04']?.means as Record<string, string> | undefined)?.['codmn'],
      }),
    },
    {
      id: 'row-18-corrected',
      words: 'what the week was printed as before the tenth equal value had come, and after',
      from: '2026-08-03 20:00',
      expected: [expected.water.held[0]!.weekWith, expected.water.held[0]!.weekWithout],
      found: async () => {
        const numbers = (await doors.history(CLASS))
          .filter(({ subject, period }) => subject.id === 'DM04' && dayOf(period.start) === third.from)
          .sort((a, b) => a.revision - b.revision)
          .map(({ details }) => (details['means'] as Record<string, string>)['codmn']);
        return numbers.filter((value, n) => value !== numbers[n - 1]);
      },
    },
    ...expected.water.weeks.map((week): Question => ({
      id: `water-week-${week.from}`,
      words: `the week of ${week.from}: class, count, rows, means and what decides, section by section`,
      from: weekStandsFrom(week),
      expected: week.sections,
      found: () => weekFound(season, week.from),
    })),
    {
      id: 'water-lake-limits',
      words: '湘家荡 passes as the river it is declared to be and would fail as a lake',
      from: '2026-08-03 20:00',
      expected: {
        declared: 'river',
        asRiver: expected.water.weeks.map(({ sections }) => sections['DM07']!.class),
        asLake: expected.water.dm07AsLake,
      },
      found: async () => {
        const weeks = [];
        for (const { from } of expected.water.weeks) weeks.push((await weekFound(season, from))['DM07']);
        return {
          declared: (await doors.sections()).find(({ id }) => id === 'DM07')?.water.type,
          asRiver: weeks.map((week) => week?.class),
          asLake: weeks.map((week) => classByLakeLimits(week?.means)),
        };
      },
    },
  ];
};
