/**
 * What the pack says is what the kernels read: the compiler compares the shapes, and the season's own dates come out when
 * the kernels run on the default pack.
 */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { bottomSize, type BottomSizes, type Direction, rank } from '#libs/domain/assessment/ranking.js';
import { type DeadlineRule, deadlineOf } from '#libs/domain/calendar/deadline.js';
import { buildWorkingCalendar, type CalendarYear, workingDayOfMonth } from '#libs/domain/calendar/working-day.js';
import { type ActKind, nextActState } from '#libs/domain/escalation/act-lifecycle.js';
import { type ApprovalRule, signersOf } from '#libs/domain/escalation/approval.js';
import { type GroupingPolicy, NO_FACTS, processesOf, regroup } from '#libs/domain/escalation/grouping.js';
import { judge } from '#libs/domain/escalation/judge.js';
import { startLadder, step } from '#libs/domain/escalation/ladder.js';
import type { LadderPolicy } from '#libs/domain/escalation/ladder-policy.js';
import type { LadderEvent, LadderState } from '#libs/domain/escalation/ladder-state.js';
import type { IndicatorObservation, Opens, Rule, Severity } from '#libs/domain/escalation/rule.js';
import { executionFigures } from '#libs/domain/funding/execution.js';
import { type FundingLagPolicy, payLag, startLag } from '#libs/domain/funding/funding-lag.js';
import { type DispatchListPolicy, judgeDispatch } from '#libs/domain/plan/dispatch-list.js';
import { type LagPolicy, workLag } from '#libs/domain/plan/lag.js';
import { type ClosurePolicy, machineRefusals, REFUSAL_REASONS } from '#libs/domain/problem/closure-refusal.js';
import { type HeldValueRule, heldValues } from '#libs/domain/water/suspect-values.js';
import { inForce, itemInForce } from './item.js';
import type { Pack } from './pack.js';
import { loadPack } from './read-pack.js';

const calendarYear = (year: number): CalendarYear =>
  JSON.parse(readFileSync(`packs/default-district/calendar/holiday-cn-${year}.json`, 'utf8')) as CalendarYear;
const calendar = buildWorkingCalendar([calendarYear(2026), calendarYear(2027)]);
const ON = '2026-05-01';

let pack: Pack;
beforeAll(async () => {
  pack = await loadPack('packs/default-district');
});

