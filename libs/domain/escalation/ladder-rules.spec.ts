import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { buildWorkingCalendar, type CalendarYear } from '../calendar/working-day.js';
import { judged, walkIn } from './fixtures/ladder-walk.fixture.js';
import { itemLagLadder, rankingLadder, sectionLadder } from './fixtures/ladders.fixture.js';
import { startLadder, step } from './ladder.js';
import type { LadderPolicy } from './ladder-policy.js';
import type { LadderEvent } from './ladder-state.js';

const calendar = buildWorkingCalendar([
  JSON.parse(
    readFileSync(new URL('../../../packs/default-district/calendar/holiday-cn-2026.json', import.meta.url), 'utf8'),
  ) as CalendarYear,
]);
const Walk = walkIn(calendar);

describe('approval', () => {
  const proposedOrder = () => {
    const walk = new Walk(itemLagLadder);
    expect(walk.take(judged('2026-05-21', 'red')).acts).toEqual([
      '2026-05-21 1 absorbed by 2',
      '2026-05-21 propose 2 order',
    ]);
    return walk;
  };

  it('declined brings back what the draft had absorbed, and does not ask again', () => {
    const walk = proposedOrder();
    expect(walk.take({ kind: 'declined', on: '2026-05-22', step: 2 }).acts).toEqual(['2026-05-22 propose 1 red']);
    expect(walk.take(judged('2026-05-28', 'red')).acts).toEqual([]);
    expect(walk.states()).toEqual(['1 red proposed', '2 order declined']);
    expect(walk.take({ kind: 'declined', on: '2026-05-22', step: 2 })).toEqual({ acts: [], timers: [] });
  });

  it('an order issued before the red letter leaves nothing to approve below it', () => {
    const walk = proposedOrder();
    expect(() => walk.take({ kind: 'approved', on: '2026-05-22', step: 1 })).toThrow(
      expect.objectContaining({ code: 'LADDER_STEP_STATE' }),
    );
    expect(() => walk.take({ kind: 'issued', on: '2026-05-22', step: 1 })).toThrow(
      expect.objectContaining({ code: 'LADDER_STEP_STATE' }),
    );
  });

  it('taken back by another paper: nothing is owed under it, and it is not asked for again', () => {
    const walk = proposedOrder();
    walk.take({ kind: 'issued', on: '2026-05-22', step: 2 });
    walk.take({ kind: 'received', on: '2026-05-22', step: 2 });
    const revoked: LadderEvent = { kind: 'revoked', on: '2026-05-25', step: 2 };
    expect(walk.take(revoked)).toEqual({ acts: ['2026-05-25 2 lift'], timers: ['2:fulfilment cancelled'] });
    expect(walk.take(revoked)).toEqual({ acts: [], timers: [] });
    expect(walk.take(judged('2026-06-04', 'red')).acts).toEqual([]);
    expect(walk.states()).toEqual(['1 red absorbed', '2 order lifted']);
  });

  it.each<[string, LadderEvent, string]>([
    ['received before issue', { kind: 'received', on: '2026-05-22', step: 2 }, 'LADDER_STEP_STATE'],
    ['held without being a meeting', { kind: 'held', on: '2026-05-22', step: 2, attended: true }, 'LADDER_STEP_STATE'],
    ['lifted while not being lifted', { kind: 'lifted', on: '2026-05-22', step: 2 }, 'LADDER_STEP_STATE'],
    ['a duty not owed', { kind: 'fulfilled', on: '2026-05-22', step: 2, duty: 'fulfilment' }, 'LADDER_UNKNOWN_DUTY'],
    ['an unknown step', { kind: 'approved', on: '2026-05-22', step: 9 }, 'LADDER_UNKNOWN_STEP'],
    [
      'an unknown rung',
      { kind: 'instructed', on: '2026-05-22', rung: 'x', instructionId: 'i', by: 'p', basis: 'b' },
      'LADDER_UNKNOWN_RUNG',
    ],
  ])('refuses: %s', (_, event, code) => {
    const walk = proposedOrder();
    const before = walk.state;
    expect(() => walk.take(event)).toThrow(expect.objectContaining({ code }));
    expect(walk.state).toBe(before);
  });

  it('refuses to decline what is out', () => {
    const walk = proposedOrder();
    walk.take({ kind: 'issued', on: '2026-05-22', step: 2 });
    expect(() => walk.take({ kind: 'declined', on: '2026-05-22', step: 2 })).toThrow(
      expect.objectContaining({ code: 'LADDER_STEP_STATE' }),
    );
  });
});

