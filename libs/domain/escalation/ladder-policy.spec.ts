import { describe, expect, it } from '@jest/globals';
import { itemLagLadder, LADDERS } from './fixtures/ladders.fixture.js';
import { ladderFaults, ladderFor, type LadderPolicy, type Rung } from './ladder-policy.js';

const withRung = (id: string, change: Partial<Rung>): LadderPolicy => ({
  ...itemLagLadder,
  rungs: itemLagLadder.rungs.map((rung) => (rung.id === id ? { ...rung, ...change } : rung)),
});

describe('ladder faults', () => {
  it('finds none in the ladders of the season, which are JSON and one per rule class', () => {
    for (const ladder of LADDERS) expect([ladder.id, ladderFaults(ladder)]).toEqual([ladder.id, []]);
    expect(JSON.parse(JSON.stringify(LADDERS))).toEqual(LADDERS);
    expect(ladderFor(LADDERS, 'ranking-last')?.id).toBe('ladder-ranking-last');
    expect(ladderFor(LADDERS, 'unknown')).toBeUndefined();
  });

  it.each<[string, LadderPolicy, string]>([
    ['absorbing upwards', withRung('yellow', { absorbs: ['order'] }), 'absorbs order, which is no lower rung'],
    [
      'an unknown duty',
      withRung('list', { enter: [{ kind: 'missed', rung: 'order', duty: 'x', look: 'at-once' }] }),
      'watches duty x of order, which does not exist',
    ],
    [
      'watching upwards',
      withRung('yellow', { enter: [{ kind: 'missed', rung: 'order', duty: 'fulfilment', look: 'at-once' }] }),
      'watches rung order, which is not lower',
    ],
    [
      'an automatic letter',
      withRung('yellow', { isAutomatic: true, approvers: [] }),
      'only reminders go out by themselves',
    ],
    ['an approved reminder', withRung('remind', { approvers: ['x'] }), 'only reminders go out by themselves'],
    ['nobody approving', withRung('order', { approvers: [] }), 'nobody approves it'],
    ['an order without paper', withRung('order', { document: null }), 'only reminders go without a paper'],
    ['a warning without colour', withRung('yellow', { colour: null }), 'warnings, and only warnings, have a colour'],
    ['a coloured order', withRung('order', { colour: 'red' }), 'warnings, and only warnings, have a colour'],
    ['a talk without meeting', withRung('talk', { meeting: null }), 'a duty runs from a meeting it has not'],
    [
      'a listing on real-time data',
      withRung('list', { needsReviewedData: false }),
      'listing and above need reviewed data',
    ],
    ['a rung closure does not lift', withRung('order', { liftedBy: [] }), 'closure must lift it'],
    [
      'a duty of no days',
      withRung('order', {
        duties: [{ ...itemLagLadder.rungs[1]!.duties[0]!, wait: { amount: 0, unit: 'WORKING_DAY' } }],
      }),
      'duty reply has no whole number of days',
    ],
    [
      'one duty twice',
      withRung('yellow', { duties: [...itemLagLadder.rungs[1]!.duties, ...itemLagLadder.rungs[1]!.duties] }),
      'two duties have one id',
    ],
    ['no rungs', { ...itemLagLadder, rungs: [], oncePerQuarter: [] }, 'a ladder has rungs'],
    ['two rungs of one id', withRung('remind', { id: 'yellow' }), 'two rungs have one id'],
    ['an unknown rung once per quarter', { ...itemLagLadder, oncePerQuarter: ['x'] }, 'names x, which is no rung'],
  ])('%s', (_, policy, fault) =>
    expect(ladderFaults(policy)).toEqual(expect.arrayContaining([expect.stringContaining(fault)])),
  );
});
