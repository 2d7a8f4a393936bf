/**
 * The ledger of the sample replayed from the scripted facts alone: standing of every record at any instant, rates,
 * lag and the weekly sheets. Dates are the district's civil dates.
 */
import { dayRange, daysBetween, readSampleJson, roundHalfEven } from './arithmetic.mjs';

const dateOf = (action) => action.at.slice(0, 10);

/** Every record with what happened to it, in order of time. Records that are not on a list are left out. */
export function replay() {
  const { actions } = readSampleJson('script.json');
  const records = readSampleJson('city/records.json');
  const byTarget = new Map(records.map((record) => [record.id, []]));
  for (const action of actions) {
    const id = action.target.startsWith('dispatch:') ? action.target.split('/')[1] : action.target;
    byTarget.get(id)?.push(action);
  }
  return records.map((record) => ({ record, events: byTarget.get(record.id) }));
}

/** Standing of one record at an instant (ISO with offset, compared as text in one offset). */
export function standing({ record, events }, at) {
  const state = {
    id: record.id,
    lists: record.items.map(({ list }) => list),
    assigned: false,
    dueAt: record.deadline,
    completedOn: null,
    closedOn: null,
    reopened: 0,
    reopenedOn: null,
    refused: 0,
    confirmed: new Map(),
    reported: new Map(),
    milestones: record.milestones,
    planStart: null,
    waitingForUpper: false,
    lastReportAt: null,
  };
  for (const event of events) {
    if (event.at > at) break;
    const given = event.with;
    if (event.action === 'assign')
      Object.assign(state, { assigned: true, planStart: dateOf(event), dueAt: given.deadline });
    if (event.action === 'confirm-milestone') state.confirmed.set(given.milestone, given.metOn);
    if (['report-progress', 'reply-dispatch'].includes(event.action)) {
      if (given.milestone) state.reported.set(given.milestone, Number(given.share));
      state.lastReportAt = event.at;
    }
    if (event.action === 'report-completion') for (const { no } of state.milestones) state.reported.set(no, 100);
    if (event.action === 'accept') {
      state.completedOn = dateOf(event);
      for (const { no } of state.milestones) if (!state.confirmed.has(no)) state.confirmed.set(no, dateOf(event));
    }
    if (event.action === 'refuse') state.refused += 1;
    if (event.action === 'order-again') {
      state.dueAt = given.newDeadline;
      state.milestones = state.milestones.map((one) => given.milestones.find(({ no }) => no === one.no) ?? one);
      for (const { no } of given.milestones) state.reported.set(no, 0);
    }
    if (event.action === 'send-to-upper') state.waitingForUpper = true;
    if (event.action === 'close' || event.action === 'confirm-by-upper') {
      state.closedOn = dateOf(event);
      state.waitingForUpper = false;
    }
    if (event.action === 'reopen')
      Object.assign(state, {
        completedOn: null,
        closedOn: null,
        reopened: state.reopened + 1,
        reopenedOn: dateOf(event),
      });
    if (event.action === 'restart')
      Object.assign(state, {
        dueAt: given.newDeadline,
        milestones: given.milestones,
        confirmed: new Map(),
        reported: new Map(),
        planStart: dateOf(event),
      });
  }
  return state;
}

/** One decimal, half to even, and never 100.0 for less than all. Null for an empty base. */
export function percent(part, whole) {
  if (whole === 0) return null;
  const tenths = roundHalfEven(BigInt(part) * 1000n, BigInt(whole));
  const shown = tenths === 1000 && part < whole ? 999 : tenths;
  return `${Math.floor(shown / 10)}.${shown % 10}`;
}

/** Counts and rates over distinct records at an instant; `list` narrows them to one list. */
export function rates(histories, at, list = null) {
  const states = histories
    .map((history) => standing(history, at))
    .filter((state) => state.assigned && (list === null || state.lists.includes(list)));
  const day = at.slice(0, 10);
  const due = states.filter((state) => state.dueAt <= day);
  const completed = states.filter((state) => state.completedOn !== null);
  const dueCompleted = due.filter((state) => state.completedOn !== null);
  const closed = states.filter((state) => state.closedOn !== null);
  return {
    base: states.length,
    due: due.length,
    completed: completed.length,
    dueCompleted: dueCompleted.length,
    closed: closed.length,
    reopened: states.filter((state) => state.reopened > 0 && state.completedOn === null).length,
    completionRate: percent(completed.length, states.length),
    dueCompletionRate: percent(dueCompleted.length, due.length),
    closureRate: percent(closed.length, states.length),
  };
}

