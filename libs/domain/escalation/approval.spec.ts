import { describe, expect, it } from '@jest/globals';
import {
  approvalFaults,
  type ApprovalRule,
  changedAfterSignature,
  ownDraftConflict,
  signersAwaited,
  signersOf,
} from './approval.js';
import { ACT_KINDS, APPROVAL_RULES } from './fixtures/acts.fixture.js';
import { itemLagLadder, LADDERS } from './fixtures/ladders.fixture.js';
import type { LadderPolicy, Rung } from './ladder-policy.js';

describe('who signs', () => {
  it.each<[string, boolean, string[]]>([
    ['warning-yellow', true, ['office-director']],
    ['warning-orange', false, ['committee-deputy-director']],
    ['warning-red', false, ['leader-in-charge']],
    ['supervision-order', true, ['leader-in-charge']],
    ['listing', true, ['head']],
    ['talk', false, ['head']],
    ['talk', true, ['head', 'secretary']],
    ['unknown', false, []],
  ])('%s (principal addressed: %p)', (kind, addressesPrincipal, signers) =>
    expect(signersOf(APPROVAL_RULES, { kind, colour: null, addressesPrincipal })).toEqual(signers),
  );

  it('prefers the rule for a colour to the general one', () => {
    const rules: ApprovalRule[] = [
      { kind: 'letter', colour: null, addressesPrincipal: false, signers: ['a'] },
      { kind: 'letter', colour: 'red', addressesPrincipal: false, signers: ['b'] },
    ];
    const asked = { kind: 'letter', addressesPrincipal: false };
    expect(signersOf(rules, { ...asked, colour: 'red' })).toEqual(['b']);
    expect(signersOf(rules, { ...asked, colour: 'yellow' })).toEqual(['a']);
    expect(signersOf(rules, { ...asked, colour: null })).toEqual(['a']);
  });

  it('waits for all of them', () => {
    expect(signersAwaited(['head', 'secretary'], [])).toEqual(['head', 'secretary']);
    expect(signersAwaited(['head', 'secretary'], ['secretary'])).toEqual(['head']);
    expect(signersAwaited(['head'], ['head', 'x'])).toEqual([]);
  });

  it('keeps drafter and signer apart, and the text as it was signed', () => {
    expect(ownDraftConflict('p', 'p')?.code).toBe('ACT_OWN_DRAFT');
    expect(ownDraftConflict('p', 'q')).toBeNull();
    expect(ownDraftConflict(null, 'q')).toBeNull();
    expect(changedAfterSignature('aa', 'aa')).toBeNull();
    expect(changedAfterSignature('aa', 'ab')?.code).toBe('ACT_CHANGED_AFTER_SIGNATURE');
  });
});

describe('ladders, kinds and rules of one pack', () => {
  const withRung = (id: string, change: Partial<Rung>): LadderPolicy[] => [
    { ...itemLagLadder, rungs: itemLagLadder.rungs.map((rung) => (rung.id === id ? { ...rung, ...change } : rung)) },
  ];
  it('fit each other in the season', () => expect(approvalFaults(LADDERS, ACT_KINDS, APPROVAL_RULES)).toEqual([]));

  it.each<[string, LadderPolicy[], string]>([
    ['another approver', withRung('list', { approvers: ['office-director'] }), 'listing is signed by head'],
    ['another lifter', withRung('list', { lift: { document: 'delisting', approvers: ['x'] } }), 'rung list, lifting'],
    ['an unknown paper', withRung('order', { document: 'scroll' }), 'there is no act kind scroll'],
    [
      'an automatic rung of a signed kind',
      withRung('remind', { document: 'warning-yellow' }),
      'goes out by itself, but warning-yellow is signed',
    ],
  ])('%s', (_, ladders, fault) =>
    expect(approvalFaults(ladders, ACT_KINDS, APPROVAL_RULES)).toEqual(
      expect.arrayContaining([expect.stringContaining(fault)]),
    ),
  );

  it('finds a rule without kind, and lets an automatic reminder be a paper', () => {
    expect(approvalFaults([], [], [APPROVAL_RULES[0]!])).toEqual([
      'approval rule: there is no act kind warning-yellow',
    ]);
    expect(approvalFaults(withRung('remind', { document: 'reminder' }), ACT_KINDS, APPROVAL_RULES)).toEqual([]);
  });
});
