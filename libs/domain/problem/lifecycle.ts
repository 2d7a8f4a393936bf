/**
 * Life of a problem from assignment to closure and beyond, as data. The console reads the same tables.
 * `overdue`, `lagging`, "on the dispatch list" and "listed" are flags beside the state, never states.
 */
import { Refusal } from '../refusal.js';
import { FINAL_STATES, FIRST_STATE, PROBLEM_STATES, type ProblemState, type Transition } from './states.js';
import { type ProblemAction, type ProblemTransition, TRANSITIONS } from './transitions.js';

/** What decides between two ways out of one state. */
export interface RouteFacts {
  readonly publicNoticeRequired: boolean;
  /** Inspection items: the upper body confirms before the item is closed. */
  readonly upperConfirmationRequired: boolean;
  /** Planned look-backs not yet made, the running one excluded. */
  readonly lookBacksLeft: number;
}

const CONDITIONS: Readonly<Record<NonNullable<Transition['when']>, (facts: RouteFacts) => boolean>> = {
  'notice-required': (facts) => facts.publicNoticeRequired,
  'notice-not-required': (facts) => !facts.publicNoticeRequired,
  'upper-required': (facts) => facts.upperConfirmationRequired,
  'upper-not-required': (facts) => !facts.upperConfirmationRequired,
  'look-backs-left': (facts) => facts.lookBacksLeft > 0,
  'no-look-backs-left': (facts) => facts.lookBacksLeft === 0,
};

/** Whether a transition is on the route of this problem. */
export const isOnRoute = (transition: Transition, facts: RouteFacts): boolean =>
  transition.when === undefined || CONDITIONS[transition.when](facts);

/** The row of the table for an action in a state; undefined when the state does not know the action. */
export const transitionOf = (state: ProblemState, action: ProblemAction): ProblemTransition | undefined =>
  TRANSITIONS.find((row) => row.action === action && row.from.includes(state));

/** Every action of a state; with `facts`, only those on this problem's route. */
export const allowedActions = (state: ProblemState, facts?: RouteFacts): readonly ProblemTransition[] =>
  TRANSITIONS.filter((row) => row.from.includes(state) && (facts === undefined || isOnRoute(row, facts)));

/** The state an action leads to. Refuses with PROBLEM_ILLEGAL_TRANSITION. */
export const nextState = (state: ProblemState, action: ProblemAction): ProblemState => {
  const row = transitionOf(state, action);
  if (row) return row.to;
  throw new Refusal('PROBLEM_ILLEGAL_TRANSITION', `A problem in state ${state} knows no action ${action}.`, {
    state,
    action,
    allowed: allowedActions(state).map((one) => one.action),
  });
};

/** What is wrong with a transition table: states never reached, dead ends, two rows for one action in one state. */
export const lifecycleFaults = (table: readonly Transition[] = TRANSITIONS): string[] => {
  const states = Object.keys(PROBLEM_STATES) as ProblemState[];
  const reached = new Set<ProblemState>([FIRST_STATE]);
  for (const state of reached) for (const row of table) if (row.from.includes(state)) reached.add(row.to);
  const faults = states.filter((state) => !reached.has(state)).map((state) => `state ${state} is never reached`);
  for (const state of states) {
    const actions = table.filter((row) => row.from.includes(state)).map((row) => row.action);
    if (actions.length === 0 && !FINAL_STATES.includes(state)) faults.push(`state ${state} has no way out`);
    if (actions.length > 0 && FINAL_STATES.includes(state)) faults.push(`final state ${state} has a way out`);
    for (const action of new Set(actions.filter((one, index) => actions.indexOf(one) !== index)))
      faults.push(`action ${action} is declared twice for state ${state}`);
  }
  return faults;
};

/** To be called once at start-up: a broken table must stop the process, not a user. */
export const assertLifecycle = (table?: readonly Transition[]): void => {
  const faults = lifecycleFaults(table);
  if (faults.length > 0) throw new Error(`The problem lifecycle is broken: ${faults.join('; ')}`);
};
