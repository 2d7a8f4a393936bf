import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '../calendar/shanghai.js';
import { AREA_DAYS, AREAS } from './fixtures/area-days.fixture.js';
import {
  changesBetween,
  forgetBefore,
  type GroupingEvent,
  type GroupingPolicy,
  type GroupingState,
  NO_FACTS,
  type AirProcess,
  type ProcessChange,
  processesOf,
  regroup,
} from './grouping.js';

const POLICY: GroupingPolicy = { regionalFrom: 4, areas: [...AREAS] };
const SMALL: GroupingPolicy = { regionalFrom: 2, areas: ['A', 'B', 'C'] };

const seasonFacts: GroupingEvent[] = AREA_DAYS.flatMap(([day, ...aqi]) =>
  AREAS.map((area, at) => {
    const value = aqi[at] ?? null;
    return { kind: 'fact', area, day, isAbove: value === null ? null : value > 100, revision: 1 };
  }),
);
const day = (n: number): string => addDays('2026-05-01', n - 1);
const fact = (n: number, areas: string, revision = 1): GroupingEvent[] =>
  SMALL.areas.map((area) => ({ kind: 'fact', area, day: day(n), isAbove: areas.includes(area), revision }));

const run = (policy: GroupingPolicy, events: readonly GroupingEvent[], from: GroupingState = NO_FACTS) => {
  let state = from;
  const changes: ProcessChange[] = [];
  for (const event of events) {
    const step = regroup(policy, state, event);
    state = step.state;
    changes.push(...step.changes);
  }
  return { state, changes };
};
const short = (change: ProcessChange): string => {
  const more =
    'by' in change
      ? ` by ${change.by}`
      : 'from' in change
        ? ` from ${change.from}`
        : 'into' in change
          ? ` into ${change.into}`
          : '';
  return `${change.change} ${change.airProcess.key}${more}`;
};

describe('the season', () => {
  const { state, changes } = run(POLICY, seasonFacts);
  const all = [...processesOf(POLICY, state).values()];
  const regional = all.filter(({ kind }) => kind === 'regional');
  const standing = all.filter(({ kind, takenInBy }) => kind === 'area' && takenInBy === null);
  const takenIn = all.filter((one) => one.takenInBy !== null);

  it('has seven regional days and eleven area processes out of 39 runs', () => {
    expect(regional.map((one) => one.day).sort()).toEqual([
      '2026-05-11',
      '2026-05-12',
      '2026-06-02',
      '2026-06-11',
      '2026-06-12',
      '2026-06-26',
      '2026-07-24',
    ]);
    expect(standing.map(({ key }) => key).sort()).toEqual(
      [
        'area|甲|2026-05-06',
        'area|甲|2026-06-04',
        'area|甲|2026-06-17',
        'area|乙|2026-05-23',
        'area|乙|2026-05-29',
        'area|乙|2026-06-04',
        'area|乙|2026-06-28',
        'area|丙|2026-05-23',
        'area|丁|2026-05-31',
        'area|戊|2026-05-23',
        'area|戊|2026-06-17',
      ].sort(),
    );
    const runs = AREAS.map((_, at) => {
      const above = AREA_DAYS.map(([, ...aqi]) => (aqi[at] ?? 0) > 100);
      return above.filter((isAbove, index) => isAbove && above[index - 1] !== true).length;
    });
    expect(runs.reduce((sum, n) => sum + n, 0)).toBe(39);
  });

  it('says which earlier area process each regional one took in', () => {
    expect(takenIn.map(({ key, takenInBy }) => `${key} by ${takenInBy}`).sort()).toEqual(
      [
        'area|甲|2026-06-01 by regional|2026-06-02',
        'area|己|2026-06-01 by regional|2026-06-02',
        'area|甲|2026-06-10 by regional|2026-06-11',
        'area|己|2026-06-10 by regional|2026-06-11',
        'area|甲|2026-07-23 by regional|2026-07-24',
        'area|乙|2026-07-23 by regional|2026-07-24',
        'area|戊|2026-07-23 by regional|2026-07-24',
      ].sort(),
    );
    expect(changes.filter(({ change }) => change === 'taken-in')).toHaveLength(7);
    expect(changes.some(({ change }) => ['moved', 'withdrawn', 'released', 'resumed'].includes(change))).toBe(false);
  });

  it('counts five, then six of six areas in May, and prolongs the second with the days after it', () => {
    const areas = (key: string): string => processesOf(POLICY, state).get(key)!.areas.join('');
    expect(areas('regional|2026-05-11')).toBe('甲乙丙戊己');
    expect(areas('regional|2026-05-12')).toBe('甲乙丙丁戊己');
    expect(processesOf(POLICY, state).get('regional|2026-05-12')).toMatchObject({
      lastDay: '2026-05-13',
      isOver: true,
    });
    expect(processesOf(POLICY, state).get('regional|2026-07-24')).toMatchObject({
      firstDay: '2026-07-23',
      isOver: false,
    });
  });

  it('opens each process on its day and ends it the day after', () => {
    const opened = changes.filter(({ change }) => change === 'opened').map(({ airProcess }) => airProcess.key);
    expect(new Set(opened).size).toBe(opened.length);
    expect(opened).toHaveLength(7 + 11 + 7);
    expect(changes.filter(({ change }) => change === 'ended')).toHaveLength(6 + 11);
    const first = changes.slice(0, 6).map(short);
    expect(first).toEqual([
      'opened area|甲|2026-05-06',
      'ended area|甲|2026-05-06',
      'opened regional|2026-05-11',
      'ended regional|2026-05-11',
      'opened regional|2026-05-12',
      'updated regional|2026-05-12',
    ]);
  });
});

