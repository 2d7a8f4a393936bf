import { describe, expect, it } from '@jest/globals';
import { addDays } from '../calendar/shanghai.js';
import type { LagLevel } from '../plan/lag.js';
import { indicator, month, periodOf, play, week } from './fixtures/observations.fixture.js';
import { failingSections, feedSilence, itemLag, worseThanV } from './fixtures/rules.fixture.js';
import { judge, periodsNeeded } from './judge.js';
import { type ItemObservation, type Observation, type Rule, ruleFaults } from './rule.js';

describe('items at dispatches', () => {
  const item = (on: string, level: LagLevel, more: Partial<ItemObservation> = {}): ItemObservation => ({
    source: 'item',
    subject: { kind: 'problem', id: 'T-07' },
    period: periodOf('cutoff', { label: on, from: on, to: on }),
    revision: 1,
    dataState: 'reviewed',
    listId: 'inspection',
    unitId: 'u1',
    level,
    overdueDays: 0,
    daysToDate: null,
    isCompleted: false,
    isClosed: false,
    ...more,
  });
  const lagging = [item('2026-05-07', 'yellow'), item('2026-05-14', 'orange'), item('2026-05-21', 'red')];
  const quiet = [item('2026-07-23', 'green'), item('2026-07-30', 'green')];

  it('follows T-07: one warning whose severity grows, ended by closure while its listing holds it', () => {
    const closed = item('2026-08-06', 'green', { isClosed: true });
    const { said, verdicts } = play(itemLag, [...lagging, ...quiet, closed], true);
    expect(said).toEqual([
      ['raise', 'yellow', 1],
      ['update', 'orange', 2],
      ['update', 'red', 3],
      ['none', 'red', 3],
      ['none', 'red', 3],
      ['end', 'red', 3],
    ]);
    expect(new Set(verdicts.map(({ causeKey }) => causeKey))).toEqual(
      new Set(['item-lag|inspection|problem:T-07|2026-05-07']),
    );
  });

  it('ends after two quiet dispatches when nothing holds it', () => {
    expect(play(itemLag, [...lagging, ...quiet]).said.map(([verdict]) => verdict)).toEqual([
      'raise',
      'update',
      'update',
      'none',
      'end',
    ]);
  });

  it('counts days to a date and days past a deadline', () => {
    const near: Rule = {
      ...itemLag,
      condition: { kind: 'days-to-date', atMost: 10 },
      grades: [
        { from: 10, severity: 'notice' },
        { from: 3, severity: 'yellow' },
      ],
      endsAfter: 1,
    };
    const left = (on: string, daysToDate: number | null, more: Partial<ItemObservation> = {}) =>
      item(on, 'green', { daysToDate, ...more });
    expect(
      play(near, [
        left('2026-05-07', 11),
        left('2026-05-08', 10),
        left('2026-05-15', 3),
        left('2026-05-18', 0),
        left('2026-05-19', -1),
      ]).said,
    ).toEqual([
      ['none', null, 0],
      ['raise', 'notice', 10],
      ['update', 'yellow', 3],
      ['update', 'yellow', 0],
      ['end', 'yellow', 0],
    ]);
    expect(play(near, [left('2026-05-15', 3, { isCompleted: true }), left('2026-05-16', null)]).said).toEqual([
      ['none', null, 0],
      ['none', null, 0],
    ]);
    const over: Rule = {
      ...itemLag,
      condition: { kind: 'overdue', daysAtLeast: 1 },
      grades: [
        { from: 1, severity: 'yellow' },
        { from: 8, severity: 'orange' },
      ],
      endsAfter: 1,
    };
    const late = (on: string, overdueDays: number, isCompleted = false) =>
      item(on, 'red', { overdueDays, isCompleted });
    expect(
      play(over, [late('2026-05-07', 0), late('2026-05-08', 1), late('2026-05-15', 8), late('2026-05-16', 9, true)])
        .said,
    ).toEqual([
      ['none', null, 0],
      ['raise', 'yellow', 1],
      ['update', 'orange', 8],
      ['end', 'orange', 8],
    ]);
  });
});

