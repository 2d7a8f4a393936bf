import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Refusal } from '../refusal.js';
import {
  ACT_OUTCOMES,
  ACT_STAGES,
  type ActAction,
  type ActKind,
  actKindFaults,
  type ActStage,
  type ActState,
  allowedActActions,
  FINAL_ACT_STATES,
  firstActState,
  isActIssued,
  nextActState,
} from './act-lifecycle.js';
import { ACT_KINDS } from './fixtures/acts.fixture.js';

const kindOf = (id: string): ActKind => ACT_KINDS.find((one) => one.id === id)!;
const STATES = [...Object.keys(ACT_STAGES), ...Object.keys(ACT_OUTCOMES)] as ActState[];
const ACTIONS = [
  ...new Set(
    ACT_KINDS.flatMap((kind) => STATES.flatMap((state) => allowedActActions(kind, state).map((one) => one.action))),
  ),
];

/** The life of a notice of talk, which has every stage, written out a second time. */
const TALK: Record<ActState, Partial<Record<ActAction, ActState>>> = {
  draft: { submit: 'review', cancel: 'withdrawn' },
  review: { 'pass-review': 'countersign', return: 'returned', cancel: 'withdrawn' },
  countersign: { countersign: 'signature', return: 'returned', cancel: 'withdrawn' },
  signature: { sign: 'numbering', return: 'returned', cancel: 'withdrawn' },
  numbering: { number: 'sealing', 'void-approval': 'returned', cancel: 'withdrawn' },
  sealing: { seal: 'issue', 'void-approval': 'returned', cancel: 'withdrawn' },
  issue: { issue: 'delivery', 'void-approval': 'returned', cancel: 'withdrawn' },
  delivery: { deliver: 'receipt', lift: 'filing', revoke: 'withdrawn' },
  receipt: {
    'sign-receipt': 'attendance',
    'record-refused-receipt': 'attendance',
    lift: 'filing',
    revoke: 'withdrawn',
  },
  attendance: { hold: 'reply', 'record-absence': 'reply', lift: 'filing', revoke: 'withdrawn' },
  reply: { reply: 'follow-up', lift: 'filing', revoke: 'withdrawn' },
  'follow-up': { verify: 'lifting', lift: 'filing', revoke: 'withdrawn' },
  lifting: { lift: 'filing', revoke: 'withdrawn' },
  filing: { file: 'filed', revoke: 'withdrawn' },
  returned: { redraft: 'draft', cancel: 'withdrawn' },
  filed: {},
  withdrawn: {},
  absorbed: {},
};
for (const state of STATES) if (!FINAL_ACT_STATES.includes(state)) TALK[state].absorb = 'absorbed';

describe('a notice of talk', () => {
  const talk = kindOf('talk');
  it('uses every stage', () => expect(talk.stages).toEqual(Object.keys(ACT_STAGES)));

  for (const state of STATES) {
    for (const action of ACTIONS) {
      const target = TALK[state][action];
      it(`${state} × ${action} → ${target ?? 'refused'}`, () => {
        if (target) {
          expect(nextActState(talk, state, action)).toBe(target);
          return;
        }
        try {
          nextActState(talk, state, action);
          throw new Error('was not refused');
        } catch (cause) {
          expect(cause).toBeInstanceOf(Refusal);
          expect((cause as Refusal).code).toBe('ACT_ILLEGAL_TRANSITION');
        }
      });
    }
  }
});

