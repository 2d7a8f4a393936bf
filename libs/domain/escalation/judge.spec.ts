import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, isoWeekOf, monthSpan, spanInstants, type DateSpan } from '../calendar/shanghai.js';
import type { LagLevel } from '../plan/lag.js';
import {
  failingSections,
  feedSilence,
  itemLag,
  lastInRanking,
  outletHours,
  worseThanV,
} from './fixtures/rules.fixture.js';
import { judge, type OpenWarning, periodsNeeded, type Verdict } from './judge.js';
import type {
  ExceedanceObservation,
  IndicatorObservation,
  ItemObservation,
  Observation,
  ObservedPeriod,
  PeriodKind,
  Rule,
} from './rule.js';

const periodOf = (kind: PeriodKind, span: DateSpan): ObservedPeriod => {
  const { start, end } = spanInstants(span);
  return { kind, label: span.label, start: start.toISOString(), end: end.toISOString() };
};
const week = (date: string): ObservedPeriod => periodOf('week', isoWeekOf(date));
const month = (label: string): ObservedPeriod => periodOf('month', monthSpan(label));

const indicator = (
  period: ObservedPeriod,
  value: string | null,
  more: Partial<IndicatorObservation> = {},
): IndicatorObservation => ({
  source: 'indicator',
  definition: 'water.week-class',
  subject: { kind: 'section', id: 's1' },
  period,
  revision: 1,
  dataState: 'realtime',
  value,
  unit: 'class',
  limit: '3',
  fromBottom: null,
  isProvisional: false,
  ...more,
});

/** Lets a rule judge observations as they come in, keeping what it has seen and the open warning. */
const play = (rule: Rule, observations: readonly Observation[], isHeld = false) => {
  const others: Observation[] = [];
  let open: OpenWarning | null = null;
  const verdicts: Verdict[] = [];
  for (const observation of observations) {
    const verdict: Verdict = judge(rule, observation, { others, open });
    others.push(observation);
    if (verdict.verdict === 'end') open = null;
    else if (verdict.verdict !== 'none')
      open = {
        causeKey: verdict.causeKey!,
        episode: verdict.episode!,
        severity: verdict.severity!,
        count: verdict.count,
        period: verdict.period,
        revision: verdict.revision,
        isHeld,
      };
    verdicts.push(verdict);
  }
  return { verdicts, open, said: verdicts.map(({ verdict, severity, count }) => [verdict, severity, count]) };
};

describe('sections failing weeks running (season rows 15, 16, 19)', () => {
  const weeks = ['2026-07-13', '2026-07-20', '2026-07-27'].map(week);
  const classes = (...values: (string | null)[]) =>
    values.map((value, index) => indicator(week(addDays('2026-07-13', 7 * index)), value));

  it('says nothing at the first, raises at the second and grows at the third week', () => {
    const { verdicts, said, open } = play(failingSections, classes('4', '6', '5'));
    expect(weeks.map(({ label }) => label)).toEqual(['2026-W29', '2026-W30', '2026-W31']);
    expect(said).toEqual([
      ['none', null, 0],
      ['raise', 'yellow', 2],
      ['update', 'orange', 3],
    ]);
    expect(verdicts.map(({ opens }) => opens)).toEqual([false, true, false]);
    expect(open?.causeKey).toBe('section-failing|section:s1|2026-W29');
    expect(verdicts[1]!.text).toEqual({
      subject: 'section:s1',
      period: '2026-W30',
      episode: '2026-W29',
      count: '2',
      dataState: 'realtime',
      value: '6',
      unit: 'class',
      limit: '3',
      definition: 'water.week-class',
    });
  });

  it('resets when a week meets the target: 长山闸', () => {
    expect(play(failingSections, classes('3', '4', '3')).said.map(([verdict]) => verdict)).toEqual([
      'none',
      'none',
      'none',
    ]);
    const { said, open } = play(failingSections, classes('4', '4', '3', '4', '4'));
    expect(said).toEqual([
      ['none', null, 0],
      ['raise', 'yellow', 2],
      ['end', 'yellow', 2],
      ['none', null, 0],
      ['raise', 'yellow', 2],
    ]);
    expect(open?.causeKey).toBe('section-failing|section:s1|2026-W32');
  });

  it('makes one weekly event of 劣Ⅴ, which ends and starts by section: 乌镇北, 青阳汇', () => {
    expect(play(worseThanV, classes('4', '6', '5')).said).toEqual([
      ['none', null, 0],
      ['raise', 'red', 1],
      ['end', 'red', 1],
    ]);
    expect(play(worseThanV, classes('5', '5', '6')).said.at(-1)).toEqual(['raise', 'red', 1]);
  });

  it('does not count over a week without a valid class, and does not end a warning on one', () => {
    expect(play(failingSections, classes('4', null, '4')).said.map(([verdict]) => verdict)).toEqual([
      'none',
      'none',
      'none',
    ]);
    const bridged = { ...failingSections, onGap: 'hold' as const };
    expect(play(bridged, classes('4', null, '4')).said.at(-1)).toEqual(['raise', 'yellow', 2]);
    expect(play(failingSections, classes('4', '4', null)).open).not.toBeNull();
    const hole = [indicator(week('2026-07-13'), '4'), indicator(week('2026-07-27'), '4')];
    expect(play(failingSections, hole).said.at(-1)).toEqual(['none', null, 0]);
    expect(play(bridged, hole).said.at(-1)).toEqual(['raise', 'yellow', 2]);
  });

  it('says the same nothing when asked twice, and takes corrections of any week', () => {
    const [first, second, third] = classes('4', '4', '4') as [
      IndicatorObservation,
      IndicatorObservation,
      IndicatorObservation,
    ];
    expect(play(failingSections, [first, second, second, first]).said.map(([verdict]) => verdict)).toEqual([
      'none',
      'raise',
      'none',
      'none',
    ]);
    const better = { ...first, value: '3', revision: 2 };
    const corrected = play(failingSections, [first, second, third, better]);
    expect(corrected.said.at(-1)).toEqual(['update', 'yellow', 2]);
    expect(corrected.open?.causeKey).toBe('section-failing|section:s1|2026-W29');
    expect(play(failingSections, [first, second, better]).said.at(-1)).toEqual(['end', 'yellow', 2]);
    expect(play(failingSections, [first, { ...second, value: '3', revision: 2 }, second]).open).toBeNull();
  });

  it('never raises from a single period, and ends in the same state whatever the order of arrival', () => {
    const value = fc.constantFrom('2', '3', '4', '5', '6', null);
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 9 }), fc.integer(), (values, seed) => {
        const observations = classes(...values);
        const inOrder = play(failingSections, observations);
        for (const { verdict, count } of inOrder.verdicts)
          if (verdict === 'raise' || verdict === 'update') expect(count).toBeGreaterThanOrEqual(2);
        const shuffled = observations
          .map((one, index) => ({ one, at: ((index + 1) * (Math.abs(seed) + 7)) % 97 }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one);
        const last = values.at(-1);
        if (last === null) return;
        const anyOrder = play(failingSections, [...shuffled, observations.at(-1)!]);
        expect(anyOrder.open?.count).toBe(inOrder.open?.count);
        expect(anyOrder.open?.severity).toBe(inOrder.open?.severity);
      }),
      { seed: 20260720, numRuns: 300 },
    );
  });
});

