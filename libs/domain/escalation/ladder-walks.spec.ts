import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { buildWorkingCalendar, type CalendarYear } from '../calendar/working-day.js';
import fc from 'fast-check';
import type { Refusal } from '../refusal.js';
import { itemLagLadder } from './fixtures/ladders.fixture.js';
import { startLadder, step } from './ladder.js';
import type { LadderEvent, LadderState } from './ladder-state.js';

const calendar = buildWorkingCalendar([
  JSON.parse(
    readFileSync(new URL('../../../packs/default-district/calendar/holiday-cn-2026.json', import.meta.url), 'utf8'),
  ) as CalendarYear,
]);

describe('any sequence of events', () => {
  const dates = ['2026-05-07', '2026-05-14', '2026-05-21', '2026-05-28', '2026-06-04', '2026-07-09', '2026-08-06'];
  const stepNo = fc.integer({ min: 1, max: 8 });
  /** The next natural event of a step, so that walks get somewhere. */
  const forward = (state: LadderState, pick: number): object | null => {
    const live = state.steps.filter((one) =>
      ['proposed', 'approved', 'issued', 'received', 'lifting'].includes(one.state),
    );
    const chosen = live[pick % Math.max(1, live.length)];
    if (!chosen) return null;
    const kind = { proposed: 'approved', approved: 'issued', issued: 'received', received: 'held', lifting: 'lifted' };
    return { kind: kind[chosen.state as keyof typeof kind], step: chosen.no, attended: true };
  };
  const kinds = fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('forward'), pick: fc.nat(9) }) },
    fc.record({
      kind: fc.constant('judged'),
      severity: fc.constantFrom('green', 'yellow', 'orange', 'red'),
      revision: fc.constantFrom(1, 2),
    }),
    fc.record({ kind: fc.constantFrom('approved', 'declined', 'issued', 'received', 'lifted'), step: stepNo }),
    fc.record({ kind: fc.constant('held'), step: stepNo, attended: fc.boolean() }),
    fc.record({
      kind: fc.constantFrom('fulfilled', 'timer'),
      step: stepNo,
      duty: fc.constantFrom('reply', 'fulfilment', 'minutes'),
    }),
    fc.record({
      kind: fc.constant('fact'),
      fact: fc.constantFrom('refused-closure', 'absence'),
      factId: fc.constantFrom('a', 'b'),
    }),
    fc.record({
      kind: fc.constant('instructed'),
      rung: fc.constantFrom('list', 'criticise', 'talk'),
      instructionId: fc.constantFrom('x', 'y'),
    }),
    fc.record({
      kind: fc.constant('cause-ended'),
      how: fc.constantFrom('quiet' as const, 'closed' as const, 'withdrawn' as const),
    }),
  );
  const sequence = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), kinds), {
    minLength: 20,
    maxLength: 60,
    size: 'max',
  });

  it('keeps one live step a rung, timers in step with duties, and nothing running after the end', () => {
    let ended = 0;
    let talks = 0;
    fc.assert(
      fc.property(sequence, (drawn) => {
        let at = 0;
        let state = startLadder(itemLagLadder);
        const running = new Map<string, string>();
        for (const [advance, values] of drawn) {
          at = Math.min(dates.length - 1, at + (advance === 2 ? 1 : 0));
          const on = dates[at]!;
          const chosen: object | null = 'pick' in values ? forward(state, values.pick) : values;
          if (chosen === null || (values.kind === 'cause-ended' && at < 4)) continue;
          const common = { on, period: on, count: 1, dataState: 'reviewed', by: 'p', basis: 'b' };
          const event = { ...common, ...chosen } as unknown as LadderEvent;
          const context = { policy: itemLagLadder, calendar };
          let result;
          try {
            result = step(state, event, context);
          } catch (cause) {
            expect((cause as Refusal).code).toMatch(/^LADDER_/);
            continue;
          }
          const again = step(result.state, event, context);
          expect(again).toEqual({ state: result.state, timers: [], acts: [] });
          state = JSON.parse(JSON.stringify(result.state)) as LadderState;
          expect(state).toEqual(result.state);

          for (const timer of result.timers) {
            if (timer.op === 'cancel') running.delete(timer.id);
            else {
              expect(running.has(timer.id)).toBe(false);
              running.set(timer.id, timer.dueOn);
            }
          }
          const owed = state.steps
            .filter((one) => one.state === 'issued' || one.state === 'received')
            .flatMap((one) =>
              one.duties
                .filter(({ doneOn, missedOn }) => doneOn === null && missedOn === null)
                .map((duty) => `${one.no}:${duty.id}`),
            );
          expect([...running.keys()].sort()).toEqual(owed.sort());

          const live = state.steps.filter(
            (one) => !['lifted', 'absorbed', 'declined', 'cancelled'].includes(one.state),
          );
          expect(new Set(live.map(({ rung }) => rung)).size).toBe(live.length);
          if (state.status === 'ended') {
            expect(live).toEqual([]);
            expect(running.size).toBe(0);
          }
          const judgedData = state.judged?.dataState;
          for (const one of live)
            if (['list', 'criticise', 'talk', 'refer'].includes(one.rung) && one.state !== 'awaiting-data')
              expect(judgedData).toBe('reviewed');
        }
        ended += state.status === 'ended' ? 1 : 0;
        talks += state.steps.some(({ heldOn }) => heldOn !== null) ? 1 : 0;
        expect(state.steps.map(({ no }) => no)).toEqual(state.steps.map((_, index) => index + 1));
      }),
      { seed: 20260507, numRuns: 70 },
    );
    // The walk must have been somewhere.
    expect([ended > 10, talks > 2]).toEqual([true, true]);
  });
});
