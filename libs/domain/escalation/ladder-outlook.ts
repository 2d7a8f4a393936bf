/** What a ladder will do next, for boards and for the rules that ask whether it is still needed. */
import { addDays, type CivilDate } from '../calendar/shanghai.js';
import type { EntryCondition, LadderPolicy } from './ladder-policy.js';
import { isDraft, isInForce, type LadderState } from './ladder-state.js';

/** A rung in force stands that only closure lifts: quiet dispatches must not end the warning under it. */
export const isHeldUntilClosure = (state: LadderState, policy: LadderPolicy): boolean =>
  state.status === 'climbing' &&
  state.steps.some(
    (step) =>
      isInForce(step) && policy.rungs.some(({ id, liftedBy }) => id === step.rung && !liftedBy.includes('quiet')),
  );

export interface NextStep {
  readonly rung: string;
  /** Day from which it can come by itself; null when it depends on a judgement or a fact. */
  readonly earliestOn: CivilDate | null;
  readonly condition: EntryCondition;
}

export interface Outlook {
  /** Highest rung in force. */
  readonly current: string | null;
  /** Highest rung drafted and not out yet. */
  readonly pending: string | null;
  /** The nearest duty that is still owed. */
  readonly due: { readonly step: number; readonly duty: string; readonly dueOn: CivilDate } | null;
  /** The next rung above everything entered, and the condition that would enter it first. */
  readonly next: NextStep | null;
}

/** Where the ladder stands and what follows if nothing is done. */
export const outlook = (state: LadderState, policy: LadderPolicy): Outlook => {
  const nothing: Outlook = { current: null, pending: null, due: null, next: null };
  if (state.status === 'ended') return nothing;
  const rank = (id: string): number => policy.rungs.findIndex((rung) => rung.id === id);
  const highest = (ids: readonly string[]): string | null => [...ids].sort((a, b) => rank(b) - rank(a))[0] ?? null;
  const inForce = state.steps.filter(isInForce);
  const current = highest(inForce.map(({ rung }) => rung));
  const pending = highest(state.steps.filter(isDraft).map(({ rung }) => rung));
  const owed = inForce
    .flatMap((step) =>
      step.duties
        .filter(({ doneOn, missedOn }) => doneOn === null && missedOn === null)
        .map(({ id, dueOn }) => ({ step: step.no, rung: step.rung, duty: id, dueOn })),
    )
    .sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0));
  const [first] = owed;
  const due = first ? { step: first.step, duty: first.duty, dueOn: first.dueOn } : null;
  if (state.status === 'ending') return { ...nothing, current, due };
  const top = Math.max(-1, ...[current, pending].flatMap((id) => (id === null ? [] : [rank(id)])));
  const candidates = policy.rungs
    .slice(top + 1)
    .filter((rung) => !state.steps.some((step) => step.rung === rung.id && step.state !== 'cancelled'))
    .flatMap((rung) =>
      rung.enter.map((condition): NextStep => {
        const duty =
          condition.kind === 'missed'
            ? owed.find((one) => one.rung === condition.rung && one.duty === condition.duty)
            : undefined;
        return { rung: rung.id, condition, earliestOn: duty ? addDays(duty.dueOn, 1) : null };
      }),
    );
  return {
    current,
    pending,
    due,
    next: candidates.find(({ earliestOn }) => earliestOn !== null) ?? candidates[0] ?? null,
  };
};
