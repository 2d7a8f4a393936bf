import { describe, expect, it } from '@jest/globals';
import { type ClosureFile, machineRefusals, REFUSAL_REASONS } from './closure-refusal.js';

const clean: ClosureFile = {
  completedOn: '2026-06-20',
  measures: [{ finishedOn: '2026-06-18', evidenceCount: 2 }],
  goals: [
    { isQuantified: true, isMet: true, measuredOn: '2026-06-20' },
    { isQuantified: false, isMet: null, measuredOn: null },
  ],
  survey: { asked: 10, satisfied: 8 },
  complainantSaysSolved: true,
  sweep: { required: true, isDone: true },
  mechanism: { required: false, isSetUp: false },
  foundAgainOn: ['2026-06-20', '2026-05-01'],
  missingPapers: [],
};
const policy = { satisfactionAtLeastPercent: 80 };

describe('refusal reasons', () => {
  it('are twelve, numbered, with the three grounds of the mission and falsehood going straight up', () => {
    const codes = Object.keys(REFUSAL_REASONS);
    expect(codes.map((code) => code.slice(0, 3))).toEqual(
      Array.from({ length: 12 }, (_, index) => `R${String(index + 1).padStart(2, '0')}`),
    );
    const reasons = Object.values(REFUSAL_REASONS);
    expect(new Set(reasons.map(({ ground }) => ground))).toEqual(
      new Set(['not-in-place', 'no-effect', 'public-dissatisfied', null]),
    );
    expect(codes.filter((code) => REFUSAL_REASONS[code as keyof typeof REFUSAL_REASONS].escalates)).toEqual([
      'R12_FALSE',
    ]);
  });

  it.each<[string, Partial<ClosureFile>, string[]]>([
    ['a clean file', {}, []],
    ['an open measure', { measures: [{ finishedOn: null, evidenceCount: 1 }] }, ['R01_MEASURE_OPEN']],
    [
      'a measure without evidence',
      { measures: [{ finishedOn: '2026-06-18', evidenceCount: 0 }] },
      ['R01_MEASURE_OPEN'],
    ],
    ['a goal missed', { goals: [{ isQuantified: false, isMet: false, measuredOn: null }] }, ['R02_GOAL_UNMET']],
    ['a goal not measured', { goals: [{ isQuantified: true, isMet: null, measuredOn: null }] }, ['R02_GOAL_UNMET']],
    [
      'a goal measured before completion',
      { goals: [{ isQuantified: true, isMet: true, measuredOn: '2026-06-19' }] },
      ['R02_GOAL_UNMET'],
    ],
    ['satisfaction below the line', { survey: { asked: 1000, satisfied: 799 } }, ['R05_PUBLIC_DISSATISFIED']],
    ['nobody asked', { survey: { asked: 0, satisfied: 0 } }, []],
    ['the complainant says no', { survey: null, complainantSaysSolved: false }, ['R05_PUBLIC_DISSATISFIED']],
    ['the complainant silent', { survey: null, complainantSaysSolved: null }, []],
    ['no sweep', { sweep: { required: true, isDone: false } }, ['R06_NO_SWEEP']],
    ['no mechanism', { mechanism: { required: true, isSetUp: false } }, ['R07_NO_MECHANISM']],
    ['found again the day after', { foundAgainOn: ['2026-06-21'] }, ['R08_REBOUND']],
    ['papers missing', { missingPapers: ['监测报告'] }, ['R09_FILE_INCOMPLETE']],
    [
      'several at once, in order',
      { missingPapers: ['x'], measures: [{ finishedOn: null, evidenceCount: 0 }] },
      ['R01_MEASURE_OPEN', 'R09_FILE_INCOMPLETE'],
    ],
  ])('%s', (_, change, codes) => expect(machineRefusals({ ...clean, ...change }, policy)).toEqual(codes));
});
