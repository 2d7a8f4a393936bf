/** Every date of the ladders, talks, meetings and bulletins, from the scripted facts and working days alone. */
import { dayRange, daysBetween, readSampleJson, workingCalendar } from './arithmetic.mjs';
import { thursdays } from './ledger.mjs';

const days = workingCalendar();
const script = readSampleJson('script.json').actions;
const dateOf = (action) => action?.at.slice(0, 10) ?? null;
const of = (target, name) => script.filter((one) => one.target === target && one.action === name);
const first = (target, name) => dateOf(of(target, name)[0]);

/** Working days allowed by each kind of act, counted from the day after receipt. */
const REPLY_DAYS = { 'warning-yellow': 5, 'warning-orange': 3, 'warning-red': 2, 'supervision-order': 7 };
const LISTING_DAYS = 30;

export function calendarOfSeason() {
  const meetings = thursdays().map((cutoff) => days.onOrAfter(dayRange(cutoff, 1)[0]));
  const third = (month) => days.add(dayRange(`${month}-01`, -1)[0], 3);
  return {
    dispatches: thursdays().map((cutoff, index) => ({
      issueNo: index + 1,
      cutoff: `${cutoff}T17:00:00+08:00`,
      meetingOn: meetings[index],
    })),
    bulletins: ['2026-06', '2026-07', '2026-08'].map((month) => ({ period: previousMonth(month), on: third(month) })),
    reviewedDelivered: of('month:2026-05', 'deliver-reviewed')
      .concat(of('month:2026-06', 'deliver-reviewed'))
      .map((one) => ({ month: one.target.slice(6), on: dateOf(one) })),
  };
}

const previousMonth = (month) => dayRange(`${month}-01`, -1)[0].slice(0, 7);

/** The two ladders the season follows to the talk, and what the sections propose. */
export function ladderOfSeason(ledger, air, water) {
  return {
    t07: t07(ledger),
    ranking: ranking(air),
    sections: {
      yellow: water.failing.map(({ section, yellowOn }) => ({ section, on: yellowOn })),
      ordersProposed: water.failing.filter(({ order }) => order).map(({ section, order }) => ({ section, on: order })),
    },
  };
}

function t07(ledger) {
  const at = (kind) => `act:T-07/${kind}`;
  const levels = ledger.sheets
    .map(({ cutoff, rows }) => [cutoff.slice(0, 10), rows.find(({ record }) => record === 'T-07')])
    .filter(([, row]) => row);
  const level = (wanted) => levels.find(([, row]) => row.level === wanted)?.[0];
  const letter = (kind) => {
    const received = first(at(kind), 'sign-receipt');
    const due = days.add(received, REPLY_DAYS[kind]);
    return { approved: first(at(kind), 'approve-act'), received, due, answered: first(at(kind), 'answer-act') };
  };
  const order = letter('supervision-order');
  const listed = first(at('listing'), 'approve-act');
  const listedUntil = dayRange(listed, LISTING_DAYS)[0];
  const listingEnds = days.onOrAfter(listedUntil);
  const talkReceived = first(at('talk'), 'sign-receipt');
  const held = of(at('talk'), 'hold-talk')[0].with.heldAt.slice(0, 10);
  const completed = first('T-07', 'accept');
  return {
    milestoneMissed: '2026-05-06',
    firstCutoff: level('yellow'),
    daysLate: levels.slice(0, 3).map(([day]) => daysBetween('2026-05-06', day)),
    levels: Object.fromEntries(levels.map(([day, row]) => [day, row.level])),
    timesRunning: Object.fromEntries(levels.map(([day, row]) => [day, row.timesRunning])),
    yellow: { cutoff: level('yellow'), ...letter('warning-yellow') },
    orange: { cutoff: level('orange'), ...letter('warning-orange') },
    red: { cutoff: level('red'), absorbedBy: 'supervision-order' },
    order: { ...order, overdueSince: dayRange(order.due, 1)[0], foundAt: thursdays().find((day) => day > order.due) },
    listing: { approved: listed, to: listedUntil, due: listingEnds, expired: days.add(listingEnds, 1) },
    talk: {
      approved: first(at('talk'), 'approve-act'),
      received: talkReceived,
      earliest: days.add(talkReceived, 4),
      held,
      minutesBy: days.add(held, 5),
      minutes: first(at('talk-minutes'), 'issue-act'),
      planBy: days.add(held, 10),
      planFiled: first(at('talk'), 'file-plan'),
    },
    completedOn: completed,
    noticeFrom: of('T-07', 'publish-notice')[0].with.noticeStart,
    noticeTo: days.add(of('T-07', 'publish-notice')[0].with.noticeStart, 7),
    closedOn: first('T-07', 'confirm-by-upper'),
    delisted: first(at('delisting'), 'approve-act'),
    talkLifted: first(at('talk-lifted'), 'approve-act'),
    leavesSheet: ledger.sheets
      .filter(({ removed }) => removed.includes('T-07'))
      .map(({ issueNo, cutoff }) => ({ issueNo, cutoff })),
  };
}

