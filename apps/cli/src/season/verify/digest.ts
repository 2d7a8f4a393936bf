import { canonical } from './check.js';
import { minuteOf } from './beijing.js';
import { allDeliveries } from './deliveries.js';
import { sheetAt } from './ledger.js';
import type { IndicatorSeen } from './records-seen.js';
import type { SeasonSeen } from './season-seen.js';

/** One JSON text with a line for every record, so that two of them can be compared line by line. */
const linesOf = (parts: Readonly<Record<string, readonly unknown[]>>): string => {
  const lists = Object.entries(parts).map(
    ([name, items]) => `"${name}":[\n${items.map(canonical).sort().join(',\n')}\n]`,
  );
  return `{${lists.join(',\n')}}`;
};

/** Who was told what over which channel. */
const deliveriesTold = async (season: SeasonSeen, named: (text: string) => string): Promise<object[]> => {
  const { doors } = season;
  const about = new Map<string, string>([
    ...(await doors.warnings()).map(({ warningId, causeKey }): [string, string] => [warningId, named(causeKey)]),
    ...(await doors.acts()).map((act): [string, string] => [act.id, `${named(act.cause)}/${act.kind}`]),
    ...(await doors.tasks()).map(({ id, causeKey }): [string, string] => [id, named(causeKey ?? '')]),
    ...(await doors.dispatches()).map(({ dispatchId, issueNo }): [string, string] => [dispatchId, `sheet ${issueNo}`]),
  ]);
  return (await allDeliveries(season)).map((one) => ({
    about: about.get(one.aboutId),
    occasion: one.occasion,
    post: one.recipientPostId,
    channel: one.channel,
    state: one.state,
  }));
};

/** Names of the records ids stand for, since ids differ from run to run. */
const namesOf = async ({ doors }: SeasonSeen): Promise<(text: string) => string> => {
  const names = new Map<string, string>();
  for (const { id, problemNo } of await doors.problems()) names.set(id, problemNo);
  return (text) => [...names].reduce((words, [id, name]) => words.replaceAll(id, name), text);
};

const DEFINITIONS = [
  'air.area.month.composite-index',
  'air.area.month.good-day-rate',
  'water.section.week.class',
  'water.section.week.failing-running',
  'water.network.week.good-sections',
];

/**
 * What came out, told by natural keys, business dates and figures; no ids, no times of processing. Two runs of the season
 * that met different faults give the same text.
 */
export const digestOf = async (season: SeasonSeen): Promise<string> => {
  const { doors, expected, until } = season;
  const named = await namesOf(season);
  const warnings = (await doors.warnings()).map((one) => ({
    cause: named(one.causeKey),
    severity: one.severity,
    count: one.count,
    units: one.units.map(({ id }) => id).sort(),
    started: minuteOf(one.startedAt),
    ended: minuteOf(one.endedAt),
    why: one.endReason,
    dataState: one.dataState,
  }));
  const ladders = [];
  for (const { id, ruleClass, subject } of await doors.ladders()) {
    const { status, unit, steps } = await doors.ladder(id);
    ladders.push({
      ruleClass,
      subject: named(subject.id),
      status,
      unit: unit?.id,
      steps: steps.map(({ rung, duties, ...step }) => ({
        rung: rung.id,
        state: step.state,
        entered: step.enteredOn,
        proposed: step.proposedOn,
        approved: step.approvedOn,
        issued: step.issuedOn,
        received: step.receivedOn,
        meeting: step.meetingOn,
        held: step.heldOn,
        into: step.absorbedBy,
        over: step.overOn,
        duties: duties.map(({ id: duty, dueOn, doneOn, missedOn }) => ({ duty, dueOn, doneOn, missedOn })),
      })),
    });
  }
  const acts = (await doors.acts()).map((act) => ({
    cause: named(act.cause),
    kind: act.kind,
    state: act.state,
    number: act.number,
    addressee: act.addressee?.id,
    posts: act.addresseePosts.map(({ id }) => id).sort(),
    signed: minuteOf(act.signedAt),
    issued: act.issuedOn,
    received: act.receivedOn,
    due: act.replyDueOn,
    answered: act.repliedOn,
    overdue: act.overdueSince,
    held: act.heldOn,
    lifted: act.liftedOn,
  }));
  const sheets = [];
  for (const { cutoff } of expected.calendar.dispatches) {
    if (new Date(cutoff).getTime() + 1_800_000 > until.getTime()) continue;
    const { issueNo, state, meetingAt, rows, removedRows } = await sheetAt(season, cutoff);
    sheets.push({
      issueNo,
      state,
      meeting: minuteOf(meetingAt),
      rows: rows.map((row) => ({
        no: row.problemNo,
        level: row.level,
        measured: row.measured,
        planned: row.plannedPct,
        reported: row.reportedPct,
        confirmed: row.confirmedPct,
        lag: row.lagPoints,
        days: row.lagDays,
        running: row.timesRunning,
        change: row.change,
        answered: row.reply !== null,
      })),
      removed: removedRows.map(({ problemNo }) => problemNo),
    });
  }
  const problems = (await doors.problems()).map((one) => ({
    no: one.problemNo,
    state: one.state,
    round: one.round,
    deadline: one.deadline,
    refusals: one.refusals,
    completed: one.completedOn,
    closed: one.closedOn,
    confirmed: one.confirmedPct,
  }));
  const tasks = (await doors.tasks()).map(({ kind, state, causeKey }) => ({
    kind,
    state,
    cause: named(causeKey ?? ''),
  }));
  const payments = [];
  for (const { id } of (await doors.projects(until.toISOString().slice(0, 10))).items) {
    const { entries } = await doors.project(id);
    payments.push({
      id,
      entries: entries.map(({ kind, amount, on, voucher }) => canonical({ kind, amount, on, voucher })).sort(),
    });
  }
  const days = [];
  for (const { id, network } of await doors.stations()) {
    if (network !== 'air') continue;
    for (const { day, aqi, primary, values, dataState } of await doors.stationDays(id))
      days.push({ id, day, aqi, primary, values, dataState });
  }
  const figures = [];
  for (const definition of DEFINITIONS) {
    const newest = new Map<string, IndicatorSeen>();
    for (const one of await doors.history(definition)) {
      const key = `${one.subject.id} ${one.period.label}`;
      if ((newest.get(key)?.revision ?? 0) < one.revision) newest.set(key, one);
    }
    for (const { subject, period, value, valid, dataState } of newest.values())
      figures.push({ definition, subject: subject.id, period: period.label, value, valid, dataState });
  }
  const exceedances = (await doors.exceedances()).map(({ id: _id, ...one }) => one);
  const held = (await doors.dataReviews()).map(({ sectionId, item, value, count, firstAt, lastAt, state }) => ({
    sectionId,
    item,
    value,
    count,
    firstAt,
    lastAt,
    state,
  }));
  return linesOf({
    warnings,
    ladders,
    acts,
    sheets,
    problems,
    tasks,
    payments,
    days,
    figures,
    exceedances,
    held,
    deliveries: await deliveriesTold(season, named),
    faults: (await doors.faults()).map(({ reason }) => reason),
  });
};