describe('limits', () => {
  const lettered = () => {
    const walk = new Walk(itemLagLadder);
    walk.take(judged('2026-05-07', 'yellow'));
    walk.take({ kind: 'issued', on: '2026-05-08', step: 2 });
    walk.take({ kind: 'received', on: '2026-05-09', step: 2 });
    return walk;
  };

  it('an unanswered letter leads to an order, at the next cut-off only', () => {
    const walk = lettered();
    expect(walk.take({ kind: 'timer', on: '2026-05-16', step: 2, duty: 'reply' }).acts).toEqual([
      '2026-05-16 2 reply overdue',
    ]);
    expect(walk.take(judged('2026-05-21', 'green')).acts).toEqual(['2026-05-21 propose 3 order']);
  });

  it('an answer between the limit and the cut-off is late but spares the order', () => {
    const walk = lettered();
    expect(walk.take({ kind: 'fulfilled', on: '2026-05-18', step: 2, duty: 'reply' }).acts).toEqual([
      '2026-05-16 2 reply overdue',
      '2026-05-18 2 reply answered late',
    ]);
    expect(walk.take(judged('2026-05-21', 'green')).acts).toEqual([]);
  });

  it('an answer in time that arrives late takes the draft back', () => {
    const walk = lettered();
    walk.take(judged('2026-05-21', 'green'));
    expect(walk.states().at(-1)).toBe('3 order proposed');
    const told = walk.take({ kind: 'fulfilled', on: '2026-05-15', step: 2, duty: 'reply' });
    expect(told.acts).toEqual(['2026-05-15 2 reply answered', '2026-05-15 3 cancel']);
  });

  it('a timer that fires early, twice, or after the answer does nothing', () => {
    const walk = lettered();
    expect(walk.take({ kind: 'timer', on: '2026-05-15', step: 2, duty: 'reply' })).toEqual({ acts: [], timers: [] });
    walk.take({ kind: 'fulfilled', on: '2026-05-15', step: 2, duty: 'reply' });
    expect(walk.take({ kind: 'timer', on: '2026-05-16', step: 2, duty: 'reply' })).toEqual({ acts: [], timers: [] });
    const missed = lettered();
    missed.take({ kind: 'timer', on: '2026-05-16', step: 2, duty: 'reply' });
    expect(missed.take({ kind: 'timer', on: '2026-05-16', step: 2, duty: 'reply' })).toEqual({ acts: [], timers: [] });
  });

  it('dates a miss by the limit however late it is noticed', () => {
    const walk = new Walk(itemLagLadder);
    walk.take({ kind: 'instructed', on: '2026-06-05', rung: 'list', instructionId: 'i1', by: 'p', basis: 'b' });
    walk.take(judged('2026-06-05', 'yellow'));
    walk.take({ kind: 'issued', on: '2026-06-05', step: 1 });
    walk.take({ kind: 'received', on: '2026-06-05', step: 1 });
    expect(walk.take({ kind: 'timer', on: '2026-07-14', step: 1, duty: 'fulfilment' }).acts).toEqual([
      '2026-07-07 1 fulfilment overdue',
      '2026-07-07 propose 3 talk',
    ]);
  });

  it('marks a limit that reaches into a year without an official calendar', () => {
    const walk = new Walk(itemLagLadder);
    walk.take(judged('2026-12-24', 'yellow'));
    walk.take({ kind: 'issued', on: '2026-12-30', step: 2 });
    walk.take({ kind: 'received', on: '2026-12-30', step: 2 });
    expect(walk.state.steps[1]!.duties).toEqual([
      { id: 'reply', dueOn: '2027-01-06', isProvisional: true, doneOn: null, missedOn: null },
    ]);
  });
});

