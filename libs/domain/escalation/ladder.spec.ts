import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { buildWorkingCalendar, type CalendarYear } from '../calendar/working-day.js';
import { judged, walkIn } from './fixtures/ladder-walk.fixture.js';
import { itemLagLadder, rankingLadder, sectionLadder } from './fixtures/ladders.fixture.js';
import { isHeldUntilClosure, outlook } from './ladder-outlook.js';
import type { LadderEvent, LadderState } from './ladder-state.js';

const calendar = buildWorkingCalendar([
  JSON.parse(
    readFileSync(new URL('../../../packs/default-district/calendar/holiday-cn-2026.json', import.meta.url), 'utf8'),
  ) as CalendarYear,
]);
const Walk = walkIn(calendar);

const row = (event: LadderEvent, acts: string[] = [], timers: string[] = []) => ({ event, acts, timers });

describe('T-07 of the season (rows 2, 4, 5, 7, 14, 20)', () => {
  const rows = [
    row(judged('2026-05-07', 'yellow'), ['2026-05-07 send 1 remind', '2026-05-07 propose 2 yellow']),
    row({ kind: 'approved', on: '2026-05-08', step: 2 }),
    row({ kind: 'issued', on: '2026-05-08', step: 2 }),
    // 05-09 is a working Saturday
    row({ kind: 'received', on: '2026-05-09', step: 2 }, [], ['2:reply due 2026-05-15 fires 2026-05-16']),
    row(judged('2026-05-14', 'orange', { count: 2 }), ['2026-05-14 propose 3 orange']),
    row(
      { kind: 'fulfilled', on: '2026-05-15', step: 2, duty: 'reply' },
      ['2026-05-15 2 reply answered'],
      ['2:reply cancelled'],
    ),
    row({ kind: 'approved', on: '2026-05-15', step: 3 }),
    row({ kind: 'issued', on: '2026-05-15', step: 3 }, ['2026-05-15 2 absorbed by 3']),
    row({ kind: 'received', on: '2026-05-15', step: 3 }, [], ['3:reply due 2026-05-20 fires 2026-05-21']),
    row(
      { kind: 'fulfilled', on: '2026-05-20', step: 3, duty: 'reply' },
      ['2026-05-20 3 reply answered'],
      ['3:reply cancelled'],
    ),
    // orange twice is red; the red letter is absorbed by the order
    row(judged('2026-05-21', 'red', { count: 3 }), ['2026-05-21 4 absorbed by 5', '2026-05-21 propose 5 order']),
    row({ kind: 'approved', on: '2026-05-22', step: 5 }),
    row({ kind: 'issued', on: '2026-05-22', step: 5 }, ['2026-05-22 3 absorbed by 5']),
    row({ kind: 'received', on: '2026-05-22', step: 5 }, [], ['5:fulfilment due 2026-06-02 fires 2026-06-03']),
    row(judged('2026-05-28', 'red', { count: 4 })),
    row(
      { kind: 'timer', on: '2026-06-03', step: 5, duty: 'fulfilment' },
      ['2026-06-03 5 fulfilment overdue'],
      ['5:fulfilment cancelled'],
    ),
    row(judged('2026-06-04', 'red', { count: 5 }), ['2026-06-04 propose 6 list']),
    row({ kind: 'approved', on: '2026-06-05', step: 6 }),
    row({ kind: 'issued', on: '2026-06-05', step: 6 }, ['2026-06-05 5 absorbed by 6']),
    // thirty days end on Sunday 07-05
    row({ kind: 'received', on: '2026-06-05', step: 6 }, [], ['6:fulfilment due 2026-07-06 fires 2026-07-07']),
    row(judged('2026-06-11', 'red', { count: 6 })),
    row(judged('2026-07-02', 'red', { count: 9 })),
    row(
      { kind: 'timer', on: '2026-07-07', step: 6, duty: 'fulfilment' },
      ['2026-07-07 6 fulfilment overdue', '2026-07-07 propose 7 talk'],
      ['6:fulfilment cancelled'],
    ),
    row({ kind: 'approved', on: '2026-07-09', step: 7 }),
    row({ kind: 'issued', on: '2026-07-10', step: 7, meetingOn: '2026-07-16' }),
    row({ kind: 'received', on: '2026-07-10', step: 7 }),
    row(
      { kind: 'held', on: '2026-07-16', step: 7, attended: true },
      [],
      ['7:minutes due 2026-07-23 fires 2026-07-24', '7:plan due 2026-07-30 fires 2026-07-31'],
    ),
    row(
      { kind: 'fulfilled', on: '2026-07-20', step: 7, duty: 'plan' },
      ['2026-07-20 7 plan answered'],
      ['7:plan cancelled'],
    ),
    row(
      { kind: 'fulfilled', on: '2026-07-23', step: 7, duty: 'minutes' },
      ['2026-07-23 7 minutes answered'],
      ['7:minutes cancelled'],
    ),
    row(judged('2026-07-23', 'green', { count: 9 })),
    row(judged('2026-07-30', 'green', { count: 9 })),
    row({ kind: 'cause-ended', on: '2026-08-05', how: 'closed' }, [
      '2026-08-05 1 lift',
      '2026-08-05 6 propose delisting',
      '2026-08-05 7 propose talk-lifted',
    ]),
    row({ kind: 'lifted', on: '2026-08-06', step: 6 }),
    row({ kind: 'lifted', on: '2026-08-06', step: 7 }, ['2026-08-06 end']),
  ];

  it('walks the whole path with its dates', () => {
    const walk = new Walk(itemLagLadder);
    for (const { event, acts, timers } of rows) expect({ event, ...walk.take(event) }).toEqual({ event, acts, timers });
    expect(walk.states()).toEqual([
      '1 remind lifted',
      '2 yellow absorbed',
      '3 orange absorbed',
      '4 red absorbed',
      '5 order absorbed',
      '6 list lifted',
      '7 talk lifted',
    ]);
    expect(walk.state).toMatchObject({ status: 'ended', endedOn: '2026-08-06' });
  });

  it('comes to the same end when every event is delivered twice, and through JSON', () => {
    const once = new Walk(itemLagLadder);
    const twice = new Walk(itemLagLadder);
    for (const { event } of rows) {
      once.take(event);
      twice.take(event);
      twice.state = JSON.parse(JSON.stringify(twice.state)) as LadderState;
      expect([event, twice.take(event)]).toEqual([event, { acts: [], timers: [] }]);
      expect(twice.state).toEqual(once.state);
    }
  });

  it('comes to the same dates when no timer fires: later events tell that a limit has passed', () => {
    const walk = new Walk(itemLagLadder);
    const acts = rows.filter(({ event }) => event.kind !== 'timer').flatMap(({ event }) => walk.take(event).acts);
    const whole = rows.flatMap((one) => one.acts);
    expect([...acts].sort()).toEqual([...whole].sort());
  });

  it('shows the next step and its time at each height', () => {
    const walk = new Walk(itemLagLadder);
    const seen = rows.map(({ event }) => {
      walk.take(event);
      const { current, pending, due, next } = outlook(walk.state, itemLagLadder);
      return `${event.on} ${event.kind}: ${current ?? '-'} / ${pending ?? '-'} / ${due?.dueOn ?? '-'} / ${next?.rung ?? '-'} ${next?.earliestOn ?? '-'}`;
    });
    expect(seen.filter((_, at) => [0, 3, 6, 13, 19, 21, 26, 31].includes(at))).toEqual([
      '2026-05-07 judged: remind / yellow / - / orange -',
      '2026-05-09 received: yellow / - / 2026-05-15 / order 2026-05-16',
      '2026-05-15 approved: yellow / orange / - / red -',
      '2026-05-22 received: order / - / 2026-06-02 / list 2026-06-03',
      '2026-06-05 received: list / - / 2026-07-06 / talk 2026-07-07',
      '2026-07-02 judged: list / - / 2026-07-06 / talk 2026-07-07',
      '2026-07-16 held: talk / - / 2026-07-23 / refer -',
      '2026-08-05 cause-ended: talk / - / - / - -',
    ]);
    expect(outlook(walk.state, itemLagLadder)).toEqual({ current: null, pending: null, due: null, next: null });
  });

  it('is held until closure from the order on, not before', () => {
    const walk = new Walk(itemLagLadder);
    const held = rows.map(({ event }) => {
      walk.take(event);
      return isHeldUntilClosure(walk.state, itemLagLadder);
    });
    expect(held.indexOf(true)).toBe(rows.findIndex(({ event }) => event.kind === 'issued' && event.step === 5));
    expect(held.lastIndexOf(true)).toBe(rows.findIndex(({ event }) => event.kind === 'cause-ended') - 1);
  });
});

