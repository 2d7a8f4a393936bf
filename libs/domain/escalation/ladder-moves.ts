/** The moves of a ladder: entering, drafting, issuing, absorbing, and the limits that run. `ladder.ts` plays them. */
import { deadlineOf } from '../calendar/deadline.js';
import { addDays, type CivilDate, quarterOf } from '../calendar/shanghai.js';
import { addWorkingDays, type WorkingCalendar } from '../calendar/working-day.js';
import { Refusal } from '../refusal.js';
import type { EntryCondition, LadderPolicy, Rung } from './ladder-policy.js';
import {
  type ActCommand,
  type DutyState,
  isDraft,
  isInForce,
  isLive,
  type LadderState,
  type LadderStep,
  type StepReason,
  type TimerCommand,
} from './ladder-state.js';

export interface LadderContext {
  readonly policy: LadderPolicy;
  readonly calendar: WorkingCalendar;
  /** Papers of other ladders about the same matter and unit, for the limits on repetition. */
  readonly earlierLetters?: readonly { readonly rung: string; readonly issuedOn: CivilDate }[];
}

/** Works on a copy of the steps while one event is taken in. */
export interface Climb {
  readonly context: LadderContext;
  state: LadderState;
  readonly timers: TimerCommand[];
  readonly acts: ActCommand[];
}

export const rungOf = ({ context }: Climb, id: string): Rung => {
  const rung = context.policy.rungs.find((one) => one.id === id);
  if (!rung) throw new Refusal('LADDER_UNKNOWN_RUNG', `Ladder ${context.policy.id} has no rung ${id}.`, { rung: id });
  return rung;
};

export const stepOf = (climb: Climb, no: number): LadderStep => {
  const step = climb.state.steps.find((one) => one.no === no);
  if (!step) throw new Refusal('LADDER_UNKNOWN_STEP', `The ladder has no step ${no}.`, { step: no });
  return step;
};

export const change = (climb: Climb, no: number, values: Partial<LadderStep>): void => {
  const steps = climb.state.steps.map((step) => (step.no === no ? { ...step, ...values } : step));
  climb.state = { ...climb.state, steps };
};

export const isOwed = ({ doneOn, missedOn }: DutyState): boolean => doneOn === null && missedOn === null;
export const timerId = (no: number, duty: string): string => `${no}:${duty}`;

export const cancelTimers = (climb: Climb, step: LadderStep): void => {
  for (const { id } of step.duties.filter(isOwed))
    climb.timers.push({ op: 'cancel', id: timerId(step.no, id), step: step.no, duty: id });
};

/** Starts the duties of a step that count from this moment. */
export const startDuties = (climb: Climb, no: number, from: Rung['duties'][number]['from'], on: CivilDate): void => {
  const step = stepOf(climb, no);
  const started = rungOf(climb, step.rung)
    .duties.filter((duty) => duty.from === from && !step.duties.some(({ id }) => id === duty.id))
    .map((duty): DutyState => {
      const { date, provisional } = deadlineOf(climb.context.calendar, on, duty.wait);
      return { id: duty.id, dueOn: date, isProvisional: provisional, doneOn: null, missedOn: null };
    });
  change(climb, no, { duties: [...step.duties, ...started] });
  for (const { id, dueOn, isProvisional } of started)
    climb.timers.push({
      op: 'set',
      id: timerId(no, id),
      step: no,
      duty: id,
      dueOn,
      firesOn: addDays(dueOn, 1),
      isProvisional,
    });
};

const absorb = (climb: Climb, lower: LadderStep, by: number, on: CivilDate): void => {
  cancelTimers(climb, lower);
  change(climb, lower.no, { state: 'absorbed', absorbedBy: by, overOn: on });
  climb.acts.push({ op: 'absorb', step: lower.no, by, wasIssued: lower.issuedOn !== null, on });
};

/** A step that is out takes the place of lower ones in force; one that is only proposed, of lower drafts. */
const absorbLower = (climb: Climb, no: number, on: CivilDate): void => {
  const step = stepOf(climb, no);
  const { absorbs } = rungOf(climb, step.rung);
  const isTaken = isInForce(step) ? isLive : isDraft;
  for (const lower of climb.state.steps)
    if (lower.no !== no && absorbs.includes(lower.rung) && isTaken(lower)) absorb(climb, lower, no, on);
};

export const issue = (climb: Climb, no: number, on: CivilDate, meetingOn: CivilDate | null): void => {
  change(climb, no, { state: 'issued', issuedOn: on, meetingOn });
  startDuties(climb, no, 'issue', on);
  absorbLower(climb, no, on);
};

export const propose = (climb: Climb, no: number, on: CivilDate): void => {
  const { rung } = stepOf(climb, no);
  const { isAutomatic } = rungOf(climb, rung);
  change(climb, no, { state: 'proposed', proposedOn: on });
  climb.acts.push({ op: 'propose', step: no, rung, on, isAutomatic });
  if (isAutomatic) issue(climb, no, on, null);
  else absorbLower(climb, no, on);
};

const isDataReady = (climb: Climb, rung: Rung): boolean =>
  !rung.needsReviewedData || climb.state.judged?.dataState === 'reviewed';