describe('ladders', () => {
  type Judged = Extract<LadderEvent, { kind: 'judged' }>;
  const judged = (on: string, severity: Judged['severity'], count: number): Judged => ({
    kind: 'judged',
    on,
    period: on,
    revision: 1,
    severity,
    count,
    dataState: 'reviewed',
  });
  const climb = (policy: LadderPolicy, events: readonly LadderEvent[]) => {
    let state: LadderState = startLadder(policy);
    const said: string[] = [];
    for (const event of events) {
      const result = step(state, event, { policy, calendar });
      state = result.state;
      for (const act of result.acts) if (act.op === 'propose') said.push(`${act.on} ${act.rung}`);
      for (const timer of result.timers) if (timer.op === 'set') said.push(`${timer.duty} by ${timer.dueOn}`);
    }
    return { said, state };
  };

  it('take task T-07 from the reminder to the talk on the days of the season', () => {
    const policy: LadderPolicy = itemInForce(pack.ladders, 'work-lag', ON);
    const { said } = climb(policy, [
      judged('2026-05-07', 'yellow', 1),
      { kind: 'approved', on: '2026-05-08', step: 2 },
      { kind: 'issued', on: '2026-05-08', step: 2 },
      { kind: 'received', on: '2026-05-09', step: 2 },
      { kind: 'fulfilled', on: '2026-05-15', step: 2, duty: 'reply' },
      judged('2026-05-14', 'orange', 2),
      { kind: 'approved', on: '2026-05-15', step: 3 },
      { kind: 'issued', on: '2026-05-15', step: 3 },
      { kind: 'received', on: '2026-05-15', step: 3 },
      { kind: 'fulfilled', on: '2026-05-20', step: 3, duty: 'reply' },
      judged('2026-05-21', 'red', 3),
      { kind: 'approved', on: '2026-05-22', step: 5 },
      { kind: 'issued', on: '2026-05-22', step: 5 },
      { kind: 'received', on: '2026-05-22', step: 5 },
      judged('2026-06-04', 'red', 5),
      { kind: 'approved', on: '2026-06-05', step: 6 },
      { kind: 'issued', on: '2026-06-05', step: 6 },
      { kind: 'received', on: '2026-06-05', step: 6 },
      { kind: 'timer', on: '2026-07-07', step: 6, duty: 'fulfilment' },
      { kind: 'approved', on: '2026-07-09', step: 7 },
      { kind: 'issued', on: '2026-07-10', step: 7, meetingOn: '2026-07-16' },
      { kind: 'received', on: '2026-07-10', step: 7 },
      { kind: 'held', on: '2026-07-16', step: 7, attended: true },
    ]);
    expect(said).toEqual([
      '2026-05-07 remind',
      '2026-05-07 yellow',
      'reply by 2026-05-11',
      'reply by 2026-05-15',
      '2026-05-14 orange',
      'reply by 2026-05-20',
      '2026-05-21 order',
      'fulfilment by 2026-06-02',
      '2026-06-04 list',
      'fulfilment by 2026-07-06',
      '2026-07-07 talk',
      'minutes by 2026-07-23',
      'plan by 2026-07-30',
    ]);
  });

  it('ask the posts of "Who signs"', () => {
    const policy: LadderPolicy = itemInForce(pack.ladders, 'work-lag', ON);
    expect(Object.fromEntries(policy.rungs.map((rung) => [rung.id, rung.approvers.join(' ')]))).toEqual({
      remind: '',
      yellow: 'office-director',
      orange: 'committee-deputy-director',
      red: 'leader-in-charge',
      order: 'leader-in-charge',
      list: 'head',
      talk: 'secretary head',
    });
  });

  it('summon the deputy in charge of the area last twice running, on reviewed data only', () => {
    const policy: LadderPolicy = itemInForce(pack.ladders, 'ranking', ON);
    const preliminary = { ...judged('2026-07-03', 'red', 2), dataState: 'realtime' as const };
    const once = [
      judged('2026-06-08', 'yellow', 1),
      { kind: 'issued', on: '2026-06-08', step: 1 },
      { kind: 'received', on: '2026-06-08', step: 1 },
    ] as const;
    expect(climb(policy, once).said).toEqual(['2026-06-08 yellow', 'reply by 2026-06-15']);
    expect(climb(policy, [...once, preliminary]).said).toHaveLength(2);
    const reviewed = { ...judged('2026-07-10', 'red', 2), period: preliminary.period, revision: 2 };
    expect(climb(policy, [...once, preliminary, reviewed]).said.at(-1)).toBe('2026-07-10 talk');
    const talk = policy.rungs.at(-1);
    expect([talk?.addressee, talk?.approvers]).toEqual(['deputy-in-charge', ['head']]);
  });
});

describe('rules', () => {
  const weekly = (at: number, waterClass: string): IndicatorObservation => {
    const start = new Date(Date.UTC(2026, 6, 12, 16) + at * 7 * 86_400_000);
    return {
      source: 'indicator',
      definition: 'water.section.week.class',
      subject: { kind: 'section', id: 'section-1' },
      period: {
        kind: 'week',
        label: `2026-W${29 + at}`,
        start: start.toISOString(),
        end: new Date(start.getTime() + 7 * 86_400_000).toISOString(),
      },
      revision: 1,
      dataState: 'realtime',
      value: waterClass,
      unit: '类',
      limit: '3',
      fromBottom: null,
      isProvisional: false,
    };
  };

  it('are silent at the first failing week, yellow at the second, orange at the third', () => {
    const rule: Rule = itemInForce(pack.rules, 'section-failing', ON);
    const weeks = [weekly(0, '4'), weekly(1, '6'), weekly(2, '5')];
    const said = weeks.map((week, at) => judge(rule, week, { others: weeks.slice(0, at), open: null }));
    expect(said.map(({ verdict, severity, count }) => [verdict, severity, count])).toEqual([
      ['none', null, 0],
      ['raise', 'yellow', 2],
      ['raise', 'orange', 3],
    ]);
    // The pack answers failing sections with letters and an order, not with problems.
    expect(said[1]?.opens).toBe(false);
  });

  it('take class Ⅴ for Ⅴ and nothing less than 劣Ⅴ for an event', () => {
    const rule: Rule = itemInForce(pack.rules, 'section-worse-than-v', ON);
    const of = (value: string) => judge(rule, weekly(0, value), { others: [], open: null }).verdict;
    expect([of('5'), of('6')]).toEqual(['none', 'raise']);
  });

  it('take four of six areas above the good-day line for one regional process', () => {
    const process = itemInForce(pack.processes, 'air-process', ON);
    const severities: Readonly<Record<string, Severity>> = process.severity;
    const opens: Readonly<Record<string, Opens>> = process.opens;
    expect([severities['regional'], opens['regional']]).toEqual(['orange', 'tracing-task']);
    const areas = ['a', 'b', 'c', 'd', 'e', 'f'];
    const policy: GroupingPolicy = { regionalFrom: process.regionalFrom, areas };
    const kinds = (above: number): string[] => {
      let state = NO_FACTS;
      areas.forEach((area, at) => {
        state = regroup(policy, state, {
          kind: 'fact',
          area,
          day: '2026-05-11',
          isAbove: at < above,
          revision: 1,
        }).state;
      });
      return [...processesOf(policy, state).values()].map(({ kind }) => kind);
    };
    expect([kinds(3), kinds(4)]).toEqual([['area', 'area', 'area'], ['regional']]);
  });
});

