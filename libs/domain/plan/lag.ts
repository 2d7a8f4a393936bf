/**
 * Two lags of an item, kept apart: work against its milestones, and closure against the planned closure, with the time an
 * upper body has had the file shown for itself. Levels by thresholds that are pack data.
 */
import { compare, type DecimalText, exactly, type Quantity, textOf } from '../assessment/percentage.js';
import { type CivilDate, daysBetween } from '../calendar/shanghai.js';
import { actualPct, type OverdueMilestone, overdueMilestones, type Plan, plannedPct, timePct } from './milestones.js';

export const LAG_LEVELS = {
  green: { zh: '正常', en: 'on schedule' },
  yellow: { zh: '黄色', en: 'yellow' },
  orange: { zh: '橙色', en: 'orange' },
  red: { zh: '红色', en: 'red' },
} as const;
export type LagLevel = keyof typeof LAG_LEVELS;

const ORDER: readonly LagLevel[] = ['green', 'yellow', 'orange', 'red'];
/** -, 0 or + as the first level is milder than, the same as or graver than the second. */
export const compareLevels = (a: LagLevel, b: LagLevel): number => ORDER.indexOf(a) - ORDER.indexOf(b);

/** Pack data. Lower bounds only: the gravest level with any trigger met is the level. */
export type LagTrigger =
  | { readonly kind: 'points'; readonly moreThan: Quantity }
  | { readonly kind: 'milestone-overdue'; readonly daysAtLeast: number }
  | { readonly kind: 'deadline-overdue'; readonly daysAtLeast: number }
  | { readonly kind: 'missed-reports'; readonly atLeast: number }
  /** A person judges that the final date cannot be reached. */
  | { readonly kind: 'assessor-unreachable' }
  /** The same measured level at so many dispatches running, this one included. */
  | { readonly kind: 'repeated'; readonly level: LagLevel; readonly dispatches: number };

export interface LagPolicy {
  /** Percent of a milestone that an unconfirmed report can count for. */
  readonly reportedCountsUpTo: Quantity;
  readonly milestoneMetBy: 'report' | 'confirmation';
  readonly triggers: Readonly<Record<Exclude<LagLevel, 'green'>, readonly LagTrigger[]>>;
}

export interface WorkState {
  readonly plan: Plan;
  /** Day of the confirmed completion, null while the work is open. */
  readonly completedOn: CivilDate | null;
  /** Progress reports missed running, at this cut-off. */
  readonly missedReports: number;
  readonly assessorSaysUnreachable: boolean;
  /** Measured levels at the dispatches before this one, latest first. */
  readonly earlierMeasured: readonly LagLevel[];
}

export interface WorkLag {
  readonly on: CivilDate;
  readonly plannedPct: DecimalText;
  readonly actualPct: DecimalText;
  /** Percentage points; negative when ahead. */
  readonly lagPoints: DecimalText;
  /** actual / planned, two decimals; null before anything is planned. */
  readonly schedulePerformance: DecimalText | null;
  readonly timePct: DecimalText;
  readonly overdueMilestones: readonly OverdueMilestone[];
  readonly deadlineOverdueDays: number;
  /** Level by this day's facts alone; what the next dispatches count as "the same level again". */
  readonly measured: LagLevel;
  /** Level with repetition taken in. */
  readonly level: LagLevel;
  /** Triggers of that level that were met. */
  readonly because: readonly LagTrigger[];
}

interface Facts {
  readonly lagPoints: DecimalText;
  readonly milestoneDays: number;
  readonly deadlineDays: number;
  readonly work: WorkState;
}

const isMet = (trigger: LagTrigger, facts: Facts, measured: LagLevel | null): boolean => {
  switch (trigger.kind) {
    case 'points':
      return compare(facts.lagPoints, trigger.moreThan) > 0;
    case 'milestone-overdue':
      return facts.milestoneDays >= trigger.daysAtLeast;
    case 'deadline-overdue':
      return facts.deadlineDays >= trigger.daysAtLeast;
    case 'missed-reports':
      return facts.work.missedReports >= trigger.atLeast;
    case 'assessor-unreachable':
      return facts.work.assessorSaysUnreachable;
    case 'repeated': {
      if (measured === null) return false;
      const running = [measured, ...facts.work.earlierMeasured].slice(0, trigger.dispatches);
      return running.length === trigger.dispatches && running.every((level) => level === trigger.level);
    }
  }
};

const gravest = (
  policy: LagPolicy,
  facts: Facts,
  measured: LagLevel | null,
): { level: LagLevel; because: readonly LagTrigger[] } => {
  for (const level of ['red', 'orange', 'yellow'] as const) {
    const because = policy.triggers[level].filter((trigger) => isMet(trigger, facts, measured));
    if (because.length > 0) return { level, because };
  }
  return { level: 'green', because: [] };
};

