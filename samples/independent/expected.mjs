/**
 * What the sample season must end with, computed from the sample's CSV files and its scripted facts by code of its own:
 * built-in modules only, nothing shared with apps or libs.
 *
 * node samples/independent/expected.mjs            writes samples/jiaxing/expected.json
 * node samples/independent/expected.mjs --check    compares with it and fails on any difference
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { airOfSeason } from './expected-air.mjs';
import { actsOfSeason, calendarOfSeason, draftsOfSeason, ladderOfSeason } from './expected-dates.mjs';
import { fundsOfSeason } from './expected-funds.mjs';
import { outletOfSeason } from './expected-outlet.mjs';
import { feedEnd, longestSilence } from './expected-silence.mjs';
import { waterOfSeason } from './expected-water.mjs';
import { SAMPLE, stableJson } from './arithmetic.mjs';
import { namedRecords, rates, replay, sheets, standing, thursdays } from './ledger.mjs';

const LISTS = ['summer-offensive-2026', 'inspection-feedback-2026'];

const MONTH_ENDS = ['2026-05-31', '2026-06-30', '2026-07-31'];

function ledgerOfSeason() {
  const histories = replay();
  const at = (day, time) => ({
    at: `${day}T${time}:00+08:00`,
    ...rates(histories, `${day}T${time}:00+08:00`),
    lists: Object.fromEntries(LISTS.map((list) => [list, rates(histories, `${day}T${time}:00+08:00`, list)])),
  });
  return {
    monthEnds: MONTH_ENDS.map((day) => at(day, '24:00')),
    namedAtMonthEnds: MONTH_ENDS.map((day) => ({ day, ...namedRecords(histories, `${day}T24:00:00+08:00`) })),
    cutoffs: thursdays().map((day) => at(day, '17:00')),
    sheets: sheets(histories, thursdays()),
    records: histories.map((history) => {
      const { id, dueAt, completedOn, closedOn, refused, reopened } = standing(history, '2026-08-07T24:00:00+08:00');
      return { id, dueAt, completedOn, closedOn, refused, reopened };
    }),
  };
}

/** Everything, in a fixed order. */
export function expected() {
  const air = airOfSeason();
  const water = waterOfSeason();
  const ledger = ledgerOfSeason();
  const outlet = outletOfSeason();
  const ladder = ladderOfSeason(ledger, air, water);
  return {
    note: 'Written by samples/independent/expected.mjs from data/ and script.json; not edited by hand.',
    calendar: calendarOfSeason(),
    air,
    water,
    outlet,
    silence: { end: feedEnd(), longestBefore: longestSilence() },
    ledger,
    funds: fundsOfSeason('2026-06-30'),
    ladder,
    acts: actsOfSeason(),
    drafts: draftsOfSeason(ladder),
    warnings: warningsOfSeason(air, water, outlet, ladder),
  };
}

/** The set of warnings: one per cause. `endedBy` is the last day by which it must have ended. */
function warningsOfSeason(air, water, outlet, ladder) {
  return [
    {
      ruleClass: 'item-lag',
      cause: 'T-07',
      started: ladder.t07.firstCutoff,
      endedBy: ladder.t07.delisted,
      opens: 'none',
    },
    {
      ruleClass: 'ranking-last',
      cause: ladder.ranking.unit,
      started: ladder.ranking.decidedOn,
      ended: null,
      opens: 'none',
    },
    ...air.regionalDays.map(({ day, areas }) => ({
      ruleClass: 'air-process',
      cause: `regional ${day}`,
      started: day,
      ended: day,
      areas,
      opens: 'tracing-task',
    })),
    ...air.areaWarnings.map(({ area, from, to }) => ({
      ruleClass: 'air-process',
      cause: `${area} ${from}`,
      started: from,
      ended: to,
      opens: 'tracing-task',
    })),
    ...air.takenIn.map(({ area, from, by }) => ({
      ruleClass: 'air-process',
      cause: `${area} ${from}`,
      started: from,
      takenInBy: `regional ${by}`,
      opens: 'tracing-task',
      taskCancelled: true,
    })),
    ...water.failing.map(({ section, yellowOn, order, endedOn }) => ({
      ruleClass: 'section-failing',
      cause: section,
      started: yellowOn,
      ended: endedOn,
      orderProposed: order,
      opens: 'none',
    })),
    ...water.worseThanV.map(({ section, started, ended }) => ({
      ruleClass: 'section-worse-than-v',
      cause: section,
      started,
      ended,
      opens: 'none',
    })),
    ...outlet.exceedances.map(({ startedAt, endedAt, problemAt }) => ({
      ruleClass: 'outlet-exceedance',
      cause: 'OUT01',
      started: startedAt,
      ended: endedAt,
      problemAt,
      opens: 'problem',
    })),
    {
      ruleClass: 'feed-silence',
      cause: 'air',
      started: feedEnd().allSilentAt.slice(0, 10),
      ended: null,
      opens: 'none',
    },
  ];
}

if (process.argv[1]?.endsWith('expected.mjs')) {
  const path = join(SAMPLE, 'expected.json');
  const text = `${stableJson(expected())}\n`;
  if (process.argv.includes('--check')) {
    const committed = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
    const differences = differ(committed, JSON.parse(text), '');
    for (const difference of differences.slice(0, 40)) console.error(difference);
    console.log(differences.length === 0 ? 'expected.json agrees' : `${differences.length} differences`);
    process.exit(differences.length === 0 ? 0 : 1);
  }
  writeFileSync(path, text);
  console.log(`expected.json: ${text.length} characters`);
}

/** Paths at which two values differ; key order counts, since the file is compared as people read it. */
function differ(a, b, path) {
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object')
    return Object.is(a, b) ? [] : [`${path || '/'}: committed ${JSON.stringify(a)}, computed ${JSON.stringify(b)}`];
  const [left, right] = [Object.keys(a), Object.keys(b)];
  if (left.join() !== right.join()) return [`${path || '/'}: members ${left.join(', ')} against ${right.join(', ')}`];
  return left.flatMap((key) => differ(a[key], b[key], `${path}/${key}`));
}