describe('lag, dispatch and closure', () => {
  const plan = {
    startOn: '2026-04-30',
    deadline: '2026-12-31',
    milestones: [
      {
        id: 'm1',
        plannedOn: '2026-05-06',
        weight: 4,
        reportedPct: 0,
        confirmedPct: 0,
        reportedMetOn: null,
        confirmedMetOn: null,
      },
      {
        id: 'm2',
        plannedOn: '2026-12-31',
        weight: 96,
        reportedPct: 0,
        confirmedPct: 0,
        reportedMetOn: null,
        confirmedMetOn: null,
      },
    ],
  };
  const levelOn = (on: string, earlierMeasured: readonly ('yellow' | 'orange')[]) => {
    const policy: LagPolicy = itemInForce(pack.lagGrades, 'default', ON).lag;
    const work = { plan, completedOn: null, missedReports: 0, assessorSaysUnreachable: false, earlierMeasured };
    return workLag(work, on, policy).level;
  };

  it('grade a milestone missed on 05-06 yellow, orange and, orange twice, red', () => {
    expect([
      levelOn('2026-05-06', []),
      levelOn('2026-05-07', []),
      levelOn('2026-05-14', ['yellow']),
      levelOn('2026-05-21', ['orange', 'yellow']),
    ]).toEqual(['green', 'yellow', 'orange', 'red']);
  });

  it('put a lagging item on the weekly list and take a closed one off', () => {
    const policy: DispatchListPolicy = itemInForce(pack.lagGrades, 'default', ON).dispatchList;
    const facts = {
      level: 'yellow' as const,
      overdueMilestones: 1,
      deadlineOverdueDays: 0,
      daysToDeadline: 200,
      actualPct: '0',
      daysCompletedNotClosed: null,
      upperWaitingDays: 0,
      isClosed: false,
      addedByHand: null,
      removedByHand: null,
    };
    const on = judgeDispatch(policy, facts, null);
    expect(on.change).toBe('enter');
    expect(judgeDispatch(policy, { ...facts, isClosed: true }, on.standing).change).toBe('leave');
  });

  it('refuse closure on the codes of the kernel', () => {
    const rules = itemInForce(pack.closure, 'default', ON);
    expect(rules.refusalReasons).toEqual(Object.keys(REFUSAL_REASONS));
    const policy: ClosurePolicy = rules;
    const file = {
      completedOn: '2026-06-01',
      measures: [{ finishedOn: '2026-06-01', evidenceCount: 1 }],
      goals: [],
      survey: { asked: 10, satisfied: 7 },
      complainantSaysSolved: null,
      sweep: { required: false, isDone: false },
      mechanism: { required: false, isSetUp: false },
      foundAgainOn: [],
      missingPapers: [],
    };
    expect(machineRefusals(file, policy)).toEqual(['R05_PUBLIC_DISSATISFIED']);
    expect(machineRefusals({ ...file, survey: { asked: 10, satisfied: 8 } }, policy)).toEqual([]);
  });

  it('give T-12 and the public notice of T-07 the days of the season', () => {
    const { redoWithin, publicNotice } = itemInForce(pack.closure, 'default', ON);
    const redo: DeadlineRule = redoWithin;
    expect(deadlineOf(calendar, '2026-06-11', redo).date).toBe('2026-06-26');
    const notice: DeadlineRule = { amount: publicNotice.days, unit: publicNotice.unit };
    expect(deadlineOf(calendar, '2026-07-23', notice).date).toBe('2026-08-03');
  });

  it('draft bulletins on 06-03, 07-03 and 08-05', () => {
    const { onWorkingDay } = itemInForce(pack.bulletins, 'monthly', ON);
    const days = ['2026-06', '2026-07', '2026-08'].map(
      (month) => workingDayOfMonth(calendar, month, onWorkingDay)?.date,
    );
    expect(days).toEqual(['2026-06-03', '2026-07-03', '2026-08-05']);
  });
});