describe('other kinds', () => {
  const path = (id: string): ActState[] => {
    const kind = kindOf(id);
    const states: ActState[] = [firstActState(kind)];
    while (!FINAL_ACT_STATES.includes(states.at(-1)!)) {
      const [first] = allowedActActions(kind, states.at(-1)!);
      states.push(first!.to);
    }
    return states;
  };

  it.each([
    ['reminder', 'draft issue delivery filing filed'],
    [
      'warning-yellow',
      'draft review countersign signature numbering sealing issue delivery receipt reply filing filed',
    ],
    ['talk-minutes', 'draft review signature numbering issue delivery filing filed'],
    ['bulletin', 'draft review countersign signature numbering sealing issue delivery filing filed'],
  ])('%s goes through its own stages', (id, states) => expect(path(id).join(' ')).toBe(states));

  it('knows no action in a stage the kind does not have', () => {
    expect(allowedActActions(kindOf('bulletin'), 'reply')).toEqual([]);
    expect(() => nextActState(kindOf('bulletin'), 'reply', 'reply')).toThrow(Refusal);
  });

  it('tells what is out', () => {
    expect(STATES.filter(isActIssued)).toEqual([
      'delivery',
      'receipt',
      'attendance',
      'reply',
      'follow-up',
      'lifting',
      'filing',
    ]);
  });

  it('demands another numbered act to revoke, and a reason to return', () => {
    const find = (state: ActState, action: ActAction) =>
      allowedActActions(kindOf('listing'), state).find((one) => one.action === action);
    expect(find('follow-up', 'revoke')?.demands).toEqual(['reason', 'byDocumentNo']);
    expect(find('signature', 'return')).toMatchObject({ by: ['signer'], demands: ['reason'] });
    expect(find('follow-up', 'cancel')).toBeUndefined();
  });

  it('voids an approval only between signature and issue, and lifts only what is out', () => {
    const letter = kindOf('warning-yellow');
    const knowing = (action: ActAction): ActState[] =>
      STATES.filter((state) => allowedActActions(letter, state).some((one) => one.action === action));
    expect(knowing('void-approval')).toEqual(['numbering', 'sealing', 'issue']);
    expect(knowing('lift')).toEqual(['delivery', 'receipt', 'reply']);
    expect(nextActState(letter, 'reply', 'lift')).toBe('filing');
    expect(allowedActActions(kindOf('reminder'), 'issue').map((one) => one.action)).not.toContain('void-approval');
  });
});

describe('kinds of act', () => {
  it('are without fault in the season', () => {
    for (const kind of ACT_KINDS) expect(actKindFaults(kind)).toEqual([]);
    expect(JSON.parse(JSON.stringify(ACT_KINDS))).toEqual(ACT_KINDS);
  });

  const order = kindOf('supervision-order');
  const without = (...gone: ActStage[]): ActStage[] => order.stages.filter((stage) => !gone.includes(stage));
  it.each<[string, Partial<ActKind>, string]>([
    [
      'a number before the signature',
      { stages: ['draft', 'numbering', 'signature', 'issue', 'filing'] },
      'out of order',
    ],
    ['a stage twice', { stages: ['draft', 'draft', 'signature', 'issue', 'filing'] }, 'out of order'],
    ['no draft', { stages: without('draft') }, 'begins with a draft'],
    ['no issue', { stages: without('issue') }, 'never issued'],
    ['no filing', { stages: without('filing') }, 'ends by being filed'],
    ['a number without signature', { stages: without('signature'), isAutomatic: true }, 'a number and no signature'],
    ['a seal without number', { stages: without('numbering') }, 'a seal and no number'],
    ['a receipt without delivery', { stages: without('delivery') }, 'receipted and not delivered'],
    ['a reply without receipt', { stages: without('receipt') }, 'its receipt is not recorded'],
    [
      'public and unsigned',
      { stages: without('signature', 'numbering', 'sealing'), isPublic: true },
      'nobody signs it',
    ],
    ['automatic and numbered', { isAutomatic: true }, 'never go out by themselves'],
    ['neither signed nor automatic', { stages: ['draft', 'issue', 'filing'] }, 'either automatic or signed'],
  ])('%s', (_, change, fault) =>
    expect(actKindFaults({ ...order, ...change })).toEqual(expect.arrayContaining([expect.stringContaining(fault)])),
  );

  it('reach an end from every state of any sound kind, and never issue unsigned what is signed', () => {
    const stages = fc.subarray(Object.keys(ACT_STAGES) as ActStage[]);
    let sound = 0;
    fc.assert(
      fc.property(
        stages,
        fc.boolean(),
        fc.array(fc.nat(9), { maxLength: 40, size: 'max' }),
        (drawn, isAutomatic, picks) => {
          const kind: ActKind = { ...order, stages: drawn, isAutomatic };
          if (actKindFaults(kind).length > 0) return;
          sound += 1;
          let state = firstActState(kind);
          const taken: ActAction[] = [];
          for (const pick of picks) {
            const open = allowedActActions(kind, state);
            if (open.length === 0) break;
            const { action, to } = open[pick % open.length]!;
            expect(nextActState(kind, state, action)).toBe(to);
            taken.push(action);
            if (action === 'issue' && !isAutomatic) expect(taken).toContain('sign');
            if (action === 'number') expect(taken).toContain('sign');
            state = to;
          }
          expect(FINAL_ACT_STATES.includes(state)).toBe(allowedActActions(kind, state).length === 0);
        },
      ),
      { seed: 5, numRuns: 3000 },
    );
    expect(sound).toBeGreaterThan(20);
  });
});
