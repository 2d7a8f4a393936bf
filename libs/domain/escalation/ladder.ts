/**
 * One step of a ladder: what an event makes of its state, which timers to set or cancel, what to do to papers. Pure; the
 * same event twice does nothing the second time. Waits count from receipt, starting the next day.
 */
import { earliestDayLeaving } from '../calendar/deadline.js';
import { addDays, type CivilDate } from '../calendar/shanghai.js';
import { Refusal } from '../refusal.js';
import {
  cancelTimers,
  change,
  type Climb,
  climbOn,
  enter,
  isOwed,
  issue,
  type LadderContext,
  proposeWaiting,
  restoreAbsorbed,
  rungOf,
  startDuties,
  stepOf,
  timerId,
} from './ladder-moves.js';
import type { LadderPolicy } from './ladder-policy.js';
import {
  type ActCommand,
  type DutyState,
  isDraft,
  isInForce,
  isLive,
  type LadderEvent,
  type LadderState,
  type LadderStep,
  type TimerCommand,
} from './ladder-state.js';

export type { LadderContext };

export interface LadderResult {
  readonly state: LadderState;
  readonly timers: readonly TimerCommand[];
  readonly acts: readonly ActCommand[];
}

/** A ladder before its first event. */
export const startLadder = ({ id, version }: LadderPolicy): LadderState => ({
  policyId: id,
  policyVersion: version,
  status: 'climbing',
  steps: [],
  judged: null,
  facts: {},
  endedOn: null,
});

const finish = (climb: Climb, on: CivilDate): void => {
  if (climb.state.status !== 'ending' || climb.state.steps.some(isLive)) return;
  climb.state = { ...climb.state, status: 'ended', endedOn: on };
  climb.acts.push({ op: 'end', on });
};

const endCause = (climb: Climb, on: CivilDate, how: 'quiet' | 'closed' | 'withdrawn'): void => {
  for (const step of climb.state.steps.filter(isLive)) {
    const rung = rungOf(climb, step.rung);
    if (step.state === 'lifting') continue;
    if (isDraft(step)) {
      change(climb, step.no, { state: 'cancelled', overOn: on });
      climb.acts.push({ op: 'cancel', step: step.no, on });
    } else if (how === 'withdrawn' && !rung.isAutomatic) {
      cancelTimers(climb, step);
      change(climb, step.no, { state: 'lifting' });
      climb.acts.push({ op: 'propose-withdrawal', step: step.no, on });
    } else if (how === 'withdrawn' || rung.liftedBy.includes(how)) {
      cancelTimers(climb, step);
      if (rung.lift === null) {
        change(climb, step.no, { state: 'lifted', overOn: on });
        climb.acts.push({ op: 'lift', step: step.no, on });
      } else {
        change(climb, step.no, { state: 'lifting' });
        climb.acts.push({ op: 'propose-lift', step: step.no, document: rung.lift.document, on });
      }
    }
  }
  // Rungs that only closure lifts keep the ladder where it is; the warning is held open meanwhile.
  if (climb.state.steps.some((step) => isInForce(step) && step.state !== 'lifting')) return;
  climb.state = { ...climb.state, status: 'ending' };
  finish(climb, on);
};

const wrongState = (step: LadderStep, event: string): Refusal =>
  new Refusal('LADDER_STEP_STATE', `Step ${step.no} (${step.rung}) is ${step.state}; it cannot be ${event}.`, {
    step: step.no,
    state: step.state,
    event,
  });

const decline = (climb: Climb, step: LadderStep, on: CivilDate): void => {
  if (step.state === 'declined') return;
  if (!isDraft(step)) throw wrongState(step, 'declined');
  change(climb, step.no, { state: 'declined', overOn: on });
  restoreAbsorbed(climb, step.no);
  proposeWaiting(climb, on);
};