/**
 * Level at a dispatch where only the measured level is known: the graver of it and what repetition at the dispatches
 * running makes of it. `earlierMeasured`: measured levels at the dispatches before this one, latest first.
 */
export const levelWithRepetition = (
  policy: LagPolicy,
  measured: LagLevel,
  earlierMeasured: readonly LagLevel[],
): LagLevel => {
  const running = [measured, ...earlierMeasured];
  const repeated = (['red', 'orange', 'yellow'] as const).find((level) =>
    policy.triggers[level].some(
      (trigger) =>
        trigger.kind === 'repeated' &&
        running.length >= trigger.dispatches &&
        running.slice(0, trigger.dispatches).every((one) => one === trigger.level),
    ),
  );
  return repeated !== undefined && compareLevels(repeated, measured) > 0 ? repeated : measured;
};

/** Lag of the work at the end of a day. Completed work lags no more. */
export const workLag = (work: WorkState, on: CivilDate, policy: LagPolicy): WorkLag => {
  const { plan, completedOn } = work;
  const isDone = completedOn !== null && completedOn <= on;
  const planned = plannedPct(plan, on);
  const actual = isDone ? '100' : actualPct(plan, policy.reportedCountsUpTo);
  const overdue = isDone ? [] : overdueMilestones(plan, on, policy.milestoneMetBy);
  const lagPoints = textOf(exactly(planned).minus(exactly(actual)));
  const deadlineOverdueDays = isDone ? 0 : Math.max(0, daysBetween(plan.deadline, on));
  const facts: Facts = { lagPoints, milestoneDays: overdue[0]?.days ?? 0, deadlineDays: deadlineOverdueDays, work };
  const measured = isDone ? 'green' : gravest(policy, facts, null).level;
  return {
    on,
    plannedPct: planned,
    actualPct: actual,
    lagPoints,
    schedulePerformance:
      compare(planned, 0) > 0 ? exactly(actual).div(exactly(planned)).toDecimalPlaces(2).toFixed(2) : null,
    timePct: timePct(plan, on),
    overdueMilestones: overdue,
    deadlineOverdueDays,
    measured,
    ...(isDone ? { level: 'green' as const, because: [] } : gravest(policy, facts, measured)),
  };
};

/** Time a body above had the file: sent on `from`, answered on `to`, null while it has it. */
export interface UpperWait {
  readonly from: CivilDate;
  readonly to: CivilDate | null;
  readonly body: string;
}

export interface ClosureLag {
  /** Days past the planned closure, waiting included. */
  readonly lateDays: number;
  /** Of these, days an upper body had the file. */
  readonly lateWaitingDays: number;
  /** Of these, days that are the district's own. */
  readonly ownLateDays: number;
  /** All days an upper body had the file, late or not. */
  readonly waitingDays: number;
  /** The body that has the file now. */
  readonly waitingFor: string | null;
}

/** Days from `from` to `until` on which some body had the file, overlapping waits counted once. */
const daysInside = (waits: readonly UpperWait[], from: CivilDate, until: CivilDate): number => {
  let days = 0;
  let reached = from;
  for (const wait of [...waits].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
    const begin = wait.from > reached ? wait.from : reached;
    const end = wait.to === null || wait.to > until ? until : wait.to;
    if (begin >= end) continue;
    days += daysBetween(begin, end);
    reached = end;
  }
  return days;
};

/** Lag of closure at the end of a day. Without a planned closure nothing is late, but waiting still shows. */
export const closureLag = (
  item: {
    readonly plannedClosureOn: CivilDate | null;
    readonly closedOn: CivilDate | null;
    readonly waits: readonly UpperWait[];
  },
  on: CivilDate,
): ClosureLag => {
  const { plannedClosureOn, closedOn, waits } = item;
  const isClosed = closedOn !== null && closedOn <= on;
  const until = isClosed ? closedOn : on;
  const lateDays = plannedClosureOn === null ? 0 : Math.max(0, daysBetween(plannedClosureOn, until));
  const lateWaitingDays = plannedClosureOn === null ? 0 : daysInside(waits, plannedClosureOn, until);
  const earliest = waits.map(({ from }) => from).sort()[0] ?? until;
  const running = isClosed ? undefined : waits.find(({ from, to }) => from <= on && (to === null || to > on));
  return {
    lateDays,
    lateWaitingDays,
    ownLateDays: lateDays - lateWaitingDays,
    waitingDays: daysInside(waits, earliest, until),
    waitingFor: running?.body ?? null,
  };
};