describe('last in the ranking (season rows 6, 13)', () => {
  const rank = (label: string, fromBottom: number | null, more: Partial<IndicatorObservation> = {}) =>
    indicator(month(label), '3.03', {
      definition: 'air.composite-index',
      subject: { kind: 'area', id: 'ji' },
      unit: '',
      limit: null,
      fromBottom,
      ...more,
    });

  it('waits while the rank is provisional, then counts once, then twice running', () => {
    const { verdicts, said } = play(lastInRanking, [
      rank('2026-05', 1, { isProvisional: true }),
      rank('2026-05', 1, { revision: 2 }),
      rank('2026-06', 1, { revision: 1 }),
      rank('2026-06', 1, { revision: 2, dataState: 'reviewed' }),
    ]);
    expect(said).toEqual([
      ['none', null, 0],
      ['raise', 'yellow', 1],
      ['update', 'red', 2],
      ['update', 'red', 2],
    ]);
    expect(verdicts.map(({ dataState }) => dataState)).toEqual(['realtime', 'realtime', 'realtime', 'reviewed']);
    expect(verdicts[3]!.causeKey).toBe('ranking-last|area:ji|2026-05');
    expect(verdicts[1]!.text['fromBottom']).toBe('1');
  });

  it('ends with a better rank, not with a month unranked', () => {
    expect(play(lastInRanking, [rank('2026-05', 1), rank('2026-06', null), rank('2026-07', 2)]).said).toEqual([
      ['raise', 'yellow', 1],
      ['none', 'yellow', 1],
      ['end', 'yellow', 1],
    ]);
    expect(play(lastInRanking, [rank('2026-05', 2)]).said).toEqual([['none', null, 0]]);
  });
});

describe('outlet above its limit (season, 06-16)', () => {
  const hours = ['58', '66', '71', '63', '54'];
  const exceedance = (count: number, hasEnded = false): ExceedanceObservation => {
    const at = (hour: number): string =>
      new Date(Date.parse('2026-06-16T02:00:00Z') + (hour - 1) * 3_600_000).toISOString();
    const value = hours[count - 1]!;
    return {
      source: 'exceedance',
      subject: { kind: 'outlet', id: 'o1' },
      period: {
        kind: 'hour',
        label: at(count + (hasEnded ? 1 : 0)),
        start: at(count - 1),
        end: at(count + (hasEnded ? 1 : 0)),
      },
      revision: 1,
      dataState: 'realtime',
      episode: at(1),
      hours: count,
      value,
      peak: '71',
      limit: '50',
      unit: 'mg/L',
      hasEnded,
    };
  };

  it('raises and opens the problem at the third hour, 12:00, and ends at 15:00', () => {
    const { verdicts } = play(outletHours, [1, 2, 3, 4, 5].map((n) => exceedance(n)).concat(exceedance(5, true)));
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['none', 'none', 'raise', 'update', 'update', 'end']);
    expect(verdicts.map(({ opens }) => opens)).toEqual([false, false, true, false, false, false]);
    expect(verdicts[2]!.period).toBe('2026-06-16T04:00:00.000Z');
    expect(verdicts[5]!.period).toBe('2026-06-16T07:00:00.000Z');
    expect(verdicts[2]!.causeKey).toBe('outlet-exceedance|outlet:o1|2026-06-16T02:00:00.000Z');
    expect(verdicts[2]!.text).toMatchObject({ value: '71', limit: '50', peak: '71', count: '3' });
  });

  it('says nothing about an exceedance of two hours', () => {
    expect(
      play(outletHours, [exceedance(1), exceedance(2), exceedance(2, true)]).said.map(([verdict]) => verdict),
    ).toEqual(['none', 'none', 'none']);
  });
});

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