describe('己, last in the ranking (rows 6, 13)', () => {
  const rows = [
    row(judged('2026-06-08', 'yellow', { period: '2026-05', count: 1, dataState: 'realtime' }), [
      '2026-06-08 propose 1 yellow',
    ]),
    row({ kind: 'issued', on: '2026-06-08', step: 1 }),
    row({ kind: 'received', on: '2026-06-08', step: 1 }, [], ['1:reply due 2026-06-15 fires 2026-06-16']),
    row(
      { kind: 'fulfilled', on: '2026-06-12', step: 1, duty: 'reply' },
      ['2026-06-12 1 reply answered'],
      ['1:reply cancelled'],
    ),
    row(judged('2026-07-03', 'red', { period: '2026-06', count: 2, dataState: 'realtime' }), [
      '2026-07-03 await-data 2 talk',
    ]),
    row(judged('2026-07-10', 'red', { period: '2026-06', revision: 2, count: 2 }), ['2026-07-10 propose 2 talk']),
    row({ kind: 'approved', on: '2026-07-13', step: 2 }),
    row({ kind: 'issued', on: '2026-07-13', step: 2, meetingOn: '2026-07-17' }, ['2026-07-13 1 absorbed by 2']),
    row({ kind: 'received', on: '2026-07-13', step: 2 }),
    row(
      { kind: 'held', on: '2026-07-17', step: 2, attended: true },
      [],
      ['2:minutes due 2026-07-24 fires 2026-07-25', '2:plan due 2026-07-31 fires 2026-08-01'],
    ),
  ];

  it('gets a letter the first time, a talk the second, and that only on reviewed data', () => {
    const walk = new Walk(rankingLadder);
    for (const { event, acts, timers } of rows) expect({ event, ...walk.take(event) }).toEqual({ event, acts, timers });
  });

  it('gets none when the reviewed data put another unit last', () => {
    const walk = new Walk(rankingLadder);
    for (const { event } of rows.slice(0, 5)) walk.take(event);
    expect(walk.take(judged('2026-07-10', 'green', { period: '2026-06', revision: 2, count: 0 })).acts).toEqual([
      '2026-07-10 2 cancel',
    ]);
    const ended = new Walk(rankingLadder);
    for (const { event } of rows.slice(0, 5)) ended.take(event);
    expect(ended.take({ kind: 'cause-ended', on: '2026-07-10', how: 'quiet' }).acts).toEqual([
      '2026-07-10 1 lift',
      '2026-07-10 2 cancel',
      '2026-07-10 end',
    ]);
  });

  it('asks for another day when the notice came too late for the meeting', () => {
    const walk = new Walk(rankingLadder);
    for (const { event } of rows.slice(0, 7)) walk.take(event);
    walk.take({ kind: 'issued', on: '2026-07-13', step: 2, meetingOn: '2026-07-16' });
    expect(walk.take({ kind: 'received', on: '2026-07-13', step: 2 }).acts).toEqual([
      '2026-07-13 2 not before 2026-07-17',
    ]);
  });
});