const receive = (climb: Climb, step: LadderStep, on: CivilDate): void => {
  if (step.receivedOn !== null) return;
  if (step.issuedOn === null) throw wrongState(step, 'received');
  change(climb, step.no, { receivedOn: on, ...(step.state === 'issued' ? { state: 'received' as const } : {}) });
  if (step.state !== 'issued') return;
  startDuties(climb, step.no, 'receipt', on);
  const { meeting } = rungOf(climb, step.rung);
  if (meeting === null) return;
  const notBefore = earliestDayLeaving(climb.context.calendar, on, meeting.wholeWorkingDaysAhead).date;
  if (step.meetingOn === null || step.meetingOn < notBefore)
    climb.acts.push({ op: 'reschedule', step: step.no, notBefore, on });
};

const revoke = (climb: Climb, step: LadderStep, on: CivilDate): void => {
  if (!isInForce(step)) return;
  if (step.state !== 'lifting') cancelTimers(climb, step);
  change(climb, step.no, { state: 'lifted', overOn: on });
  climb.acts.push({ op: 'lift', step: step.no, on });
  finish(climb, on);
};

const isOpen = ({ state }: LadderStep): boolean => state === 'issued' || state === 'received';

const put = (climb: Climb, step: LadderStep, dutyId: string, values: Partial<DutyState>): void =>
  change(climb, step.no, { duties: step.duties.map((duty) => (duty.id === dutyId ? { ...duty, ...values } : duty)) });

/** Marks every limit that passed undone before a day, dated the day after the limit, however late this is noticed. */
const markMissed = (climb: Climb, before: CivilDate): void => {
  for (const { no } of climb.state.steps.filter(isOpen)) {
    const owed = stepOf(climb, no).duties.filter((duty) => isOwed(duty) && duty.dueOn < before);
    for (const { id, dueOn } of owed) {
      const missedOn = addDays(dueOn, 1);
      put(climb, stepOf(climb, no), id, { missedOn });
      climb.timers.push({ op: 'cancel', id: timerId(no, id), step: no, duty: id });
      climb.acts.push({ op: 'overdue', step: no, duty: id, on: missedOn });
      climbOn(climb, missedOn, false);
    }
  }
};

const fulfil = (climb: Climb, step: LadderStep, dutyId: string, on: CivilDate): void => {
  const duty = step.duties.find(({ id }) => id === dutyId);
  if (!duty) throw new Refusal('LADDER_UNKNOWN_DUTY', `Step ${step.no} owes no ${dutyId} yet.`, { duty: dutyId });
  if (duty.doneOn !== null) return;
  const isLate = on > duty.dueOn;
  put(climb, step, dutyId, { doneOn: on, missedOn: isLate ? addDays(duty.dueOn, 1) : null });
  if (isOpen(step) && isOwed(duty))
    climb.timers.push({ op: 'cancel', id: timerId(step.no, dutyId), step: step.no, duty: dutyId });
  climb.acts.push({ op: 'answered', step: step.no, duty: dutyId, on, isLate });
  if (climb.state.status === 'climbing') climbOn(climb, on, false);
};

const record = (climb: Climb, fact: string, factId: string, on: CivilDate): void => {
  const known = climb.state.facts[fact] ?? [];
  if (known.includes(factId)) return;
  climb.state = { ...climb.state, facts: { ...climb.state.facts, [fact]: [...known, factId] } };
  climbOn(climb, on, false);
};

const judgedNow = (climb: Climb, event: Extract<LadderEvent, { kind: 'judged' }>): void => {
  const { judged } = climb.state;
  const { period, revision, severity, count, dataState, on } = event;
  if (judged && (period < judged.period || (period === judged.period && revision <= judged.revision))) return;
  const correctedPeriod = judged?.period === period ? period : null;
  climb.state = { ...climb.state, judged: { period, revision, severity, count, dataState } };
  climbOn(climb, on, true, correctedPeriod);
};

