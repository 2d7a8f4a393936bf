import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type DispatchFacts,
  type DispatchListPolicy,
  type DispatchStanding,
  isWithoutProgress,
  judgeDispatch,
} from './dispatch-list.js';

/** The grounds a place begins with. */
const policy: DispatchListPolicy = {
  enter: [
    { kind: 'level-at-least', level: 'yellow' },
    { kind: 'deadline-overdue' },
    { kind: 'completed-not-closed', moreThanDays: 30, netOfUpperWaiting: true },
    { kind: 'due-soon', withinDays: 30, progressBelowPct: 80 },
    { kind: 'by-hand' },
  ],
  leave: [{ kind: 'closed' }, { kind: 'quiet', dispatches: 2 }, { kind: 'by-hand' }],
};
const calm: DispatchFacts = {
  level: 'green',
  overdueMilestones: 0,
  deadlineOverdueDays: 0,
  daysToDeadline: 90,
  actualPct: '40',
  daysCompletedNotClosed: null,
  upperWaitingDays: 0,
  isClosed: false,
  addedByHand: null,
  removedByHand: null,
};
const on = (timesRunning: number, quietRunning = 0): DispatchStanding => ({ isOn: true, timesRunning, quietRunning });

describe('entry', () => {
  it.each<[string, Partial<DispatchFacts>, string[]]>([
    ['nothing', {}, []],
    ['yellow', { level: 'yellow' }, ['level-at-least']],
    ['red', { level: 'red' }, ['level-at-least']],
    ['overdue', { deadlineOverdueDays: 1, daysToDeadline: -1 }, ['deadline-overdue']],
    ['completed 30 days ago', { daysCompletedNotClosed: 30 }, []],
    ['completed 31 days ago', { daysCompletedNotClosed: 31 }, ['completed-not-closed']],
    ['completed 31 days ago, one of them with the upper body', { daysCompletedNotClosed: 31, upperWaitingDays: 1 }, []],
    ['due in 31 days with little done', { daysToDeadline: 31, actualPct: '10' }, []],
    ['due in 30 days with 79.9 %', { daysToDeadline: 30, actualPct: '79.9' }, ['due-soon']],
    ['due in 30 days with 80 %', { daysToDeadline: 30, actualPct: '80' }, []],
    ['by hand', { addedByHand: { reason: 'r', by: 'p' } }, ['by-hand']],
    ['two reasons', { level: 'orange', deadlineOverdueDays: 2 }, ['level-at-least', 'deadline-overdue']],
  ])('%s', (_, change, because) => {
    const verdict = judgeDispatch(policy, { ...calm, ...change }, null);
    expect(verdict.because.map(({ kind }) => kind)).toEqual(because);
    expect(verdict.change).toBe(because.length > 0 ? 'enter' : 'none');
    expect(verdict.standing).toMatchObject({ isOn: because.length > 0, timesRunning: because.length > 0 ? 1 : 0 });
  });
});

describe('staying and leaving', () => {
  it('leaves after two quiet dispatches, not after one', () => {
    const first = judgeDispatch(policy, calm, on(4));
    expect(first).toEqual({ change: 'stay', because: [], standing: on(5, 1) });
    const second = judgeDispatch(policy, calm, first.standing);
    expect(second).toEqual({
      change: 'leave',
      because: [{ kind: 'quiet', dispatches: 2 }],
      standing: { isOn: false, timesRunning: 0, quietRunning: 2 },
    });
    expect(judgeDispatch(policy, calm, second.standing).change).toBe('none');
    expect(judgeDispatch(policy, { ...calm, level: 'yellow' }, second.standing).standing).toEqual(on(1, 0));
  });

  it('starts the quiet count again after a lag or a missed milestone', () => {
    expect(judgeDispatch(policy, { ...calm, level: 'yellow' }, on(2, 1)).standing).toEqual(on(3, 0));
    expect(judgeDispatch(policy, { ...calm, overdueMilestones: 1 }, on(2, 1)).standing).toEqual(on(3, 0));
  });

  it('keeps a quiet item that another rule keeps', () => {
    const kept = judgeDispatch(policy, { ...calm, daysCompletedNotClosed: 40 }, on(2, 5));
    expect([kept.change, kept.because.map(({ kind }) => kind)]).toEqual(['stay', ['completed-not-closed']]);
  });

  it('lets closure and a named approver end it whatever else holds', () => {
    const lagging: DispatchFacts = { ...calm, level: 'red', addedByHand: { reason: 'r', by: 'p' } };
    expect(judgeDispatch(policy, { ...lagging, isClosed: true }, on(7)).because).toEqual([{ kind: 'closed' }]);
    const byHand = judgeDispatch(policy, { ...lagging, removedByHand: { reason: 'r', approvedBy: 'p' } }, on(7));
    expect([byHand.change, byHand.because]).toEqual(['leave', [{ kind: 'by-hand' }]]);
    expect(judgeDispatch(policy, { ...lagging, isClosed: true }, null).change).toBe('none');
  });

  it('counts times running as the unbroken run of sheets it was on', () => {
    const step = fc.constantFrom<Partial<DispatchFacts>>({}, { level: 'yellow' }, { level: 'red' }, { isClosed: true });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (changes) => {
        let standing: DispatchStanding | null = null;
        let run = 0;
        for (const change of changes) {
          const verdict = judgeDispatch(policy, { ...calm, ...change }, standing);
          run = verdict.standing.isOn ? run + 1 : 0;
          expect(verdict.standing.timesRunning).toBe(run);
          expect(verdict.change === 'enter').toBe(run === 1);
          expect(verdict.change === 'leave').toBe((standing as DispatchStanding | null)?.isOn === true && run === 0);
          standing = verdict.standing;
        }
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});

describe('无进展', () => {
  it.each([
    ['管网施工完成60%。', '管网施工完成 60％', true],
    ['管网施工完成60%', '管网施工完成65%', false],
    ['  ', '已开工', true],
    ['', null, true],
    ['已开工', null, false],
    ['In progress.', 'IN  PROGRESS', true],
  ])('%p after %p: %p', (reply, before, verdict) => expect(isWithoutProgress(reply, before)).toBe(verdict));
});
