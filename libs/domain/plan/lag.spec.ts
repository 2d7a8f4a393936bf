import { describe, expect, it } from '@jest/globals';
import {
  closureLag,
  compareLevels,
  LAG_LEVELS,
  type LagLevel,
  type LagPolicy,
  levelWithRepetition,
  workLag,
  type WorkState,
} from './lag.js';
import { backwardSchedule, type Plan } from './milestones.js';

/** The thresholds a place begins with. */
const policy: LagPolicy = {
  reportedCountsUpTo: 90,
  milestoneMetBy: 'report',
  triggers: {
    yellow: [
      { kind: 'points', moreThan: 5 },
      { kind: 'milestone-overdue', daysAtLeast: 1 },
      { kind: 'missed-reports', atLeast: 1 },
    ],
    orange: [
      { kind: 'points', moreThan: 15 },
      { kind: 'milestone-overdue', daysAtLeast: 8 },
      { kind: 'repeated', level: 'yellow', dispatches: 2 },
    ],
    red: [
      { kind: 'points', moreThan: 30 },
      { kind: 'milestone-overdue', daysAtLeast: 16 },
      { kind: 'deadline-overdue', daysAtLeast: 1 },
      { kind: 'assessor-unreachable' },
      { kind: 'repeated', level: 'orange', dispatches: 2 },
    ],
  },
};

/** A plan whose planned share on `on` is known and whose actual share is set through one confirmed milestone. */
const behind = (points: string): WorkState => ({
  plan: {
    startOn: '2026-05-01',
    deadline: '2026-12-31',
    milestones: [
      {
        id: 'met',
        plannedOn: '2026-05-02',
        weight: 50,
        reportedPct: 0,
        confirmedPct: String(100 - Number(points) * 2),
        reportedMetOn: '2026-05-02',
        confirmedMetOn: null,
      },
      {
        id: 'last',
        plannedOn: '2026-12-31',
        weight: 50,
        reportedPct: 0,
        confirmedPct: 0,
        reportedMetOn: null,
        confirmedMetOn: null,
      },
    ],
  },
  completedOn: null,
  missedReports: 0,
  assessorSaysUnreachable: false,
  earlierMeasured: [],
});
const levelOf = (work: WorkState, on = '2026-05-02'): LagLevel => workLag(work, on, policy).level;

describe('level by points', () => {
  it.each<[string, LagLevel]>([
    ['0', 'green'],
    ['5', 'green'],
    ['5.01', 'yellow'],
    ['15', 'yellow'],
    ['15.01', 'orange'],
    ['30', 'orange'],
    ['30.01', 'red'],
    ['50', 'red'],
  ])('%s points behind is %s', (points, level) => {
    const lag = workLag(behind(points), '2026-05-02', policy);
    expect([Number(lag.lagPoints), lag.level]).toEqual([Number(points), level]);
  });
});

/** Equal milestones far apart, so that points stay small and days decide. */
const slow: Plan = {
  startOn: '2026-04-30',
  deadline: '2026-12-31',
  milestones: Array.from({ length: 20 }, (_, index) => ({
    id: `m${index}`,
    plannedOn:
      index === 0 ? '2026-05-06' : index === 19 ? '2026-12-31' : `2026-12-${String(index + 1).padStart(2, '0')}`,
    weight: index === 0 ? 2 : index === 19 ? 8 : 5,
    reportedPct: 0,
    confirmedPct: 0,
    reportedMetOn: null,
    confirmedMetOn: null,
  })),
};
const late: WorkState = { ...behind('0'), plan: slow };

