import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { crossedThresholds, failingRun, nextFailingRun, NO_FAILING_RUN, type PeriodOutcome } from './consecutive.js';

const periods = (...outcomes: PeriodOutcome['outcome'][]): PeriodOutcome[] =>
  outcomes.map((outcome, index) => ({ period: `p${index + 1}`, outcome }));

describe('periods failing one after the other', () => {
  it('C03: a dry month neither adds nor stops', () => {
    expect(failingRun(periods('pass', 'fail', 'skipped', 'fail', 'fail'))).toEqual({
      count: 3,
      firstPeriod: 'p2',
      skippedPeriods: ['p3'],
    });
  });

  it.each<[string, PeriodOutcome['outcome'][], number, string | null, string[]]>([
    ['nothing', [], 0, null, []],
    ['a pass resets', ['fail', 'fail', 'pass'], 0, null, []],
    ['a fail after a reset starts anew', ['fail', 'fail', 'pass', 'fail'], 1, 'p4', []],
    ['a skipped present keeps the count', ['fail', 'fail', 'skipped'], 2, 'p1', ['p3']],
    ['a skipped period before the run is not part of it', ['pass', 'skipped', 'fail'], 1, 'p3', []],
    ['only skipped', ['skipped', 'skipped'], 0, null, []],
  ])('%s', (_name, outcomes, count, firstPeriod, skippedPeriods) => {
    expect(failingRun(periods(...outcomes))).toEqual({ count, firstPeriod, skippedPeriods });
  });

  it('equals walking back from now until a pass', () => {
    const outcome = fc.constantFrom<PeriodOutcome['outcome']>('pass', 'fail', 'fail', 'skipped');
    fc.assert(
      fc.property(fc.array(outcome, { maxLength: 30 }), (outcomes) => {
        const all = periods(...outcomes);
        const back = [...all].reverse();
        const stop = back.findIndex(({ outcome: said }) => said === 'pass');
        const walked = stop < 0 ? back : back.slice(0, stop);
        const fails = walked.filter(({ outcome: said }) => said === 'fail');
        const run = failingRun(all);
        expect(run.count).toBe(fails.length);
        expect(run.firstPeriod).toBe(fails.at(-1)?.period ?? null);
        const after = fails.at(-1) === undefined ? [] : walked.slice(0, walked.indexOf(fails.at(-1) as PeriodOutcome));
        expect(run.skippedPeriods).toEqual(
          after
            .filter(({ outcome: said }) => said === 'skipped')
            .map(({ period }) => period)
            .reverse(),
        );
      }),
      { seed: 503 },
    );
  });

  it('can be carried on from a stored run', () => {
    const [first, ...rest] = periods('fail', 'skipped', 'fail');
    const stored = nextFailingRun(NO_FAILING_RUN, first as PeriodOutcome);
    expect(rest.reduce(nextFailingRun, stored)).toEqual({ count: 2, firstPeriod: 'p1', skippedPeriods: ['p2'] });
  });
});

describe('thresholds of a run', () => {
  const run = (...outcomes: PeriodOutcome['outcome'][]) => failingRun(periods(...outcomes));

  it.each([
    ['one short', run('fail'), run('fail', 'skipped'), []],
    ['reached', run('fail'), run('fail', 'fail'), [2]],
    ['not again', run('fail', 'fail'), run('fail', 'fail', 'skipped'), []],
    ['two at once, after late results', run(), run('fail', 'fail', 'fail'), [2, 3]],
    ['corrected downwards', run('fail', 'fail', 'fail'), run('pass', 'pass', 'fail'), []],
    ['another run', run('fail', 'fail'), run('fail', 'pass', 'fail', 'fail'), [2]],
  ])('%s', (_, before, now, expected) => {
    expect(crossedThresholds(before, now, [3, 2, 4])).toEqual(expected);
  });

  it('are each crossed once while a run grows', () => {
    const outcomes = fc.array(fc.constantFrom<PeriodOutcome['outcome']>('fail', 'skipped'), { maxLength: 20 });
    fc.assert(
      fc.property(outcomes, (given) => {
        const said: number[] = [];
        let last = NO_FAILING_RUN;
        for (const period of periods(...given)) {
          const next = nextFailingRun(last, period);
          said.push(...crossedThresholds(last, next, [2, 3, 5]));
          last = next;
        }
        expect(said).toEqual([2, 3, 5].filter((one) => one <= last.count));
      }),
      { seed: 4 },
    );
  });
});