function ranking(air) {
  const at = (kind) => `act:ranking/area-f/${kind}`;
  const last = (month) => {
    const ranked = Object.entries(air.months.find((one) => one.month === month).areas).filter(
      ([, { rank }]) => rank !== null,
    );
    const lowest = Math.max(...ranked.map(([, { rank }]) => rank));
    return ranked.filter(([, { rank }]) => rank === lowest).map(([area]) => area);
  };
  const received = first(at('warning-yellow'), 'sign-receipt');
  const talkReceived = first(at('talk'), 'sign-receipt');
  const held = of(at('talk'), 'hold-talk')[0].with.heldAt.slice(0, 10);
  return {
    unit: 'area-f',
    last: { '2026-05': last('2026-05'), '2026-06': last('2026-06') },
    decidedOn: first('ST17', 'record-evaluation-point'),
    yellow: {
      approved: first(at('warning-yellow'), 'approve-act'),
      received,
      due: days.add(received, 5),
      answered: first(at('warning-yellow'), 'answer-act'),
    },
    talk: {
      proposed: days.add('2026-06-30', 3),
      reviewedData: first('month:2026-06', 'deliver-reviewed'),
      received: talkReceived,
      earliest: days.add(talkReceived, 4),
      held,
      minutesBy: days.add(held, 5),
      minutes: first(at('talk-minutes'), 'issue-act'),
      planBy: days.add(held, 10),
      planFiled: first(at('talk'), 'file-plan'),
    },
  };
}

/** Drafts that nobody issues: the red letter goes into the order, the orders on sections stay proposals. */
export function draftsOfSeason(ladder) {
  return [
    { target: 'act:T-07/reminder', on: ladder.t07.yellow.cutoff, automatic: true },
    { target: 'act:T-07/warning-red', on: ladder.t07.red.cutoff, absorbedBy: 'act:T-07/supervision-order' },
    ...ladder.sections.ordersProposed.map(({ section, on }) => ({
      target: `act:section/${section}/supervision-order`,
      on,
      proposed: true,
    })),
  ];
}

/** The set of acts that reach an addressee or the public, with who approves and when. */
export function actsOfSeason() {
  const targets = [
    ...new Set(script.filter(({ target }) => target.startsWith('act:')).map(({ target }) => target)),
  ].sort();
  return targets.map((target) => {
    const kind = target.split('/').at(-1);
    const receipt = of(target, 'sign-receipt')[0];
    return {
      target,
      approvers: of(target, 'approve-act').map(({ actor }) => actor),
      approved: dateOf(of(target, 'approve-act').at(-1)),
      issued: first(target, 'issue-act'),
      received: dateOf(receipt),
      due: receipt && REPLY_DAYS[kind] ? days.add(dateOf(receipt), REPLY_DAYS[kind]) : null,
      answered: first(target, 'answer-act'),
    };
  });
}