describe('level by days, reports and judgement', () => {
  it.each<[string, number, LagLevel]>([
    ['2026-05-06', 0, 'green'],
    ['2026-05-07', 1, 'yellow'],
    ['2026-05-13', 7, 'yellow'],
    ['2026-05-14', 8, 'orange'],
    ['2026-05-21', 15, 'orange'],
    ['2026-05-22', 16, 'red'],
  ])('on %s, %i days past a milestone, is %s', (on, days, level) => {
    const lag = workLag(late, on, policy);
    expect([lag.overdueMilestones[0]?.days ?? 0, lag.level]).toEqual([days, level]);
  });

  it('turns red the day after the final deadline, when a person says so, yellow when a report is missed', () => {
    const due = { ...behind('0'), plan: { ...behind('0').plan, deadline: '2026-05-02' } };
    expect(levelOf(due, '2026-05-02')).toBe('green');
    expect(workLag(due, '2026-05-03', policy)).toMatchObject({ level: 'red', deadlineOverdueDays: 1 });
    expect(levelOf({ ...behind('0'), assessorSaysUnreachable: true })).toBe('red');
    expect(levelOf({ ...behind('0'), missedReports: 1 })).toBe('yellow');
  });

  it('names the triggers of the level it gives, not the milder ones', () => {
    const lag = workLag({ ...behind('31'), assessorSaysUnreachable: true, missedReports: 3 }, '2026-05-02', policy);
    expect(lag.because).toEqual([{ kind: 'points', moreThan: 30 }, { kind: 'assessor-unreachable' }]);
  });

  it('has no lag once completed, also at later dates', () => {
    const lag = workLag({ ...late, completedOn: '2026-05-20' }, '2027-02-01', policy);
    expect(lag).toMatchObject({
      level: 'green',
      measured: 'green',
      lagPoints: '0',
      deadlineOverdueDays: 0,
      because: [],
    });
    expect(workLag({ ...late, completedOn: '2026-05-23' }, '2026-05-22', policy).level).toBe('red');
  });
});

describe('repetition', () => {
  it.each<[LagLevel[], string, LagLevel]>([
    [[], '6', 'yellow'],
    [['green'], '6', 'yellow'],
    [['yellow'], '6', 'orange'],
    [['yellow', 'yellow'], '6', 'orange'],
    [['orange'], '6', 'yellow'],
    [['orange', 'yellow'], '6', 'yellow'],
    [['red'], '16', 'orange'],
    [['yellow'], '16', 'orange'],
    [['orange'], '16', 'red'],
    [['orange', 'yellow'], '16', 'red'],
    [['yellow'], '0', 'green'],
  ])('after %p, %s points behind gives %s', (earlierMeasured, points, level) =>
    expect(levelOf({ ...behind(points), earlierMeasured })).toBe(level),
  );

  it('follows T-07 of the season: yellow, orange, then red because orange twice (rows 2, 4, 5)', () => {
    const measured: LagLevel[] = [];
    const path = ['2026-05-07', '2026-05-14', '2026-05-21', '2026-05-28'].map((on) => {
      const lag = workLag({ ...late, earlierMeasured: [...measured] }, on, policy);
      measured.unshift(lag.measured);
      return [lag.overdueMilestones[0]?.days, lag.measured, lag.level, lag.because.map(({ kind }) => kind)];
    });
    expect(path).toEqual([
      [1, 'yellow', 'yellow', ['milestone-overdue']],
      [8, 'orange', 'orange', ['milestone-overdue']],
      [15, 'orange', 'red', ['repeated']],
      [22, 'red', 'red', ['milestone-overdue']],
    ]);
  });
});

describe('figures beside the level', () => {
  it('gives planned, actual, time and performance', () => {
    expect(workLag(behind('10'), '2026-05-02', policy)).toMatchObject({
      plannedPct: '50',
      actualPct: '40',
      lagPoints: '10',
      schedulePerformance: '0.80',
      timePct: '0.4',
    });
    expect(workLag(behind('0'), '2026-05-01', policy)).toMatchObject({ schedulePerformance: null, lagPoints: '-50' });
  });

  it('orders levels and names all of them', () => {
    expect((Object.keys(LAG_LEVELS) as LagLevel[]).sort(compareLevels)).toEqual(['green', 'yellow', 'orange', 'red']);
  });

  it('survives a trip through JSON', () => {
    const lag = workLag(late, '2026-05-14', policy);
    expect(JSON.parse(JSON.stringify(lag))).toEqual(lag);
    expect(JSON.parse(JSON.stringify(policy))).toEqual(policy);
    expect(workLag(JSON.parse(JSON.stringify(late)) as WorkState, '2026-05-14', policy)).toEqual(lag);
    expect(backwardSchedule('2026-05-31', '2026-01-01', [{ id: 'x', weight: 100, days: 5 }]).plan.startOn).toBe(
      '2026-05-26',
    );
  });
});

