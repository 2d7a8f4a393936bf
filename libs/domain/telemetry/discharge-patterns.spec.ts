import { describe, expect, it } from '@jest/globals';
import {
  constantHours,
  type DischargeRule,
  type FacilityState,
  flowingHours,
  nightPeaks,
  type PatternHour,
  untreatedFlow,
} from './discharge-patterns.js';

const rule: DischargeRule = {
  flowPercentOfUsual: '10',
  stateHours: 24,
  timesDayMedian: '3',
  fewestDayHours: 4,
  leastPercentOfLimit: '50',
  fewestEqual: 3,
};
/** Label of an hour of 10 June in the district; 24 is its end. */
const at = (hour: number, minute = 0): Date => new Date(Date.UTC(2026, 5, 10, hour - 8, minute));
const hours = (values: Record<number, string | null>): PatternHour[] =>
  Object.entries(values).map(([hour, value]) => ({ label: at(Number(hour)), value }));
const back = (labels: readonly Date[]): number[] =>
  labels.map((label) => (label.getTime() - at(0).getTime()) / 3_600_000);

describe('hours with flow', () => {
  it.each<[string, Record<number, string | null>, string | null, number[]]>([
    ['from a tenth of the usual flow on', { 1: '1.2', 2: '1.19', 3: '12', 4: '0' }, '12', [1, 3]],
    ['none of a missing hour', { 1: null, 2: '12' }, '12', [2]],
    ['none without a usual flow', { 1: '12' }, null, []],
    ['none where nothing usually flows', { 1: '0.01' }, '0', []],
  ])('%s', (_name, flow, usual, expected) => {
    expect(back(flowingHours(hours(flow), usual, rule))).toEqual(expected);
  });
});

describe('flow without treatment', () => {
  const state = (equipment: string, when: Date, value: string): FacilityState => ({
    equipment,
    at: when,
    state: value,
  });
  const flowing = [9, 10, 11, 12].map((hour) => at(hour));
  it.each<[string, FacilityState[], [string, string][], [number, number[], string | null] | null]>([
    ['nothing known', [], [], null],
    ['running all the time', [state('SB1', at(7), '1')], [], [0, [], null]],
    ['off all the time', [state('SB1', at(7), '0')], [], [4, [9, 10, 11, 12], null]],
    ['under repair', [state('SB1', at(7), '3')], [], [4, [9, 10, 11, 12], null]],
    ['in alarm it still runs', [state('SB1', at(7), '4')], [], [0, [], null]],
    ['one of two runs', [state('SB1', at(7), '0'), state('SB2', at(7), '1')], [], [0, [], null]],
    ['switched off at ten', [state('SB1', at(7), '1'), state('SB1', at(10), '0')], [], [2, [11, 12], null]],
    ['switched on within an hour', [state('SB1', at(7), '0'), state('SB1', at(10, 30), '1')], [], [2, [9, 10], null]],
    ['a word too old says nothing', [state('SB1', at(-17), '0')], [], null],
    ['a word that comes later says nothing of before', [state('SB1', at(11), '0')], [], [1, [12], null]],
    ['by running times', [], [['SB1', '1.5']], [2, [], '1.5']],
    [
      'running times add up',
      [],
      [
        ['SB1', '1.5'],
        ['SB2', '2'],
      ],
      [0, [], '3.5'],
    ],
    ['never ran', [], [['SB1', '0.0']], [4, [], '0']],
    ['longer than it flowed', [], [['SB1', '24']], [0, [], '24']],
    ['a running time that is none', [], [['SB1', 'x']], null],
    ['whichever says more', [state('SB1', at(11), '0')], [['SB1', '2']], [2, [12], '2']],
  ])('%s', (_name, states, runTimes, expected) => {
    const found = untreatedFlow(
      flowing,
      { states, runTimes: runTimes.map(([equipment, ran]) => ({ equipment, hours: ran })) },
      rule,
    );
    expect(found && [found.hours, back(found.labels), found.ranHours]).toEqual(expected);
  });
});

describe('peaks at night', () => {
  const day = { 8: '10', 10: '12', 12: '14', 14: '12' };
  it.each<[string, Record<number, string | null>, number[]]>([
    ['three times the day and half the limit', { ...day, 2: '36', 3: '35.9' }, [2]],
    ['at the ends of the night', { ...day, 6: '40', 7: '40', 22: '40', 23: '40' }, [6, 23]],
    ['below half the limit', { 8: '1', 10: '1', 12: '1', 14: '1', 2: '24.9', 3: '25' }, [3]],
    ['too few hours by day', { 8: '10', 10: '12', 12: '14', 2: '50' }, []],
    ['missing hours do not count', { ...day, 14: null, 2: '50' }, []],
    ['a quiet night', { ...day, 2: '13', 3: '9' }, []],
  ])('%s', (_name, values, expected) => {
    expect(back(nightPeaks(hours(values), '50', rule))).toEqual(expected);
  });
});

describe('a pollutant that does not move', () => {
  const all = Array.from({ length: 24 }, (_, n) => at(n + 1));
  it.each<[string, Record<number, string | null>, Date[], number[]]>([
    ['three hours running', { 1: '5', 2: '5.0', 3: '5.00', 4: '6' }, all, [1, 2, 3]],
    ['two are none', { 1: '5', 2: '5', 3: '6' }, all, []],
    ['a missing hour ends it', { 1: '5', 2: '5', 4: '5' }, all, []],
    ['so does an unusable one', { 1: '5', 2: null, 3: '5', 4: '5' }, all, []],
    ['nothing that is zero', { 1: '0', 2: '0', 3: '0' }, all, []],
    ['nothing while nothing flows', { 1: '5', 2: '5', 3: '5' }, [at(1), at(3)], []],
    ['to the last hour', { 21: '4', 22: '5', 23: '5', 24: '5' }, all, [22, 23, 24]],
    ['two runs', { 1: '5', 2: '5', 3: '5', 4: '6', 5: '6', 6: '6' }, all, [1, 2, 3, 4, 5, 6]],
  ])('%s', (_name, values, flowing, expected) => {
    expect(back(constantHours(hours(values), flowing, rule))).toEqual(expected);
  });
});