/** Adds a step; with `absorbedBy` it is recorded only, since a higher rung is entered in the same breath. */
export const enter = (
  climb: Climb,
  rung: Rung,
  because: StepReason,
  on: CivilDate,
  absorbedBy: number | null = null,
): void => {
  const no = climb.state.steps.length + 1;
  const step: LadderStep = {
    no,
    rung: rung.id,
    state: absorbedBy === null ? 'awaiting-data' : 'absorbed',
    because,
    enteredOn: on,
    proposedOn: null,
    approvedOn: null,
    issuedOn: null,
    receivedOn: null,
    meetingOn: null,
    heldOn: null,
    duties: [],
    absorbedBy,
    overOn: absorbedBy === null ? null : on,
  };
  climb.state = { ...climb.state, steps: [...climb.state.steps, step] };
  if (absorbedBy !== null) climb.acts.push({ op: 'absorb', step: no, by: absorbedBy, wasIssued: false, on });
  else if (isDataReady(climb, rung)) propose(climb, no, on);
  else climb.acts.push({ op: 'await-data', step: no, rung: rung.id, on });
};

const holds = (climb: Climb, condition: EntryCondition, isCutoff: boolean): boolean => {
  const { judged, facts, steps } = climb.state;
  switch (condition.kind) {
    case 'severity':
      return judged?.severity === condition.is;
    case 'count':
      return judged !== null && judged.severity !== 'green' && judged.count >= condition.atLeast;
    case 'fact':
      return (facts[condition.fact]?.length ?? 0) >= condition.times;
    case 'missed':
      return (
        (isCutoff || condition.look === 'at-once') &&
        steps.some(
          (step) =>
            step.rung === condition.rung &&
            isInForce(step) &&
            step.duties.some(
              ({ id, missedOn, doneOn }) => id === condition.duty && missedOn !== null && doneOn === null,
            ),
        )
      );
  }
};

const isTooSoon = ({ context }: Climb, rung: Rung, condition: EntryCondition, on: CivilDate): boolean => {
  const { policy, calendar, earlierLetters = [] } = context;
  const letters = earlierLetters.filter((letter) => letter.rung === rung.id && letter.issuedOn <= on);
  const quarter = quarterOf(on);
  if (policy.oncePerQuarter.includes(rung.id) && condition.kind !== 'fact')
    if (letters.some(({ issuedOn }) => issuedOn >= quarter.from)) return true;
  const days = policy.sameRungAgainAfterWorkingDays;
  return days !== null && letters.some(({ issuedOn }) => addWorkingDays(calendar, issuedOn, days).date > on);
};

/** Lower steps that a draft had taken the place of before they were out come back when it falls. */
export const restoreAbsorbed = (climb: Climb, by: number): void => {
  for (const lower of climb.state.steps)
    if (lower.absorbedBy === by && lower.issuedOn === null)
      change(climb, lower.no, { state: 'awaiting-data', absorbedBy: null, overOn: null });
};

/** Drafts every step that waits and whose data are ready. */
export const proposeWaiting = (climb: Climb, on: CivilDate): void => {
  for (const { no, rung } of climb.state.steps.filter(({ state }) => state === 'awaiting-data'))
    if (isDataReady(climb, rungOf(climb, rung))) propose(climb, no, on);
};

/** Whether a draft has lost its reason: the judgement it rests on was corrected, or the duty was met in time after all. */
const isGroundless = (climb: Climb, draft: LadderStep, isCutoff: boolean, correctedPeriod: string | null): boolean => {
  const { because } = draft;
  if (because.kind !== 'condition') return false;
  const { condition, period } = because;
  if (condition.kind === 'missed')
    return !climb.state.steps.some(
      (step) =>
        step.rung === condition.rung &&
        step.duties.some(({ id, missedOn }) => id === condition.duty && missedOn !== null),
    );
  const isOpenToCorrection = period === correctedPeriod || draft.state === 'awaiting-data';
  return isOpenToCorrection && !holds(climb, condition, isCutoff);
};

/** Drops drafts that have lost their reason, drafts what has waited for data, enters every rung whose condition holds. */
export const climbOn = (
  climb: Climb,
  on: CivilDate,
  isCutoff: boolean,
  correctedPeriod: string | null = null,
): void => {
  for (;;) {
    const draft = climb.state.steps.find((one) => isDraft(one) && isGroundless(climb, one, isCutoff, correctedPeriod));
    if (!draft) break;
    change(climb, draft.no, { state: 'cancelled', overOn: on });
    climb.acts.push({ op: 'cancel', step: draft.no, on });
    // What comes back waits like a draft for data; it is judged afresh in the next turn of the loop.
    restoreAbsorbed(climb, draft.no);
  }
  proposeWaiting(climb, on);

  const above = climb.state.steps
    .filter((step) => isLive(step) && step.state !== 'awaiting-data')
    .map((step) => rungOf(climb, step.rung));
  const found = climb.context.policy.rungs.flatMap((rung) => {
    // One rung, one step: only a draft cancelled for want of its reason leaves the rung free again.
    if (climb.state.steps.some((step) => step.rung === rung.id && step.state !== 'cancelled')) return [];
    if (above.some(({ absorbs }) => absorbs.includes(rung.id))) return [];
    const condition = rung.enter.find((one) => holds(climb, one, isCutoff) && !isTooSoon(climb, rung, one, on));
    return condition ? [{ rung, condition }] : [];
  });
  const firstNo = climb.state.steps.length + 1;
  const period = climb.state.judged?.period ?? '';
  found.forEach(({ rung, condition }, at) => {
    const heir = found.findIndex(
      (higher, index) => index > at && higher.rung.absorbs.includes(rung.id) && isDataReady(climb, higher.rung),
    );
    enter(climb, rung, { kind: 'condition', condition, period }, on, heir < 0 ? null : firstNo + heir);
  });
};