describe('closure lag', () => {
  const item = (closedOn: string | null, waits: [string, string | null][]) => ({
    plannedClosureOn: '2026-07-20',
    closedOn,
    waits: waits.map(([from, to]) => ({ from, to, body: 'province' })),
  });
  it.each<[string, ReturnType<typeof item>, string, [number, number, number, number, string | null]]>([
    ['before the planned day', item(null, []), '2026-07-20', [0, 0, 0, 0, null]],
    ['three days late', item(null, []), '2026-07-23', [3, 0, 3, 0, null]],
    ['waiting before it is late', item(null, [['2026-07-10', null]]), '2026-07-15', [0, 0, 0, 5, 'province']],
    ['all the lateness is waiting', item(null, [['2026-07-10', null]]), '2026-07-25', [5, 5, 0, 15, 'province']],
    ['sent when already late', item(null, [['2026-07-24', null]]), '2026-07-30', [10, 6, 4, 6, 'province']],
    ['answered, still ours', item(null, [['2026-07-10', '2026-07-22']]), '2026-07-30', [10, 2, 8, 12, null]],
    [
      'overlapping waits count once',
      item(null, [
        ['2026-07-21', '2026-07-25'],
        ['2026-07-23', '2026-07-27'],
      ]),
      '2026-07-30',
      [10, 6, 4, 6, null],
    ],
    ['closed with the answer', item('2026-08-05', [['2026-08-03', '2026-08-05']]), '2026-08-30', [16, 2, 14, 2, null]],
    ['closed in time', item('2026-07-19', []), '2026-08-30', [0, 0, 0, 0, null]],
    [
      'closed later than the cut-off',
      item('2026-08-05', [['2026-08-03', '2026-08-05']]),
      '2026-08-04',
      [15, 1, 14, 1, 'province'],
    ],
  ])('%s', (_, given, on, [late_, lateWaiting, own, waiting, waitingFor]) =>
    expect(closureLag(given, on)).toEqual({
      lateDays: late_,
      lateWaitingDays: lateWaiting,
      ownLateDays: own,
      waitingDays: waiting,
      waitingFor,
    }),
  );

  it('is never late without a planned closure', () => {
    const waits = [{ from: '2026-07-01', to: null, body: 'city' }];
    expect(closureLag({ plannedClosureOn: null, closedOn: null, waits }, '2026-07-03')).toEqual({
      lateDays: 0,
      lateWaitingDays: 0,
      ownLateDays: 0,
      waitingDays: 2,
      waitingFor: 'city',
    });
  });
});

describe('repetition at several dispatches, from measured levels alone', () => {
  it.each<[LagLevel, LagLevel[], LagLevel]>([
    ['yellow', [], 'yellow'],
    ['yellow', ['yellow'], 'orange'],
    ['orange', ['yellow'], 'orange'],
    ['orange', ['orange'], 'red'],
    ['orange', ['orange', 'orange'], 'red'],
    ['yellow', ['orange'], 'yellow'],
    ['red', ['orange'], 'red'],
    ['green', ['yellow', 'yellow'], 'green'],
    ['yellow', ['green', 'yellow'], 'yellow'],
  ])('%s after %j is %s', (measured, earlier, level) => {
    expect(levelWithRepetition(policy, measured, earlier)).toBe(level);
  });

  it('agrees with the lag of the work itself', () => {
    const levels = ['green', 'yellow', 'orange', 'red'] as const;
    for (const points of ['0', '6', '16', '31'])
      for (const before of levels) {
        const lag = workLag({ ...behind(points), earlierMeasured: [before] }, '2026-05-21', policy);
        expect(levelWithRepetition(policy, lag.measured, [before])).toBe(lag.level);
      }
  });
});