describe('sections (rows 15, 16, 19)', () => {
  it('get nothing at one, a letter at two, a proposed order at three failing weeks', () => {
    const walk = new Walk(sectionLadder);
    const week = (on: string, period: string, count: number) =>
      walk.take(
        judged(on, count < 2 ? 'notice' : count === 2 ? 'yellow' : 'orange', { period, count, dataState: 'realtime' }),
      ).acts;
    expect(week('2026-07-20', '2026-W29', 1)).toEqual([]);
    expect(week('2026-07-27', '2026-W30', 2)).toEqual(['2026-07-27 propose 1 yellow']);
    walk.take({ kind: 'issued', on: '2026-07-27', step: 1 });
    expect(week('2026-08-03', '2026-W31', 3)).toEqual(['2026-08-03 propose 2 order']);
    expect(walk.states()).toEqual(['1 yellow issued', '2 order proposed']);
    expect(week('2026-08-03', '2026-W31', 3)).toEqual([]);
  });

  it('lose a proposed order when the week that made it is corrected, and may get it again', () => {
    const walk = new Walk(sectionLadder);
    walk.take(judged('2026-07-27', 'yellow', { period: '2026-W30', count: 2 }));
    walk.take(judged('2026-08-03', 'orange', { period: '2026-W31', count: 3 }));
    expect(walk.states()).toEqual(['1 yellow absorbed', '2 order proposed']);
    expect(walk.take(judged('2026-08-04', 'yellow', { period: '2026-W31', revision: 2, count: 2 })).acts).toEqual([
      '2026-08-04 2 cancel',
      '2026-08-04 propose 1 yellow',
    ]);
    expect(walk.take(judged('2026-08-10', 'orange', { period: '2026-W32', count: 3 })).acts).toEqual([
      '2026-08-10 propose 3 order',
      '2026-08-10 1 absorbed by 3',
    ]);
  });
});
