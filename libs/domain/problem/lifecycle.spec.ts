import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Refusal } from '../refusal.js';
import { allowedActions, assertLifecycle, lifecycleFaults, nextState, type RouteFacts } from './lifecycle.js';
import { CLOSED_STATES, FINAL_STATES, FIRST_STATE, PROBLEM_STATES, type ProblemState } from './states.js';
import { type ProblemAction, TRANSITIONS } from './transitions.js';

/** The table of states written out a second time: state, then action and target. Every pair not here is illegal. */
const EXPECTED: Record<ProblemState, Partial<Record<ProblemAction, ProblemState>>> = {
  DRAFT: { assign: 'ASSIGNED' },
  ASSIGNED: { sign: 'SIGNED', 'request-return': 'RETURN_REQUESTED' },
  RETURN_REQUESTED: { 'decide-return': 'ASSIGNED' },
  SIGNED: { 'submit-plan': 'PLAN_SUBMITTED' },
  PLAN_SUBMITTED: { 'approve-plan': 'RECTIFYING', 'reject-plan': 'PLAN_REJECTED' },
  PLAN_REJECTED: { 'submit-plan': 'PLAN_SUBMITTED' },
  RECTIFYING: { 'report-completion': 'COMPLETED_REPORTED', 'request-extension': 'EXTENSION_REQUESTED' },
  EXTENSION_REQUESTED: { 'grant-extension': 'RECTIFYING', 'decline-extension': 'RECTIFYING' },
  COMPLETED_REPORTED: { 'pass-file-check': 'ON_SITE_CHECK', 'return-file': 'SUPPLEMENT' },
  SUPPLEMENT: { 'report-completion': 'COMPLETED_REPORTED' },
  ON_SITE_CHECK: { accept: 'ACCEPTED', refuse: 'REFUSED' },
  REFUSED: { 'order-again': 'RECTIFYING' },
  ACCEPTED: { 'publish-notice': 'PUBLIC_NOTICE', 'skip-notice': 'CLOSURE_APPROVAL' },
  PUBLIC_NOTICE: { 'end-notice': 'CLOSURE_APPROVAL', 'raise-objection': 'OBJECTION' },
  OBJECTION: { 'dismiss-objection': 'PUBLIC_NOTICE', 'uphold-objection': 'REFUSED' },
  CLOSURE_APPROVAL: { close: 'CLOSED', 'send-to-upper': 'UPPER_REVIEW', 'decline-closure': 'REFUSED' },
  UPPER_REVIEW: { 'confirm-by-upper': 'CLOSED', 'refuse-by-upper': 'REFUSED' },
  CLOSED: { 'begin-look-back': 'LOOK_BACK' },
  LOOK_BACK: { consolidate: 'CONSOLIDATED', reopen: 'REOPENED', 'keep-closed': 'CLOSED' },
  CONSOLIDATED: {},
  REOPENED: { restart: 'RECTIFYING' },
  WITHDRAWN: {},
  MERGED: {},
};
const STATES = Object.keys(PROBLEM_STATES) as ProblemState[];
const ACTIONS = [...new Set(TRANSITIONS.map(({ action }) => action))];
for (const state of STATES) {
  if (!FINAL_STATES.includes(state) && !CLOSED_STATES.includes(state))
    Object.assign(EXPECTED[state], { withdraw: 'WITHDRAWN', merge: 'MERGED' });
}

