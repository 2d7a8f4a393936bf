import { addDays } from '#libs/domain/calendar/shanghai.js';
import { instantOf } from '../sample-city.js';
import { dayOf, lastDayOf, minuteOf } from './beijing.js';
import type { Question } from './check.js';
import type { Expected, ExpectedWarning } from './expected.js';
import type { WarningSeen } from './records-seen.js';
import type { Part, SeasonSeen } from './season-seen.js';

interface Told {
  readonly cause: string;
  readonly started: string | null;
  readonly ended: string | null;
  readonly takenInBy: string | null;
  readonly opens: string;
}

const CLASSES = [
  'item-lag',
  'ranking-last',
  'air-process',
  'section-failing',
  'section-worse-than-v',
  'outlet-exceedance',
  'feed-silence',
] as const;

/**
 * The last day of a regional process: days of an area that follow a regional day in one run belong to it, up to the next
 * regional day. `expected.json` names the regional day alone.
 */
const lastDayOfRegional = ({ air }: Expected, day: string): string => {
  const isRegional = (one: string): boolean => air.regionalDays.some((regional) => regional.day === one);
  const has = (one: string, name: string): boolean =>
    air.areaDaysAbove100.some((found) => found.day === one && found.areas[name] !== undefined);
  const { areas } = air.areaDaysAbove100.find((one) => one.day === day)!;
  const ends = Object.keys(areas).map((name) => {
    let last = day;
    while (has(addDays(last, 1), name) && !isRegional(addDays(last, 1))) last = addDays(last, 1);
    return last;
  });
  return ends.sort().at(-1)!;
};

/** When a warning is there, and when its end shows, by what raises it. */
const times = (expected: Expected, warning: ExpectedWarning): { shown: string; over: string | null } => {
  const { started } = warning;
  const end = warning.ended ?? warning.endedBy ?? null;
  switch (warning.ruleClass) {
    case 'item-lag':
      return { shown: `${started} 17:30`, over: end && `${end} 17:30` };
    case 'ranking-last':
      return { shown: `${started} 09:30`, over: end };
    case 'air-process':
      return {
        shown: `${addDays(started, 1)} 01:00`,
        over: warning.takenInBy
          ? `${addDays(warning.takenInBy.replace('regional ', ''), 1)} 01:00`
          : `${addDays(lastDayOfProcess(expected, warning), 2)} 01:00`,
      };
    case 'outlet-exceedance':
      return { shown: `${(warning.problemAt ?? started).slice(0, 14)}05`, over: end && `${end.slice(0, 14)}05` };
    case 'feed-silence':
      return { shown: `${started} 18:30`, over: end };
    default:
      return { shown: `${started} 01:00`, over: end && `${end} 01:00` };
  }
};
const lastDayOfProcess = (expected: Expected, { cause, ended, started }: ExpectedWarning): string =>
  cause.startsWith('regional ') ? lastDayOfRegional(expected, cause.replace('regional ', '')) : (ended ?? started);

const expectedOf = ({ expected, until }: SeasonSeen, warning: ExpectedWarning): Told => {
  const { over } = times(expected, warning);
  const isOver = over !== null && instantOf(over.length === 10 ? `${over} 01:00` : over) <= until;
  const ended =
    warning.ruleClass === 'air-process'
      ? lastDayOfProcess(expected, warning)
      : (warning.ended ?? warning.endedBy ?? null);
  return {
    cause: warning.cause,
    started: warning.started,
    ended: isOver && !warning.takenInBy ? ended : null,
    takenInBy: isOver && warning.takenInBy ? warning.takenInBy : null,
    opens: warning.opens,
  };
};

const areaName = ({ areaIds }: SeasonSeen, id: string): string =>
  Object.entries(areaIds).find(([, own]) => own === id)?.[0] ?? id;

const dayOfCause = (all: readonly WarningSeen[], id: string | null): string =>
  all
    .find(({ warningId }) => warningId === id)
    ?.causeKey.split('|')
    .at(-1) ?? '';

const toldOf = (season: SeasonSeen, warning: WarningSeen, all: readonly WarningSeen[]): Told => {
  const { ruleClass, causeKey, subject, details, startedAt, endedAt, opens } = warning;
  const [, kind, ...rest] = causeKey.split('|');
  const isMinute = ruleClass === 'outlet-exceedance';
  const base = {
    started: (isMinute ? minuteOf : dayOf)(startedAt),
    ended: (isMinute ? minuteOf : dayOf)(endedAt),
    opens,
  };
  const takenInBy = null;
  switch (ruleClass) {
    case 'item-lag':
      return { cause: String((details['item'] as { problemNo?: string } | undefined)?.problemNo), ...base, takenInBy };
    case 'ranking-last':
      return { cause: warning.units[0]?.id ?? '', ...base, takenInBy };
    case 'air-process': {
      const [first = '', day = ''] = rest;
      const taken = endedAt !== null && warning.takenInBy !== null;
      return {
        cause: kind === 'regional' ? `regional ${first}` : `${areaName(season, first)} ${day}`,
        started: kind === 'regional' ? first : dayOf(startedAt),
        ended: taken ? null : lastDayOf(endedAt),
        takenInBy: taken ? `regional ${dayOfCause(all, warning.takenInBy)}` : null,
        opens,
      };
    }
    case 'feed-silence':
      return {
        cause: subject.kind === 'network' ? subject.id : String(details['network'] ?? subject.id),
        ...base,
        takenInBy,
      };
    default:
      return { cause: subject.id, ...base, takenInBy };
  }
};

