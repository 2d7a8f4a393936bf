import { describe, expect, it } from '@jest/globals';
import { ItemLagDetails } from '#libs/contracts/item-lag.js';
import type { DispatchListPolicy } from '#libs/domain/plan/dispatch-list.js';
import type { LagPolicy } from '#libs/domain/plan/lag.js';
import { itemLagOf, type LagFacts, missedReports } from './item-lag.js';
import type { ReportOfProblem } from './lag-facts.store.js';

const policy: LagPolicy = {
  reportedCountsUpTo: 90,
  milestoneMetBy: 'report',
  triggers: {
    yellow: [
      { kind: 'points', moreThan: 5 },
      { kind: 'missed-reports', atLeast: 1 },
    ],
    orange: [{ kind: 'points', moreThan: 15 }],
    red: [{ kind: 'deadline-overdue', daysAtLeast: 1 }],
  },
};
const listPolicy: DispatchListPolicy = {
  enter: [
    { kind: 'level-at-least', level: 'yellow' },
    { kind: 'completed-not-closed', moreThanDays: 30, netOfUpperWaiting: true },
  ],
  leave: [{ kind: 'closed' }],
};
const instant = (day: string, hour = 17): Date => new Date(`${day}T${String(hour - 8).padStart(2, '0')}:00:00Z`);
const facts = (more: Partial<LagFacts['problem']> = {}, rest: Partial<LagFacts> = {}): LagFacts => ({
  problem: {
    id: 'p',
    problemNo: 'P1',
    title: 'matter',
    source: 'S',
    isInspection: true,
    refusals: 0,
    areaId: null,
    leadUnitId: 'north',
    supportingUnitIds: [],
    territorialUnitId: null,
    supervisingUnitId: 'housing',
    acceptanceUnitId: null,
    leaderPostId: null,
    responsiblePostId: null,
    contactPostId: null,
    version: 1,
    state: 'RECTIFYING',
    stateSince: instant('2026-05-07', 10),
    round: 1,
    timeCategory: 'DEADLINE',
    planStartOn: '2026-05-01',
    deadline: '2026-06-30',
    completedOn: null,
    closedOn: null,
    isDeadlineUnreachable: false,
    ...more,
  },
  milestones: [],
  items: [],
  waits: [],
  reports: [],
  earlierMeasured: [],
  reportEvery: 'week',
  ...rest,
});
const report = (at: Date): ReportOfProblem => ({
  problemId: 'p',
  id: 'r',
  unitId: 'north',
  dispatchId: null,
  text: 'x',
  obstacle: null,
  coordinateWithUnitId: null,
  promise: null,
  isWithoutProgress: false,
  files: [],
  reportedAt: at,
});

describe('reports missed', () => {
  it.each([
    ['work began within the week', '2026-05-07', [], '2026-05-14', 0],
    ['a whole week without a word', '2026-05-07', [], '2026-05-21', 1],
    ['three weeks', '2026-05-07', [], '2026-06-04', 3],
    ['a report in the last week', '2026-05-07', [report(instant('2026-05-20'))], '2026-05-21', 0],
    ['a report just at the cut-off before', '2026-05-07', [report(instant('2026-05-14'))], '2026-05-21', 1],
    ['a report just after it', '2026-05-07', [report(new Date(instant('2026-05-14').getTime() + 1))], '2026-05-21', 0],
  ])('weekly: %s', (_what, since, reports, cutoff, expected) => {
    expect(missedReports(facts({ stateSince: instant(since, 18) }, { reports }), instant(cutoff))).toBe(expected);
  });

  it.each([
    ['the month of the start does not count', '2026-05-02', '2026-06-25', 0],
    ['a whole month', '2026-04-30', '2026-06-01', 1],
    ['two', '2026-04-30', '2026-07-02', 2],
  ])('monthly: %s', (_what, since, cutoff, expected) => {
    expect(missedReports(facts({ stateSince: instant(since) }, { reportEvery: 'month' }), instant(cutoff))).toBe(
      expected,
    );
  });

  it('owes none while the work is not under way', () => {
    expect(missedReports(facts({ state: 'ON_SITE_CHECK' }), instant('2026-07-02'))).toBe(0);
  });
});

describe('an item at a cut-off', () => {
  const moment = { cutoff: instant('2026-07-02'), knownAt: instant('2026-07-02'), previous: instant('2026-06-25') };
  const lag = (given: LagFacts) => itemLagOf(given, moment, policy, listPolicy);

  it('fits the shape the sheet reads', () => {
    const { details } = lag(facts({}, { reports: [report(instant('2026-07-01'))] }));
    expect(() => ItemLagDetails.parse(details)).not.toThrow();
    expect(details).toMatchObject({ level: 'red', deadlineOverdueDays: 2, overdueDays: 2, missedReports: 0 });
  });

  it('without a plan lags by its deadline alone', () => {
    expect(lag(facts({ deadline: '2026-07-02' }, { reports: [report(instant('2026-07-01'))] })).details).toMatchObject({
      level: 'green',
      plannedPct: '0',
      overdueDays: 0,
      daysToDeadline: 0,
    });
  });

  it('leaves out of "completed but not closed" the days a body above had the file', () => {
    const done = { state: 'UPPER_REVIEW', completedOn: '2026-05-20' };
    const waits = [{ problemId: 'p', unitId: 'upper', sentOn: '2026-06-10', answeredOn: null }];
    expect(lag(facts(done)).details).toMatchObject({
      daysCompletedNotClosed: 43,
      entryReasons: ['completed-not-closed'],
    });
    expect(lag(facts(done, { waits })).details).toMatchObject({
      upperWaitingDays: 22,
      waitingUpper: true,
      waitingFor: 'upper',
      entryReasons: [],
    });
  });
});
