import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compare, sumOf } from '../assessment/percentage.js';
import { addDays } from '../calendar/shanghai.js';
import {
  actualPct,
  backwardSchedule,
  forecastFinish,
  type Milestone,
  overdueMilestones,
  type Plan,
  planConflict,
  plannedPct,
  timePct,
} from './milestones.js';

const milestone = (
  id: string,
  plannedOn: string,
  weight: string | number,
  more: Partial<Milestone> = {},
): Milestone => ({
  id,
  plannedOn,
  weight,
  reportedPct: 0,
  confirmedPct: 0,
  reportedMetOn: null,
  confirmedMetOn: null,
  ...more,
});
const plan: Plan = {
  startOn: '2026-05-01',
  deadline: '2026-05-31',
  milestones: [milestone('a', '2026-05-11', 20), milestone('b', '2026-05-21', 30), milestone('c', '2026-05-31', 50)],
};

describe('planned share', () => {
  it.each([
    ['2026-04-01', '0'],
    ['2026-05-01', '0'],
    ['2026-05-02', '2'],
    ['2026-05-10', '18'],
    ['2026-05-11', '20'],
    ['2026-05-16', '35'],
    ['2026-05-21', '50'],
    ['2026-05-30', '95'],
    ['2026-05-31', '100'],
    ['2026-07-01', '100'],
  ])('on %s is %s', (on, share) => expect(plannedPct(plan, on)).toBe(share));

  it('is exact for thirds', () => {
    const thirds: Plan = { ...plan, milestones: [milestone('a', '2026-05-04', 45), milestone('b', '2026-05-31', 55)] };
    expect(plannedPct(thirds, '2026-05-02')).toBe('15');
    expect(plannedPct({ ...plan, milestones: [milestone('a', '2026-05-04', 100)] }, '2026-05-02')).toBe('33.333333');
  });

  it('lets milestones of one date run side by side', () => {
    const twins: Plan = {
      ...plan,
      milestones: [
        milestone('a', '2026-05-11', 20),
        milestone('b', '2026-05-21', 30),
        milestone('c', '2026-05-21', 50),
      ],
    };
    expect(plannedPct(twins, '2026-05-16')).toBe('60');
  });

  it('takes a milestone on the first day as due at once', () => {
    const atOnce: Plan = { ...plan, milestones: [milestone('a', '2026-05-01', 40), milestone('b', '2026-05-31', 60)] };
    expect([plannedPct(atOnce, '2026-04-30'), plannedPct(atOnce, '2026-05-01')]).toEqual(['0', '40']);
  });

  it('never falls and ends at 100', () => {
    const steps = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 130 }), (gaps, day) => {
        let on = plan.startOn;
        const milestones = gaps.map((gap, index) => {
          on = addDays(on, gap);
          return milestone(`m${index}`, on, index === 0 ? 100 - 10 * (gaps.length - 1) : 10);
        });
        const drawn: Plan = { startOn: plan.startOn, deadline: on, milestones };
        expect(planConflict(drawn)).toBeNull();
        const today = addDays(plan.startOn, day);
        expect(compare(plannedPct(drawn, today), plannedPct(drawn, addDays(today, 1)))).toBeLessThanOrEqual(0);
        expect(plannedPct(drawn, on)).toBe('100');
      }),
      { seed: 11, numRuns: 200 },
    );
  });
});

describe('actual share', () => {
  const done = (reportedPct: string | number, confirmedPct: string | number): Plan => ({
    ...plan,
    milestones: [milestone('a', '2026-05-11', 20, { reportedPct, confirmedPct }), ...plan.milestones.slice(1)],
  });
  it.each([
    [0, 0, '0'],
    [50, 0, '10'],
    [90, 0, '18'],
    [91, 0, '18'],
    [100, 0, '18'],
    [100, 95, '19'],
    [100, 100, '20'],
    [30, 60, '12'],
    ['33.3', 0, '6.66'],
  ])('reported %s, confirmed %s counts %s of 20', (reported, confirmed, share) =>
    expect(actualPct(done(reported, confirmed), 90)).toBe(share),
  );
});