const instruct = (climb: Climb, event: Extract<LadderEvent, { kind: 'instructed' }>): void => {
  const { policy } = climb.context;
  if (!policy.byInstruction)
    throw new Refusal('LADDER_NO_INSTRUCTION', `Ladder ${policy.id} is not entered by instruction.`);
  const rung = rungOf(climb, event.rung);
  const isKnown = climb.state.steps.some(
    (step) =>
      (step.rung === rung.id && isLive(step)) ||
      (step.because.kind === 'instruction' && step.because.instructionId === event.instructionId),
  );
  const { instructionId, by, basis, on } = event;
  if (!isKnown) enter(climb, rung, { kind: 'instruction', instructionId, by, basis }, on);
};

const takeIn = (climb: Climb, event: LadderEvent): void => {
  const { on } = event;
  if (event.kind === 'judged') return judgedNow(climb, event);
  if (event.kind === 'fact') return record(climb, event.fact, event.factId, on);
  if (event.kind === 'instructed') return instruct(climb, event);
  if (event.kind === 'cause-ended') return endCause(climb, on, event.how);
  const step = stepOf(climb, event.step);
  switch (event.kind) {
    case 'approved':
      if (step.approvedOn !== null) return;
      if (step.state !== 'proposed') throw wrongState(step, 'approved');
      return change(climb, step.no, { state: 'approved', approvedOn: on });
    case 'declined':
      return decline(climb, step, on);
    case 'issued':
      if (step.issuedOn !== null) return;
      if (step.state !== 'proposed' && step.state !== 'approved') throw wrongState(step, 'issued');
      return issue(climb, step.no, on, event.meetingOn ?? null);
    case 'received':
      return receive(climb, step, on);
    case 'held':
      if (step.heldOn !== null) return;
      if (rungOf(climb, step.rung).meeting === null || step.receivedOn === null) throw wrongState(step, 'held');
      change(climb, step.no, { heldOn: on });
      startDuties(climb, step.no, 'meeting', on);
      return event.attended ? undefined : record(climb, 'absence', `step-${step.no}`, on);
    case 'fulfilled':
      return fulfil(climb, step, event.duty, on);
    case 'timer':
      // Whatever passed has been marked before any event is taken in.
      return;
    case 'revoked':
      return revoke(climb, step, on);
    case 'lifted':
      if (step.state === 'lifted') return;
      if (step.state !== 'lifting') throw wrongState(step, 'lifted');
      change(climb, step.no, { state: 'lifted', overOn: on });
      return finish(climb, on);
  }
};

/** Events that still mean something once the cause is over: papers on their way and what is owed under them. */
const AFTER_THE_CAUSE: readonly LadderEvent['kind'][] = ['lifted', 'revoked', 'received', 'fulfilled'];

/**
 * Takes one event in. Events about a cause that is over, stale judgements, repeated events and timers of duties already
 * met change nothing. Refuses with LADDER_UNKNOWN_RUNG, LADDER_UNKNOWN_STEP, LADDER_UNKNOWN_DUTY, LADDER_STEP_STATE,
 * LADDER_NO_INSTRUCTION; a policy of another version than the ladder began with is a fault.
 */
export const step = (state: LadderState, event: LadderEvent, context: LadderContext): LadderResult => {
  const { policy } = context;
  if (state.policyId !== policy.id || state.policyVersion !== policy.version)
    throw new Error(`ladder began with ${state.policyId} v${state.policyVersion}, not ${policy.id} v${policy.version}`);
  if (state.status !== 'climbing' && !AFTER_THE_CAUSE.includes(event.kind)) return { state, timers: [], acts: [] };
  const climb: Climb = { context, state, timers: [], acts: [] };
  // An event dated after a limit tells that the limit passed, whether or not its timer has fired yet.
  if (state.status === 'climbing') markMissed(climb, event.on);
  takeIn(climb, event);
  return { state: climb.state, timers: climb.timers, acts: climb.acts };
};