describe('held values', () => {
  it('are ten equal ones within 48 hours at three times the median of seven days', () => {
    const limit = itemInForce(pack.limits, 'held-values', ON);
    if (limit.kind !== 'held-values') throw new Error('not the rule of held values');
    const rule: HeldValueRule = limit.rule;
    const at = (hour: number) => new Date(Date.UTC(2026, 7, 1) + hour * 3_600_000);
    const usual = Array.from({ length: 30 }, (_, n) => ({ at: at(n * 4), value: '5.1' }));
    const stuck = (count: number) => Array.from({ length: count }, (_, n) => ({ at: at(120 + n * 4), value: '46.56' }));
    const held = (count: number) => heldValues([...usual, ...stuck(count)], rule).map(({ value }) => value);
    expect([held(9), held(10)]).toEqual([[], ['46.56']]);
  });
});

describe('acts', () => {
  it('are numbered after the signature, and talks of principal leaders are signed by head and secretary', () => {
    const letter: ActKind = itemInForce(pack.acts, 'warning-yellow', ON);
    const approvals: readonly ApprovalRule[] = inForce(pack.approvals, ON);
    expect(nextActState(letter, 'signature', 'sign')).toBe('numbering');
    const talk = { kind: 'talk', colour: null };
    expect(signersOf(approvals, { ...talk, addressesPrincipal: true })).toEqual(['secretary', 'head']);
    expect(signersOf(approvals, { ...talk, addressesPrincipal: false })).toEqual(['head']);
  });
});

describe('ranking and funds', () => {
  it('rank the areas of May as the season does: 1, 1, 3, 4, 5, 6', () => {
    const scheme = itemInForce(pack.assessments, 'air-monthly', ON);
    const direction: Direction = scheme.direction;
    const sizes: BottomSizes = scheme.bottomSizes;
    const may = { a: '2.86', b: '2.86', c: '2.89', d: '2.98', e: '3.01', f: '3.03' };
    const rows = rank(
      Object.entries(may).map(([id, value]) => ({ id, value, unrankedBecause: null, couldBe: [] })),
      direction,
    );
    expect(rows.map((row) => row.rank)).toEqual([1, 1, 3, 4, 5, 6]);
    expect([bottomSize(sizes, 1), bottomSize(sizes, 6), bottomSize(sizes, 8), bottomSize(sizes, 15)]).toEqual([
      0, 1, 2, 3,
    ]);
  });

  it('count 30.0 as reached and 29.9993 not (row 12)', () => {
    const rules = itemInForce(pack.funding, 'default', ON);
    const projects = [
      ['420', '1200'],
      ['240', '800'],
      ['449.99', '1500'],
      ['0', '600'],
      ['0', '2000'],
      ['760', '950'],
    ].map(([paid = '', allocated = ''], at) => ({
      projectId: `p${at}`,
      paid,
      allocated,
      startedOn: paid === '0' ? null : '2026-03-01',
    }));
    const figures = executionFigures(projects, '2026-06-30', rules.reachedLinePercent);
    expect([figures.reached, figures.counted, figures.total.text, figures.notStarted]).toEqual([3, 6, '26.5', 2]);
    expect(figures.projects[2]?.rate.text).toBe('29.9');
  });

  it('grade a project by its start and by the line of the year', () => {
    const policy: FundingLagPolicy = itemInForce(pack.funding, 'default', ON).lag;
    const waiting = (on: string) => startLag({ firstNoticeOn: '2026-01-10', startedOn: null }, on, policy).level;
    expect(['2026-03-10', '2026-03-11', '2026-04-10', '2026-07-09', '2026-12-31'].map(waiting)).toEqual([
      'green',
      'yellow',
      'orange',
      'red',
      'red',
    ]);
    const level = (paid: string) =>
      payLag({ notices: [{ on: '2025-12-31', amount: '100' }], paid, builtPct: null }, '2026-06-30', policy).level;
    // Money of an earlier year should be paid in full.
    expect([level('100'), level('85'), level('75'), level('50')]).toEqual(['green', 'yellow', 'orange', 'red']);
  });
});