describe('day by day', () => {
  it('waits until every area has reported, or the day is sealed', () => {
    const [a, b, c] = fact(1, 'A');
    const open = run(SMALL, [a!, b!]);
    expect(open.changes).toEqual([]);
    expect(run(SMALL, [c!], open.state).changes.map(short)).toEqual([`opened area|A|${day(1)}`]);
    const sealed = run(SMALL, [{ kind: 'sealed', day: day(1) }], open.state);
    expect(sealed.changes.map(short)).toEqual([`opened area|A|${day(1)}`]);
    expect(run(SMALL, [{ kind: 'sealed', day: day(2) }], sealed.state).changes.map(short)).toEqual([
      `ended area|A|${day(1)}`,
    ]);
  });

  it('takes an area process in when its run reaches a regional day', () => {
    const { changes } = run(SMALL, [...fact(1, 'A'), ...fact(2, 'AB'), ...fact(3, 'A'), ...fact(4, '')]);
    expect(changes.map(short)).toEqual([
      `opened area|A|${day(1)}`,
      `taken-in area|A|${day(1)} by regional|${day(2)}`,
      `opened regional|${day(2)}`,
      `updated regional|${day(2)}`,
      `ended regional|${day(2)}`,
    ]);
  });

  it('does nothing for a repeated, stale or unknown fact', () => {
    const { state } = run(SMALL, fact(1, 'A', 2));
    for (const event of [...fact(1, 'AB', 2), ...fact(1, 'ABC', 1), { ...fact(1, '')[0]!, area: 'X', revision: 9 }]) {
      const step = regroup(SMALL, state, event as GroupingEvent);
      expect(step).toEqual({ state, changes: [] });
    }
    const sealed = run(SMALL, [{ kind: 'sealed', day: day(2) }], state).state;
    expect(regroup(SMALL, sealed, { kind: 'sealed', day: day(2) })).toEqual({ state: sealed, changes: [] });
  });

  it('keeps a day that is not evaluated out of the count and breaks the run on it', () => {
    const blank: GroupingEvent[] = fact(2, 'B').map((one) =>
      one.kind === 'fact' && one.area === 'A' ? { ...one, isAbove: null } : one,
    );
    const { state } = run(SMALL, [...fact(1, 'A'), ...blank, ...fact(3, 'A'), ...fact(4, '')]);
    expect([...processesOf(SMALL, state).keys()].sort()).toEqual(
      [`area|A|${day(1)}`, `area|A|${day(3)}`, `area|B|${day(2)}`].sort(),
    );
  });
});

describe('corrections', () => {
  const base = run(SMALL, [...fact(1, ''), ...fact(2, 'A'), ...fact(3, 'AB'), ...fact(4, 'A'), ...fact(5, '')]).state;
  const correct = (n: number, areas: string) => run(SMALL, fact(n, areas, 2), base).changes.map(short);

  it('dissolve a regional process and release the area it took in', () => {
    expect(correct(3, 'A')).toEqual([
      `released area|A|${day(2)}`,
      `ended area|A|${day(2)}`,
      `withdrawn regional|${day(3)} into area|A|${day(2)}`,
    ]);
  });

  it('make a day regional afterwards', () => {
    expect(correct(4, 'AB')).toEqual([
      `updated regional|${day(3)}`,
      `opened regional|${day(4)}`,
      `ended regional|${day(4)}`,
    ]);
  });

  it('move the key when the first day of a run moves, merge runs, and withdraw what is gone', () => {
    const one = run(SMALL, [...fact(1, ''), ...fact(2, 'A'), ...fact(3, ''), ...fact(4, 'A'), ...fact(5, '')]).state;
    const change = (n: number, areas: string) => run(SMALL, fact(n, areas, 2), one).changes.map(short);
    expect(change(1, 'A')).toEqual([`moved area|A|${day(1)} from area|A|${day(2)}`, `updated area|A|${day(1)}`]);
    expect(change(3, 'A')).toEqual([`updated area|A|${day(2)}`, `withdrawn area|A|${day(4)} into area|A|${day(2)}`]);
    expect(change(4, '')).toEqual([`withdrawn area|A|${day(4)} into null`]);
    expect(change(5, 'A')).toEqual([`updated area|A|${day(4)}`, `resumed area|A|${day(4)}`]);
  });

  it('hand a process over to another regional day', () => {
    const two = run(SMALL, [...fact(1, 'A'), ...fact(2, 'AB'), ...fact(3, 'AB'), ...fact(4, '')]).state;
    expect(run(SMALL, fact(2, 'A', 2), two).changes.map(short)).toEqual([
      `taken-in area|A|${day(1)} by regional|${day(3)}`,
      `updated regional|${day(3)}`,
      `withdrawn regional|${day(2)} into regional|${day(3)}`,
    ]);
  });
});