describe('other ways in and out', () => {
  const instruct = (rung: string, on = '2026-05-12', instructionId = 'i1'): LadderEvent => ({
    kind: 'instructed',
    on,
    rung,
    instructionId,
    by: 'head',
    basis: '批示',
  });

  it('enters a rung by recorded instruction once, and leaves lower rungs out of it', () => {
    const walk = new Walk(itemLagLadder);
    walk.take(judged('2026-05-07', 'green'));
    expect(walk.take(instruct('list')).acts).toEqual(['2026-05-12 propose 1 list']);
    expect(walk.take(instruct('list')).acts).toEqual([]);
    expect(walk.take(instruct('list', '2026-05-13', 'i2')).acts).toEqual([]);
    walk.take({ kind: 'issued', on: '2026-05-13', step: 1 });
    expect(walk.take(judged('2026-05-14', 'orange')).acts).toEqual([]);
    expect(walk.state.steps[0]!.because).toEqual({
      kind: 'instruction',
      instructionId: 'i1',
      by: 'head',
      basis: '批示',
    });
  });

  it('waits for reviewed data also when instructed', () => {
    const walk = new Walk(itemLagLadder);
    expect(walk.take(instruct('list')).acts).toEqual(['2026-05-12 await-data 1 list']);
    expect(walk.take(judged('2026-05-14', 'yellow')).acts).toEqual([
      '2026-05-14 propose 1 list',
      '2026-05-14 send 2 remind',
    ]);
  });

  it('refuses an instruction where the pack knows none', () => {
    const walk = new Walk({ ...sectionLadder, byInstruction: false });
    expect(() => walk.take(instruct('order'))).toThrow(expect.objectContaining({ code: 'LADDER_NO_INSTRUCTION' }));
  });

  it('counts recorded facts once each: two refused closures list, one absence refers', () => {
    const walk = new Walk(itemLagLadder);
    walk.take(judged('2026-06-11', 'yellow'));
    const refused = (factId: string): LadderEvent => ({
      kind: 'fact',
      on: '2026-06-12',
      fact: 'refused-closure',
      factId,
    });
    expect(walk.take(refused('r1')).acts).toEqual([]);
    expect(walk.take(refused('r1')).acts).toEqual([]);
    expect(walk.take(refused('r2')).acts).toEqual(['2026-06-12 propose 3 list', '2026-06-12 2 absorbed by 3']);
    walk.take(instruct('talk', '2026-06-15'));
    walk.take({ kind: 'issued', on: '2026-06-16', step: 4, meetingOn: '2026-06-23' });
    walk.take({ kind: 'received', on: '2026-06-16', step: 4 });
    expect(walk.take({ kind: 'held', on: '2026-06-23', step: 4, attended: false }).acts).toEqual([
      '2026-06-23 propose 5 refer',
    ]);
  });

  it('lifts warnings when it gets quiet, and then ends', () => {
    const walk = new Walk(itemLagLadder);
    walk.take(judged('2026-05-07', 'yellow'));
    walk.take({ kind: 'issued', on: '2026-05-08', step: 2 });
    walk.take({ kind: 'received', on: '2026-05-08', step: 2 });
    expect(walk.take({ kind: 'cause-ended', on: '2026-05-28', how: 'quiet' })).toEqual({
      acts: ['2026-05-15 2 reply overdue', '2026-05-28 1 lift', '2026-05-28 2 lift', '2026-05-28 end'],
      timers: ['2:reply cancelled'],
    });
    expect(walk.take(judged('2026-06-04', 'red'))).toEqual({ acts: [], timers: [] });
    expect(walk.state).toMatchObject({ status: 'ended', endedOn: '2026-05-28' });
  });

  it('keeps an order through quiet weeks', () => {
    const walk = new Walk(itemLagLadder);
    walk.take(judged('2026-05-21', 'red'));
    walk.take({ kind: 'issued', on: '2026-05-22', step: 2 });
    expect(walk.take({ kind: 'cause-ended', on: '2026-06-11', how: 'quiet' }).acts).toEqual([]);
    expect([walk.state.status, walk.states()]).toEqual(['climbing', ['1 red absorbed', '2 order issued']]);
  });

  it('lifts by paper once, while another rung holds the ladder', () => {
    const papers: LadderPolicy = {
      ...itemLagLadder,
      rungs: itemLagLadder.rungs.map((rung) =>
        rung.id === 'yellow'
          ? { ...rung, lift: { document: 'warning-lifted', approvers: ['office-director'] } }
          : { ...rung, absorbs: [] },
      ),
    };
    const walk = new Walk(papers);
    walk.take(judged('2026-05-07', 'yellow'));
    walk.take({ kind: 'issued', on: '2026-05-08', step: 2 });
    walk.take(instruct('list'));
    walk.take({ kind: 'issued', on: '2026-05-13', step: 3 });
    const end = (on: string, how: 'quiet' | 'closed') => walk.take({ kind: 'cause-ended', on, how }).acts;
    expect(end('2026-05-28', 'quiet')).toEqual(['2026-05-28 1 lift', '2026-05-28 2 propose warning-lifted']);
    expect(walk.state.status).toBe('climbing');
    expect(end('2026-06-01', 'closed')).toEqual(['2026-06-01 3 propose delisting']);
    walk.take({ kind: 'lifted', on: '2026-06-02', step: 3 });
    expect(walk.take({ kind: 'lifted', on: '2026-06-02', step: 2 }).acts).toEqual(['2026-06-02 end']);
  });

  it('takes letters back by another act when the data were wrong', () => {
    const walk = new Walk(itemLagLadder);
    walk.take(judged('2026-05-07', 'yellow'));
    walk.take({ kind: 'issued', on: '2026-05-08', step: 2 });
    walk.take(judged('2026-05-14', 'orange'));
    expect(walk.take({ kind: 'cause-ended', on: '2026-05-15', how: 'withdrawn' }).acts).toEqual([
      '2026-05-15 1 lift',
      '2026-05-15 2 propose-withdrawal',
      '2026-05-15 3 cancel',
    ]);
    expect(walk.take({ kind: 'lifted', on: '2026-05-18', step: 2 }).acts).toEqual(['2026-05-18 end']);
  });

  it('ignores a judgement older than the last, and one it has taken in', () => {
    const walk = new Walk(itemLagLadder);
    walk.take(judged('2026-05-14', 'yellow'));
    const { state } = walk;
    walk.take(judged('2026-05-07', 'red'));
    walk.take(judged('2026-05-14', 'red'));
    expect(walk.state).toEqual(state);
  });

  it('does not repeat a letter of another ladder about the same matter too soon', () => {
    const earlier = [{ rung: 'yellow', issuedOn: '2026-05-08' }];
    const acts = (on: string): string[] => new Walk(itemLagLadder, earlier).take(judged(on, 'yellow')).acts;
    // five working days after 05-08, with the worked Saturday, are over on 05-14
    expect(acts('2026-05-13')).toEqual(['2026-05-13 send 1 remind']);
    expect(acts('2026-05-14')).toEqual(['2026-05-14 send 1 remind', '2026-05-14 propose 2 yellow']);
  });

  it('summons once a quarter about the same matter, unless a new fact is the reason', () => {
    const walk = (on: string, policy: LadderPolicy = rankingLadder): string[] =>
      new Walk(policy, [{ rung: 'talk', issuedOn: '2026-07-13' }]).take(
        judged(on, 'red', { period: '2026-08', count: 2 }),
      ).acts;
    expect(walk('2026-09-03')).toEqual(['2026-09-03 propose 1 yellow']);
    expect(walk('2026-10-12')).toEqual(['2026-10-12 1 absorbed by 2', '2026-10-12 propose 2 talk']);
    const onFact: LadderPolicy = {
      ...rankingLadder,
      rungs: rankingLadder.rungs.map((rung) => ({ ...rung, enter: [{ kind: 'fact', fact: 'rebound', times: 1 }] })),
    };
    const facts = new Walk(onFact, [{ rung: 'talk', issuedOn: '2026-07-13' }]);
    facts.take(judged('2026-09-03', 'red'));
    expect(facts.take({ kind: 'fact', on: '2026-09-04', fact: 'rebound', factId: 'f1' }).acts).toEqual([
      '2026-09-04 1 absorbed by 2',
      '2026-09-04 propose 2 talk',
    ]);
  });

  it('is a fault to walk on with another version of the policy', () => {
    const state = startLadder(itemLagLadder);
    expect(() =>
      step(state, judged('2026-05-07', 'yellow'), { policy: { ...itemLagLadder, version: 2 }, calendar }),
    ).toThrow('ladder began with ladder-item-lag v1');
  });
});
