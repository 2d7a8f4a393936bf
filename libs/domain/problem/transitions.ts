/** The whole transition table of a problem: who does what, which papers an action demands. */
import { CLOSURE_TRANSITIONS } from './closure-transitions.js';
import type { Transition } from './states.js';
import { WORK_TRANSITIONS } from './work-transitions.js';

const rows = [...WORK_TRANSITIONS, ...CLOSURE_TRANSITIONS] as const;

export type ProblemAction = (typeof rows)[number]['action'];
export type ProblemTransition = Transition & { readonly action: ProblemAction };
export const TRANSITIONS: readonly ProblemTransition[] = rows;