describe('lifecycle', () => {
  for (const state of STATES) {
    for (const action of ACTIONS) {
      const target = EXPECTED[state][action];
      it(`${state} × ${action} → ${target ?? 'refused'}`, () => {
        if (target) {
          expect(nextState(state, action)).toBe(target);
          return;
        }
        try {
          nextState(state, action);
          throw new Error('was not refused');
        } catch (cause) {
          expect(cause).toBeInstanceOf(Refusal);
          expect((cause as Refusal).code).toBe('PROBLEM_ILLEGAL_TRANSITION');
          expect((cause as Refusal).details?.['allowed']).toEqual(expect.arrayContaining(Object.keys(EXPECTED[state])));
        }
      });
    }
  }

  it('knows no action that the written table lacks', () => {
    const written = new Set(Object.values(EXPECTED).flatMap((row) => Object.keys(row)));
    expect(new Set(ACTIONS)).toEqual(written);
  });

  it('lists the actions of every state, and with facts only those of the route', () => {
    for (const state of STATES)
      expect(new Set(allowedActions(state).map(({ action }) => action))).toEqual(new Set(Object.keys(EXPECTED[state])));
    const actions = (state: ProblemState, facts: RouteFacts): string[] =>
      allowedActions(state, facts).map(({ action }) => action);
    const plain = { publicNoticeRequired: false, upperConfirmationRequired: false, lookBacksLeft: 0 };
    const strict = { publicNoticeRequired: true, upperConfirmationRequired: true, lookBacksLeft: 1 };
    expect(actions('ACCEPTED', plain)).toEqual(['withdraw', 'merge', 'skip-notice']);
    expect(actions('ACCEPTED', strict)).toEqual(['withdraw', 'merge', 'publish-notice']);
    expect(actions('CLOSURE_APPROVAL', plain)).toEqual(['withdraw', 'merge', 'close', 'decline-closure']);
    expect(actions('CLOSURE_APPROVAL', strict)).toEqual(['withdraw', 'merge', 'decline-closure', 'send-to-upper']);
    expect(actions('LOOK_BACK', plain)).toEqual(['consolidate', 'reopen']);
    expect(actions('LOOK_BACK', strict)).toEqual(['keep-closed', 'reopen']);
  });

  it('has nothing wrong, and the boot check finds what is planted', () => {
    expect(lifecycleFaults()).toEqual([]);
    expect(() => assertLifecycle()).not.toThrow();
    const without = TRANSITIONS.filter(({ action }) => action !== 'reopen');
    expect(lifecycleFaults(without)).toEqual(['state REOPENED is never reached']);
    expect(lifecycleFaults(TRANSITIONS.filter(({ action }) => action !== 'restart'))).toEqual([]);
    expect(
      lifecycleFaults(TRANSITIONS.filter(({ action }) => !['restart', 'withdraw', 'merge'].includes(action))),
    ).toEqual(expect.arrayContaining(['state WITHDRAWN is never reached', 'state REOPENED has no way out']));
    const [first] = TRANSITIONS;
    expect(lifecycleFaults([...TRANSITIONS, first!])).toEqual(['action assign is declared twice for state DRAFT']);
    expect(lifecycleFaults([...TRANSITIONS, { ...first!, from: ['MERGED'] }])).toEqual([
      'final state MERGED has a way out',
    ]);
    expect(() => assertLifecycle(without)).toThrow('REOPENED is never reached');
  });

  it('reaches closure only through an on-site check and an approval', () => {
    const path = fc.array(fc.nat(40), { minLength: 5, maxLength: 60 });
    fc.assert(
      fc.property(path, (choices) => {
        let state = FIRST_STATE;
        const taken: string[] = [];
        for (const choice of choices) {
          const open = allowedActions(state);
          if (open.length === 0) break;
          const { action } = open[choice % open.length]!;
          taken.push(action);
          state = nextState(state, action);
          if (state === 'CLOSED') {
            const accepted = taken.lastIndexOf('accept');
            expect(accepted).toBeGreaterThan(taken.lastIndexOf('report-completion'));
            expect(accepted).toBeGreaterThan(taken.lastIndexOf('refuse'));
            expect(taken.slice(accepted)).toEqual(
              expect.arrayContaining([expect.stringMatching(/^(publish|skip)-notice$/)]),
            );
          }
          if (FINAL_STATES.includes(state)) expect(allowedActions(state)).toEqual([]);
        }
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});