describe('time, misses and outlook', () => {
  it('measures time in calendar days, clamped', () => {
    expect(
      ['2026-04-30', '2026-05-01', '2026-05-16', '2026-05-31', '2026-06-09'].map((on) => timePct(plan, on)),
    ).toEqual(['0.0', '0.0', '50.0', '100.0', '100.0']);
    const oneDay = { ...plan, deadline: '2026-05-01' };
    expect([timePct(oneDay, '2026-04-30'), timePct(oneDay, '2026-05-01')]).toEqual(['0.0', '100.0']);
  });

  it('counts a miss from the first day after (J7)', () => {
    const missed = (on: string) => overdueMilestones(plan, on, 'report').map(({ id, days }) => `${id}${days}`);
    expect(missed('2026-05-11')).toEqual([]);
    expect(missed('2026-05-12')).toEqual(['a1']);
    expect(missed('2026-05-22')).toEqual(['a11', 'b1']);
  });

  it('meets a milestone by report or only by confirmation, as the pack says', () => {
    const with_ = (more: Partial<Milestone>): Plan => ({
      ...plan,
      milestones: [milestone('a', '2026-05-11', 100, more)],
    });
    const days = (drawn: Plan, metBy: 'report' | 'confirmation') =>
      overdueMilestones(drawn, '2026-05-15', metBy).map((one) => one.days);
    const reported = with_({ reportedMetOn: '2026-05-11' });
    expect([days(reported, 'report'), days(reported, 'confirmation')]).toEqual([[], [4]]);
    const confirmed = with_({ confirmedMetOn: '2026-05-15' });
    expect([days(confirmed, 'report'), days(confirmed, 'confirmation')]).toEqual([[], []]);
    expect(days(with_({ reportedMetOn: '2026-05-16' }), 'report')).toEqual([4]);
  });

  it('forecasts from the pace of the last weeks', () => {
    expect(forecastFinish('2026-05-28', 60, [10, 10, 10, 10])).toBe('2026-06-25');
    expect(forecastFinish('2026-05-28', 60, [5, 0, 4, 0])).toBe('2026-09-30');
    expect(forecastFinish('2026-05-28', 60, [0, 0])).toBeNull();
    expect(forecastFinish('2026-05-28', 60, [])).toBeNull();
    expect(forecastFinish('2026-05-28', 100, [])).toBe('2026-05-28');
  });

  it('lays steps out backwards from the deadline', () => {
    const steps = [
      { id: 'design', weight: 20, days: 10 },
      { id: 'build', weight: 60, days: 30 },
      { id: 'accept', weight: 20, days: 5 },
    ];
    const { plan: drawn, fits } = backwardSchedule('2026-09-01', '2026-07-18', steps);
    expect(drawn.milestones.map(({ id, plannedOn }) => [id, plannedOn])).toEqual([
      ['design', '2026-07-28'],
      ['build', '2026-08-27'],
      ['accept', '2026-09-01'],
    ]);
    expect([drawn.startOn, fits]).toEqual(['2026-07-18', true]);
    expect(planConflict(drawn)).toBeNull();
    expect(backwardSchedule('2026-09-01', '2026-07-19', steps).fits).toBe(false);
    expect(backwardSchedule('2026-09-01', '2026-01-01', steps, (date) => addDays(date, -1)).plan.startOn).toBe(
      '2026-08-29',
    );
  });

  it('refuses plans without milestones, outside their dates or not summing to 100', () => {
    expect(planConflict(plan)).toBeNull();
    expect(planConflict({ ...plan, milestones: [] })?.code).toBe('PLAN_EMPTY');
    expect(planConflict({ ...plan, deadline: '2026-05-30' })).toMatchObject({
      code: 'PLAN_DATES',
      details: { outside: ['c'] },
    });
    expect(planConflict({ ...plan, startOn: '2026-06-01' })?.code).toBe('PLAN_DATES');
    expect(planConflict({ ...plan, milestones: plan.milestones.slice(1) })).toMatchObject({
      code: 'PLAN_WEIGHTS',
      details: { sum: '80' },
    });
    const skewed = [milestone('a', '2026-05-11', -20), milestone('b', '2026-05-21', 120)];
    expect(sumOf(skewed.map(({ weight }) => weight))).toBe('100');
    expect(planConflict({ ...plan, milestones: skewed })?.details).toMatchObject({ negative: ['a'] });
  });
});
