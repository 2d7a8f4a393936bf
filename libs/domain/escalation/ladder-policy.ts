/**
 * The ladder (梯次督办) as pack data: remind → warn → order → list → criticise → talk → refer, each rung with its
 * conditions, papers, waits and how it is lifted. Plain JSON shapes; `ladder.ts` walks them.
 */
import type { DeadlineRule } from '../calendar/deadline.js';
import type { Severity } from './rule.js';

export type RungKind = 'remind' | 'warn' | 'order' | 'list' | 'criticise' | 'talk' | 'refer';
export type Colour = 'yellow' | 'orange' | 'red';

export type EntryCondition =
  /** The latest judgement has exactly this severity. */
  | { readonly kind: 'severity'; readonly is: Severity }
  /** The rule counted at least so many (periods running, days …). */
  | { readonly kind: 'count'; readonly atLeast: number }
  /** A duty of a lower rung was not met in time and still is not: looked at once, or at the next cut-off only. */
  | { readonly kind: 'missed'; readonly rung: string; readonly duty: string; readonly look: 'at-once' | 'at-cutoff' }
  /** Something recorded so many times since the ladder began: refused-closure, rebound, absence, false-rectification … */
  | { readonly kind: 'fact'; readonly fact: string; readonly times: number };

/** Something owed within a time limit; counted from the day after, a last day off moves to the next working day. */
export interface Duty {
  readonly id: string;
  readonly name: { readonly zh: string; readonly en: string };
  /** What starts the limit: issue, receipt by the addressee, or the meeting itself. */
  readonly from: 'issue' | 'receipt' | 'meeting';
  readonly wait: DeadlineRule;
  readonly owedBy: 'unit' | 'office';
}

export interface Rung {
  readonly id: string;
  readonly kind: RungKind;
  readonly colour: Colour | null;
  readonly name: { readonly zh: string; readonly en: string };
  /** Any one of them enters the rung. None: by instruction only. */
  readonly enter: readonly EntryCondition[];
  /** Kind of act; null for a message inside the system. */
  readonly document: string | null;
  /** Sent without anybody's approval. Only messages and unnumbered reminders. */
  readonly isAutomatic: boolean;
  /** Roles of addressees and copies, resolved by the caller: unit-contact, lead-unit, deputy-in-charge, principal … */
  readonly addressee: string;
  readonly copyTo: readonly string[];
  /** Post kinds that must all agree. */
  readonly approvers: readonly string[];
  /** Listing and above rest on reviewed data only. */
  readonly needsReviewedData: boolean;
  readonly duties: readonly Duty[];
  /** A meeting leaves so many whole working days after receipt of the notice. */
  readonly meeting: { readonly wholeWorkingDaysAhead: number } | null;
  /** Lower rungs this one takes the place of. */
  readonly absorbs: readonly string[];
  /** Which ends of the cause lift it: quiet dispatches, or only closure. */
  readonly liftedBy: readonly ('quiet' | 'closed')[];
  /** Paper by which it is lifted, with its approvers; null when it falls away with the cause. */
  readonly lift: { readonly document: string; readonly approvers: readonly string[] } | null;
}

export interface LadderPolicy {
  readonly id: string;
  readonly version: number;
  /** Class of rules it serves: item-lag, ranking-last, section-failing, air-process, outlet-exceedance, feed-silence … */
  readonly ruleClass: string;
  /** In rising order. */
  readonly rungs: readonly Rung[];
  /** Any rung may also be entered by a recorded instruction. */
  readonly byInstruction: boolean;
  /** No second letter of the same rung about the same matter within so many working days of the first; null: no limit. */
  readonly sameRungAgainAfterWorkingDays: number | null;
  /** Rungs entered at most once a quarter about the same matter, unless a new fact is the reason. */
  readonly oncePerQuarter: readonly string[];
}

const rungFaults = (rung: Rung, below: readonly Rung[], all: readonly Rung[]): string[] => {
  const faults: string[] = [];
  const say = (text: string): number => faults.push(`rung ${rung.id}: ${text}`);
  for (const id of rung.absorbs) if (!below.some((one) => one.id === id)) say(`absorbs ${id}, which is no lower rung`);
  for (const condition of rung.enter) {
    if (condition.kind !== 'missed') continue;
    const of = all.find((one) => one.id === condition.rung);
    if (!of || !of.duties.some((duty) => duty.id === condition.duty))
      say(`watches duty ${condition.duty} of ${condition.rung}, which does not exist`);
    else if (!below.includes(of)) say(`watches rung ${condition.rung}, which is not lower`);
  }
  if (rung.isAutomatic && (rung.approvers.length > 0 || rung.kind !== 'remind'))
    say('only reminders go out by themselves');
  if (!rung.isAutomatic && rung.approvers.length === 0) say('nobody approves it');
  if (rung.document === null && rung.kind !== 'remind') say('only reminders go without a paper');
  if ((rung.kind === 'warn') !== (rung.colour !== null)) say('warnings, and only warnings, have a colour');
  if ((rung.kind === 'talk') !== (rung.meeting !== null)) say('talks, and only talks, have a meeting');
  if (rung.meeting === null && rung.duties.some(({ from }) => from === 'meeting'))
    say('a duty runs from a meeting it has not');
  if (['list', 'criticise', 'talk', 'refer'].includes(rung.kind) && !rung.needsReviewedData)
    say('listing and above need reviewed data');
  if (!rung.liftedBy.includes('closed')) say('closure must lift it');
  for (const { id, wait } of rung.duties)
    if (!Number.isInteger(wait.amount) || wait.amount < 1) say(`duty ${id} has no whole number of days`);
  if (new Set(rung.duties.map(({ id }) => id)).size !== rung.duties.length) say('two duties have one id');
  return faults;
};

/** What is wrong with a ladder of a pack, in words; empty when it can be used. */
export const ladderFaults = (policy: LadderPolicy): string[] => {
  const { rungs } = policy;
  const faults = rungs.flatMap((rung, at) => rungFaults(rung, rungs.slice(0, at), rungs));
  if (rungs.length === 0) faults.push('a ladder has rungs');
  if (new Set(rungs.map(({ id }) => id)).size !== rungs.length) faults.push('two rungs have one id');
  for (const id of policy.oncePerQuarter)
    if (!rungs.some((rung) => rung.id === id)) faults.push(`once per quarter names ${id}, which is no rung`);
  return faults;
};

/** The ladder for a class of rules; of several versions the one in force is chosen by the caller. Undefined: no ladder. */
export const ladderFor = (policies: readonly LadderPolicy[], ruleClass: string): LadderPolicy | undefined =>
  policies.find((policy) => policy.ruleClass === ruleClass);