/** Which records a paper has to name at an instant: due and not completed, and reopened and not complete again. */
export function namedRecords(histories, at) {
  const states = histories.map((history) => standing(history, at)).filter((state) => state.assigned);
  const open = states.filter((state) => state.completedOn === null);
  return {
    dueOpen: open.filter((state) => state.dueAt <= at.slice(0, 10)).map(({ id }) => id),
    reopened: open.filter((state) => state.reopened > 0).map(({ id, reopenedOn }) => ({ id, on: reopenedOn })),
  };
}

/** Planned share (millionths of a percent) at the end of a day; `early` counts a milestone from the start of its day. */
function plannedShare(state, day) {
  let previous = state.planStart;
  let planned = 0;
  for (const { date, weight } of state.milestones) {
    if (date <= day) planned += weight * 1e6;
    else if (day > previous)
      planned += roundHalfEven(
        BigInt(weight) * 1_000_000n * BigInt(daysBetween(previous, day)),
        BigInt(daysBetween(previous, date)),
      );
    previous = date;
  }
  return planned;
}

/** Reported shares count up to 90 percent of a milestone until it is confirmed. */
function actualShare(state) {
  return state.milestones.reduce((sum, { no, weight }) => {
    const share = state.confirmed.has(no) ? 100 : Math.min(90, state.reported.get(no) ?? 0);
    return sum + weight * share * 1e4;
  }, 0);
}

const LEVELS = ['green', 'yellow', 'orange', 'red'];

/** Lag of one record's work at a cut-off; the level before repetition. */
export function lag(state, day) {
  if (state.completedOn !== null)
    return { planned: 100e6, actual: 100e6, points: 0, overdueDays: 0, deadlineDays: 0, level: 'green' };
  const planned = plannedShare(state, day);
  const actual = actualShare(state);
  const points = planned - actual;
  const missed = state.milestones.filter(({ no, date }) => date < day && !state.confirmed.has(no));
  const overdueDays = missed.length > 0 ? daysBetween(missed[0].date, day) : 0;
  const deadlineDays = Math.max(0, daysBetween(state.dueAt, day));
  let level = 0;
  if (points > 5e6 || overdueDays >= 1) level = 1;
  if (points > 15e6 || overdueDays >= 8) level = 2;
  if (points > 30e6 || overdueDays >= 16 || deadlineDays >= 1) level = 3;
  return { planned, actual, points, overdueDays, deadlineDays, level: LEVELS[level] };
}

/** Sheets of every cut-off: lagging work enters; closure or two quiet dispatches running take it off. */
export function sheets(histories, cutoffs) {
  const before = new Map();
  return cutoffs.map((day, index) => {
    const rows = [];
    const removed = [];
    for (const history of histories) {
      const state = standing(history, `${day}T17:00:00+08:00`);
      if (!state.assigned) continue;
      const past = before.get(state.id) ?? { on: false, times: 0, quiet: 0, measured: [] };
      const today = lag(state, day);
      const repeated = past.measured[0] === today.level && today.level !== 'green' && today.level !== 'red';
      const level = repeated ? LEVELS[LEVELS.indexOf(today.level) + 1] : today.level;
      const quiet = level === 'green' ? past.quiet + 1 : 0;
      const leaves = state.closedOn !== null || (level === 'green' && quiet >= 2);
      const on = level !== 'green' ? state.closedOn === null : past.on && !leaves;
      if (on)
        rows.push({
          record: state.id,
          level,
          measured: today.level,
          overdueDays: today.overdueDays,
          planned: pct(today.planned),
          actual: pct(today.actual),
          lagPoints: pct(today.points),
          timesRunning: past.times + 1,
        });
      else if (past.on) removed.push(state.id);
      before.set(state.id, {
        on,
        times: on ? past.times + 1 : 0,
        quiet,
        measured: [today.level, ...past.measured].slice(0, 2),
      });
    }
    return { issueNo: index + 1, cutoff: `${day}T17:00:00+08:00`, rows, removed };
  });
}

const pct = (millionths) => {
  const hundredths = roundHalfEven(BigInt(millionths), 10_000n);
  const sign = hundredths < 0 ? '-' : '';
  const size = Math.abs(hundredths);
  return `${sign}${Math.floor(size / 100)}.${String(size % 100).padStart(2, '0')}`;
};

export const thursdays = () => Array.from({ length: 15 }, (_, week) => dayRange('2026-04-30', week * 7)[0]);