const byCause = (a: Told, b: Told): number => (`${a.started} ${a.cause}` < `${b.started} ${b.cause}` ? -1 : 1);

/** Warnings of one class as they are told, in the order of their beginning. */
export const warningsFound = async (season: SeasonSeen, ruleClass: string): Promise<Told[]> => {
  const all = await season.doors.warnings();
  return all
    .filter((warning) => warning.ruleClass === ruleClass)
    .map((warning) => toldOf(season, warning, all))
    .sort(byCause);
};

const isRegional = ({ cause }: Told): boolean => cause.startsWith('regional ');

/** Every warning of the season, by class, and nothing beside (season, rows 3, 10, 19 and "Also assert"). */
export const warningsPart: Part = (season) => {
  const { expected, doors, until } = season;
  const due = expected.warnings.filter((warning) => instantOf(times(expected, warning).shown) <= until);
  const regional = expected.warnings.filter(({ cause }) => cause.startsWith('regional '));
  return [
    ...CLASSES.map((ruleClass): Question => ({
      id: `warnings-${ruleClass}`,
      words: `warnings of ${ruleClass} so far: cause, begin, end, what they open`,
      from: '2026-05-01 01:00',
      expected: due
        .filter((warning) => warning.ruleClass === ruleClass)
        .map((warning) => expectedOf(season, warning))
        .sort(byCause),
      found: () => warningsFound(season, ruleClass),
    })),
    {
      id: 'warnings-only-these',
      words: 'no warning of any other class (the rule of heavy pollution stays silent)',
      from: '2026-05-01 01:00',
      expected: [],
      found: async () =>
        (await doors.warnings())
          .map(({ ruleClass }) => ruleClass)
          .filter((ruleClass) => !CLASSES.some((own) => own === ruleClass)),
    },
    {
      id: 'air-warnings',
      words: 'seven regional and eleven area warnings, seven more taken in',
      from: '2026-07-25 01:00',
      expected: {
        regional: regional.length,
        area: expected.air.areaWarnings.length,
        takenIn: expected.air.takenIn.length,
      },
      found: async () => {
        const found = await warningsFound(season, 'air-process');
        return {
          regional: found.filter(isRegional).length,
          area: found.filter((one) => !isRegional(one) && one.takenInBy === null).length,
          takenIn: found.filter((one) => one.takenInBy !== null).length,
        };
      },
    },
    {
      id: 'air-warning-areas',
      words: 'areas of each regional warning so far',
      from: '2026-05-12 01:00',
      expected: due
        .filter(({ cause }) => cause.startsWith('regional '))
        .map(({ cause, areas }) => ({ cause, areas: [...(areas ?? [])] }))
        .sort((a, b) => (a.cause < b.cause ? -1 : 1)),
      found: async () =>
        (await doors.warnings())
          .filter(({ causeKey }) => causeKey.startsWith('air-process|regional|'))
          .map(({ causeKey, details }) => ({
            cause: `regional ${causeKey.split('|').at(-1)}`,
            areas: ((details['areas'] ?? []) as string[]).map((id) => areaName(season, id)),
          }))
          .sort((a, b) => (a.cause < b.cause ? -1 : 1)),
    },
    {
      id: 'row-03-one-process',
      words: 'one regional process and one tracing task each for 05-11 and 05-12, no problems of stations',
      from: '2026-05-13 01:00',
      expected: { tasks: ['2026-05-11', '2026-05-12'], problemsFromAir: 0 },
      found: async () => {
        const tasks = (await doors.tasks()).filter(({ kind }) => kind === 'tracing');
        const days = tasks.map(({ causeKey }) => causeKey?.split('|') ?? []);
        return {
          tasks: days
            .filter(([, kind, day]) => kind === 'regional' && ['2026-05-11', '2026-05-12'].includes(day ?? ''))
            .map(([, , day]) => day)
            .sort(),
          problemsFromAir: (await doors.problems()).filter(({ subject }) =>
            ['station', 'area'].includes(subject?.kind ?? ''),
          ).length,
        };
      },
    },
    {
      id: 'row-10-no-heavy-rule',
      words: 'the rule of heavy pollution has raised nothing',
      from: '2026-06-27 01:00',
      expected: 0,
      found: async () => (await doors.warnings()).filter(({ ruleClass }) => ruleClass === 'heavy-pollution').length,
    },
    {
      id: 'tracing-tasks',
      words: 'a tracing task for every air process so far, cancelled where the process was taken in',
      from: '2026-05-07 01:00',
      expected: due
        .filter(({ ruleClass }) => ruleClass === 'air-process')
        .map((warning) => `${warning.cause} ${expectedOf(season, warning).takenInBy ? 'cancelled' : 'stands'}`)
        .sort(),
      found: async () =>
        (await doors.tasks())
          .filter(({ kind }) => kind === 'tracing')
          .map(({ causeKey, state }) => {
            const [, kind, area = '', day = ''] = (causeKey ?? '').split('|');
            const cause = kind === 'regional' ? `regional ${area}` : `${areaName(season, area)} ${day}`;
            return `${cause} ${state === 'cancelled' ? 'cancelled' : 'stands'}`;
          })
          .sort(),
    },
  ];
};