describe('properties', () => {
  const above = fc.constantFrom(true, false, null);
  const table = fc.array(fc.array(above, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 9 });
  const policy: GroupingPolicy = { regionalFrom: 3, areas: ['A', 'B', 'C', 'D'] };
  const eventsOf = (rows: readonly (readonly (boolean | null)[])[], revision = 1): GroupingEvent[] =>
    rows.flatMap((row, n) =>
      policy.areas.map((area, at) => ({ kind: 'fact', area, day: day(n + 1), isAbove: row[at] ?? null, revision })),
    );
  const shuffled = <T>(list: readonly T[], seed: number): T[] =>
    list
      .map((one, index) => ({ one, at: ((index + 3) * (seed * 2 + 1)) % 1009 }))
      .sort((a, b) => a.at - b.at)
      .map(({ one }) => one);
  /** Carries a list of changes out on a set of standing processes, as a keeper of warnings would. */
  const carryOut = (changes: readonly ProcessChange[]): Map<string, AirProcess> => {
    const kept = new Map<string, AirProcess>();
    for (const change of changes) {
      const { key } = change.airProcess;
      if (change.change === 'opened') expect(kept.has(key)).toBe(false);
      else expect(kept.has(change.change === 'moved' ? change.from : key)).toBe(true);
      if (change.change === 'withdrawn') kept.delete(key);
      else {
        if (change.change === 'moved') kept.delete(change.from);
        kept.set(key, change.airProcess);
      }
    }
    return kept;
  };

  it('gives the same processes in any order of arrival, and the changes lead to exactly them', () => {
    fc.assert(
      fc.property(table, fc.nat(400), (rows, seed) => {
        const inOrder = run(policy, eventsOf(rows));
        const anyOrder = run(policy, shuffled(eventsOf(rows), seed));
        const wanted = processesOf(policy, inOrder.state);
        expect(processesOf(policy, anyOrder.state)).toEqual(wanted);
        expect(carryOut(inOrder.changes)).toEqual(wanted);
        expect(carryOut(anyOrder.changes)).toEqual(wanted);
      }),
      { seed: 42, numRuns: 120 },
    );
  });

  it('follows corrections to the grouping of the corrected facts', () => {
    fc.assert(
      fc.property(table, table, fc.nat(400), (rows, corrected, seed) => {
        const after = corrected.slice(0, rows.length);
        const merged = rows.map((row, n) => after[n] ?? row);
        const played = run(policy, [...eventsOf(rows), ...shuffled(eventsOf(after, 2), seed)]);
        const wanted = processesOf(policy, run(policy, eventsOf(merged)).state);
        expect(processesOf(policy, played.state)).toEqual(wanted);
        expect(carryOut(played.changes)).toEqual(wanted);
      }),
      { seed: 43, numRuns: 120 },
    );
  });

  it('puts every area-day above the limit into exactly one standing process, one regional process per regional day', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const all = [...processesOf(policy, run(policy, eventsOf(rows)).state).values()];
        const placed = all
          .filter((one) => one.takenInBy === null)
          .flatMap(({ areaDays }) => areaDays.map((one) => `${one.area}${one.day}`));
        const wanted = rows.flatMap((row, n) =>
          policy.areas.filter((_, at) => row[at] === true).map((area) => `${area}${day(n + 1)}`),
        );
        expect(placed.sort()).toEqual(wanted.sort());
        const regional = rows.flatMap((row, n) => (row.filter((one) => one === true).length >= 3 ? [day(n + 1)] : []));
        expect(
          all
            .filter(({ kind }) => kind === 'regional')
            .map((one) => one.day)
            .sort(),
        ).toEqual(regional);
      }),
      { seed: 44, numRuns: 120 },
    );
  });

  it('forgets only what no run reaches', () => {
    fc.assert(
      fc.property(table, table, (rows, later) => {
        const whole = run(policy, eventsOf([...rows, ...later])).state;
        const cut = forgetBefore(policy, whole, day(rows.length + 1));
        const kept = processesOf(policy, cut);
        const wanted = [...processesOf(policy, whole)].filter(([, { lastDay }]) => lastDay >= day(rows.length + 1));
        for (const [key, airProcess] of wanted) expect(kept.get(key)).toEqual(airProcess);
        expect(changesBetween(kept, kept)).toEqual([]);
        expect(JSON.parse(JSON.stringify(cut))).toEqual(cut);
      }),
      { seed: 45, numRuns: 80 },
    );
  });
});