describe('other kinds', () => {
  it('makes one cause of a silent network', () => {
    const silence = (silentSubjects: number, silentHours: number, day: number): Observation => ({
      source: 'silence',
      subject: { kind: 'network', id: 'air' },
      period: {
        kind: 'hour',
        label: `h${day}`,
        start: `2026-07-${day}T09:00:00.000Z`,
        end: `2026-07-${day}T10:00:00.000Z`,
      },
      revision: 1,
      dataState: 'realtime',
      episode: '2026-07-24T10:00:00.000Z',
      silentHours,
      silentSubjects,
      subjectsInNetwork: 17,
    });
    const { said, verdicts } = play(feedSilence, [silence(13, 24, 25), silence(17, 25, 26), silence(0, 0, 27)]);
    expect(said).toEqual([
      ['raise', 'notice', 24],
      ['update', 'notice', 25],
      ['end', 'notice', 25],
    ]);
    expect(verdicts[1]!.text).toMatchObject({ silentSubjects: '17', subjectsInNetwork: '17' });
    expect(play(feedSilence, [silence(1, 23, 25)]).said).toEqual([['none', null, 0]]);
    const never: Observation = { ...silence(1, 24, 25), source: 'never-heard' } as Observation;
    const neverHeard: Rule = { ...feedSilence, id: 'never-heard', source: 'never-heard' };
    expect(play(feedSilence, [never]).said).toEqual([['none', null, 0]]);
    expect(play(neverHeard, [never]).said).toEqual([['raise', 'notice', 24]]);
    expect(ruleFaults(neverHeard)).toEqual([]);
  });

  it('compares with an earlier period by percent', () => {
    const rise: Rule = {
      ...failingSections,
      per: 'month',
      condition: { kind: 'rate', direction: 'rise', percentAtLeast: 20, periodsBack: 1 },
      grades: [{ from: 1, severity: 'yellow' }],
    };
    const values = (...given: (string | null)[]) =>
      given.map((value, index) => indicator(month(`2026-0${index + 1}`), value));
    expect(play(rise, values('50', '59.9')).said.at(-1)).toEqual(['none', null, 0]);
    expect(play(rise, values('50', '60')).said.at(-1)).toEqual(['raise', 'yellow', 1]);
    expect(play(rise, values('50', null, '90')).said.at(-1)).toEqual(['none', null, 0]);
    expect(play(rise, values('0', '90')).said.at(-1)).toEqual(['none', null, 0]);
    expect(play(rise, [indicator(month('2026-01'), '50'), indicator(month('2026-03'), '90')]).said.at(-1)).toEqual([
      'none',
      null,
      0,
    ]);
    const fall = { ...rise, condition: { ...rise.condition, direction: 'fall' as const } } as Rule;
    expect(play(fall, values('50', '40')).said.at(-1)).toEqual(['raise', 'yellow', 1]);
    expect(play(fall, values('50', '60')).said.at(-1)).toEqual(['none', null, 0]);
  });

  it('counts periods without a valid number', () => {
    const missing: Rule = { ...failingSections, condition: { kind: 'missing', atLeast: 2 } };
    const weeks = ['2026-07-06', '2026-07-13', '2026-07-20'].map(week);
    expect(
      play(missing, [indicator(weeks[0]!, null), indicator(weeks[1]!, null), indicator(weeks[2]!, '3')]).said,
    ).toEqual([
      ['none', null, 0],
      ['raise', 'yellow', 2],
      ['end', 'yellow', 2],
    ]);
  });

  it.each([
    ['>', '100', false],
    ['>', '100.1', true],
    ['>=', '100', true],
    ['>=', '99.9', false],
    ['<', '100', false],
    ['<', '99.9', true],
    ['<=', '100', true],
    ['<=', '100.1', false],
  ] as const)('threshold %s 100 at %s: %p', (comparison, value, raised) => {
    const rule: Rule = { ...worseThanV, condition: { kind: 'threshold', compare: comparison, limit: 100 } };
    expect(play(rule, [indicator(week('2026-07-13'), value)]).said[0]![0]).toBe(raised ? 'raise' : 'none');
  });

  it('leaves alone what it does not read', () => {
    const other = indicator(week('2026-07-13'), '6');
    const verdicts = [
      judge(worseThanV, { ...other, definition: 'water.day-class' }, { others: [], open: null }),
      judge(worseThanV, { ...other, period: month('2026-07') }, { others: [], open: null }),
      judge(itemLag, other, { others: [], open: null }),
      judge(failingSections, { ...other, limit: null }, { others: [], open: null }),
    ];
    for (const { verdict, causeKey } of verdicts) expect([verdict, causeKey]).toEqual(['none', null]);
  });

  it('says how far back it looks', () => {
    expect(periodsNeeded(failingSections)).toBe(4);
    expect(periodsNeeded(itemLag)).toBe(3);
  });
});

describe('a number whose size is its gravity', () => {
  const rule: Rule = {
    ...failingSections,
    condition: { kind: 'threshold', compare: '>=', limit: 1 },
    grades: [
      { from: 1, severity: 'orange' },
      { from: 2, severity: 'red' },
    ],
    gradedBy: 'value',
    onGap: 'hold',
    endsAfter: 1,
  };
  const levels = (...values: (string | null)[]) =>
    values.map((value, n) => indicator(week(addDays('2026-07-13', 7 * n)), value));

  it('is graded by itself, however long it lasts', () =>
    expect(play(rule, levels('1', '1', '2', null, '1', '0')).said).toEqual([
      ['raise', 'orange', 1],
      ['update', 'orange', 2],
      ['update', 'red', 3],
      ['none', 'red', 3],
      ['update', 'orange', 4],
      ['end', 'orange', 4],
    ]));
  it('cannot be said of an item', () => {
    expect(ruleFaults({ ...itemLag, gradedBy: 'value' })).toEqual(['only an indicator is graded by its value']);
    expect(ruleFaults(rule)).toEqual([]);
  });
});
