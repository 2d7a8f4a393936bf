/** State, events and results of a ladder. Everything is JSON; dates are civil dates of the district's zone. */
import type { CivilDate } from '../calendar/shanghai.js';
import type { EntryCondition } from './ladder-policy.js';
import type { DataState, Severity } from './rule.js';

/**
 * `awaiting-data`, `proposed`, `approved`: not out yet. `issued`, `received`: in force. `lifting`: the paper that lifts it
 * is under way. The rest is over.
 */
export type StepState =
  | 'awaiting-data'
  | 'proposed'
  | 'approved'
  | 'issued'
  | 'received'
  | 'lifting'
  | 'lifted'
  | 'absorbed'
  | 'declined'
  | 'cancelled';

export type StepReason =
  | { readonly kind: 'condition'; readonly condition: EntryCondition; readonly period: string }
  | { readonly kind: 'instruction'; readonly instructionId: string; readonly by: string; readonly basis: string };

export interface DutyState {
  readonly id: string;
  readonly dueOn: CivilDate;
  /** 暂定: the limit reaches into a year whose calendar is not official yet. */
  readonly isProvisional: boolean;
  readonly doneOn: CivilDate | null;
  /** First day after the limit, once it passed undone. */
  readonly missedOn: CivilDate | null;
}

export interface LadderStep {
  /** 1, 2, 3 …; never reused. */
  readonly no: number;
  readonly rung: string;
  readonly state: StepState;
  readonly because: StepReason;
  readonly enteredOn: CivilDate;
  readonly proposedOn: CivilDate | null;
  readonly approvedOn: CivilDate | null;
  readonly issuedOn: CivilDate | null;
  readonly receivedOn: CivilDate | null;
  readonly meetingOn: CivilDate | null;
  readonly heldOn: CivilDate | null;
  readonly duties: readonly DutyState[];
  readonly absorbedBy: number | null;
  readonly overOn: CivilDate | null;
}

export interface LadderState {
  readonly policyId: string;
  /** The version it began with; it keeps it. */
  readonly policyVersion: number;
  /** `ending`: the cause is over, papers of lifting are under way. */
  readonly status: 'climbing' | 'ending' | 'ended';
  readonly steps: readonly LadderStep[];
  /** Latest judgement taken in. */
  readonly judged: {
    readonly period: string;
    readonly revision: number;
    readonly severity: Severity | 'green';
    readonly count: number;
    readonly dataState: DataState;
  } | null;
  /** Ids of recorded facts by name. */
  readonly facts: Readonly<Record<string, readonly string[]>>;
  readonly endedOn: CivilDate | null;
}

/** `on` is the business date of the event, not the moment of processing. */
export type LadderEvent =
  | {
      readonly kind: 'judged';
      readonly on: CivilDate;
      /** Sortable label of the period or cut-off. */
      readonly period: string;
      readonly revision: number;
      readonly severity: Severity | 'green';
      readonly count: number;
      readonly dataState: DataState;
    }
  | { readonly kind: 'fact'; readonly on: CivilDate; readonly fact: string; readonly factId: string }
  | {
      readonly kind: 'instructed';
      readonly on: CivilDate;
      readonly rung: string;
      readonly instructionId: string;
      readonly by: string;
      readonly basis: string;
    }
  | { readonly kind: 'approved' | 'declined'; readonly on: CivilDate; readonly step: number }
  | { readonly kind: 'issued'; readonly on: CivilDate; readonly step: number; readonly meetingOn?: CivilDate }
  | { readonly kind: 'received'; readonly on: CivilDate; readonly step: number }
  | { readonly kind: 'held'; readonly on: CivilDate; readonly step: number; readonly attended: boolean }
  | { readonly kind: 'fulfilled'; readonly on: CivilDate; readonly step: number; readonly duty: string }
  | { readonly kind: 'timer'; readonly on: CivilDate; readonly step: number; readonly duty: string }
  /** `withdrawn`: the data were wrong, there was no cause. */
  | { readonly kind: 'cause-ended'; readonly on: CivilDate; readonly how: 'quiet' | 'closed' | 'withdrawn' }
  | { readonly kind: 'lifted'; readonly on: CivilDate; readonly step: number }
  /** Its paper was taken back by another numbered act: nothing is owed under it any more. */
  | { readonly kind: 'revoked'; readonly on: CivilDate; readonly step: number };

/** `id` is `step:duty`, one timer per duty. It fires on the first day after the limit. */
export type TimerCommand =
  | {
      readonly op: 'set';
      readonly id: string;
      readonly step: number;
      readonly duty: string;
      readonly dueOn: CivilDate;
      readonly firesOn: CivilDate;
      readonly isProvisional: boolean;
    }
  | { readonly op: 'cancel'; readonly id: string; readonly step: number; readonly duty: string };

export type ActCommand =
  /** Draft the paper of the rung (or send the message, when automatic). */
  | {
      readonly op: 'propose';
      readonly step: number;
      readonly rung: string;
      readonly on: CivilDate;
      readonly isAutomatic: boolean;
    }
  /** The rung waits for reviewed data; nothing is drafted yet. */
  | { readonly op: 'await-data'; readonly step: number; readonly rung: string; readonly on: CivilDate }
  | {
      readonly op: 'absorb';
      readonly step: number;
      readonly by: number;
      readonly wasIssued: boolean;
      readonly on: CivilDate;
    }
  /** A draft whose reason fell away. */
  | { readonly op: 'cancel'; readonly step: number; readonly on: CivilDate }
  | {
      readonly op: 'answered';
      readonly step: number;
      readonly duty: string;
      readonly on: CivilDate;
      readonly isLate: boolean;
    }
  | { readonly op: 'overdue'; readonly step: number; readonly duty: string; readonly on: CivilDate }
  /** The notice came too late for the meeting it names. */
  | { readonly op: 'reschedule'; readonly step: number; readonly notBefore: CivilDate; readonly on: CivilDate }
  /** Draft the paper that lifts it, or lift it without one. */
  | { readonly op: 'propose-lift'; readonly step: number; readonly document: string; readonly on: CivilDate }
  | { readonly op: 'lift'; readonly step: number; readonly on: CivilDate }
  /** Issued by mistake of data: taken back by another numbered act. */
  | { readonly op: 'propose-withdrawal'; readonly step: number; readonly on: CivilDate }
  | { readonly op: 'end'; readonly on: CivilDate };

const DRAFTS: readonly StepState[] = ['awaiting-data', 'proposed', 'approved'];
const IN_FORCE: readonly StepState[] = ['issued', 'received', 'lifting'];

export const isDraft = ({ state }: LadderStep): boolean => DRAFTS.includes(state);
export const isInForce = ({ state }: LadderStep): boolean => IN_FORCE.includes(state);
export const isLive = (step: LadderStep): boolean => isDraft(step) || isInForce(step);
