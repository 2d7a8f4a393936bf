import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { failingRun, nextFailingRun, NO_FAILING_RUN, type PeriodOutcome } from './consecutive.js';

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
