import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '../calendar/shanghai.js';
import { indicator, month, play, week } from './fixtures/observations.fixture.js';
import { failingSections, lastInRanking, outletHours, worseThanV } from './fixtures/rules.fixture.js';
import { judge } from './judge.js';
import type { ExceedanceObservation, IndicatorObservation, Rule } from './rule.js';

describe('sections failing weeks running', () => {
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

  it('ends at once what is over or given up, whatever its value, and begins anew where it goes on', () => {
    const [first, second, third, last] = classes('6', '6', null, '6');
    const slow = { ...worseThanV, endsAfter: 3 };
    expect(play(slow, [first!, second!, third!]).said.at(-1)).toEqual(['none', 'red', 2]);
    const { said, open } = play(slow, [first!, second!, { ...third!, hasEnded: true }, last!]);
    expect(said).toEqual([
      ['raise', 'red', 1],
      ['update', 'red', 2],
      ['end', 'red', 2],
      ['raise', 'red', 1],
    ]);
    expect(open?.episode).toBe('2026-W32');
  });

  it('can look for one value alone', () => {
    const five: Rule = { ...worseThanV, condition: { kind: 'threshold', compare: '=', limit: 5 } };
    expect(play(five, classes('4', '5', '6')).said.map(([verdict]) => verdict)).toEqual(['none', 'raise', 'end']);
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
    const blank = { ...third, value: null };
    expect(play(failingSections, [first, second, blank, better]).said.at(-1)).toEqual(['end', 'yellow', 2]);
  });

  it('names the periods it counted and no others', () => {
    const bridged = { ...failingSections, onGap: 'hold' as const };
    const { verdicts } = play(bridged, classes('4', '5', null, '4', null, '3'));
    expect(verdicts.map(({ verdict, restsOn, isWhole }) => [verdict, restsOn, isWhole])).toEqual([
      ['none', [], false],
      ['raise', ['2026-W30', '2026-W29'], false],
      ['none', ['2026-W30', '2026-W29'], false],
      ['update', ['2026-W32', '2026-W30', '2026-W29'], false],
      ['none', ['2026-W32', '2026-W30', '2026-W29'], false],
      ['end', ['2026-W34'], true],
    ]);
    expect(play(bridged, classes('3', '4', null, '4')).verdicts.at(-1)).toMatchObject({
      restsOn: ['2026-W32', '2026-W30'],
      isWhole: true,
    });
  });

  it('says whether what is known of the past is enough: a longer past says the same then', () => {
    const value = fc.constantFrom('2', '4', '6', null);
    const rules: readonly Rule[] = [
      failingSections,
      { ...failingSections, onGap: 'hold', endsAfter: 2 },
      {
        ...failingSections,
        condition: { kind: 'rate', direction: 'rise', percentAtLeast: 50, periodsBack: 2 },
        grades: [{ from: 1, severity: 'yellow' }],
      },
    ];
    const told = fc.record({
      rule: fc.constantFrom(...rules),
      values: fc.array(value, { minLength: 2, maxLength: 14 }),
      shown: fc.integer({ min: 1, max: 14 }),
      isOpen: fc.boolean(),
    });
    fc.assert(
      fc.property(told, ({ rule, values, shown, isOpen }) => {
        const all = classes(...values);
        const open = isOpen
          ? {
              causeKey: 'c',
              episode: 'e',
              severity: 'yellow' as const,
              count: 1,
              period: 'p',
              revision: 1,
              isHeld: false,
            }
          : null;
        const judgeLast = (many: number) => {
          const known = all.slice(-many);
          return judge(rule, known.at(-1)!, { others: known.slice(0, -1), open });
        };
        const part = judgeLast(shown);
        if (part.isWhole) expect(part).toEqual({ ...judgeLast(all.length), isWhole: true });
      }),
      { seed: 20261123, numRuns: 2_000 },
    );
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

describe('last in the ranking', () => {
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
