import { Decimal } from 'decimal.js';
import type { Question } from './check.js';
import type { ExpectedRates, ExpectedSheet } from './expected.js';
import type { DispatchDetail } from './papers-seen.js';
import type { RateSet, RatesSeen } from './records-seen.js';
import type { Part, SeasonSeen } from './season-seen.js';

type Rates = Omit<ExpectedRates, 'at' | 'lists' | 'reopened'>;

const ratesOf = ({ counts, ...rates }: RateSet): Rates => ({
  base: counts.base,
  due: counts.due,
  completed: counts.completed,
  dueCompleted: counts.dueCompleted,
  closed: counts.closed,
  completionRate: rates.completionRate.text,
  dueCompletionRate: rates.dueCompletionRate.text,
  closureRate: rates.closureRate.text,
});
const shown = (rates: RatesSeen) => ({
  distinct: ratesOf(rates.distinct),
  lists: Object.fromEntries(Object.entries(rates.lists).map(([list, of]) => [list, ratesOf(of)])),
});
const plain = ({ reopened: _reopened, ...rates }: Rates & { reopened: number }): Rates => rates;
export const expectedRates = ({ at: _at, lists, ...distinct }: ExpectedRates) => ({
  distinct: plain(distinct),
  lists: Object.fromEntries(Object.entries(lists).map(([list, of]) => [list, plain(of)])),
});

const dateOf = (at: string): string => at.slice(0, 10);
const two = (text: string | null): string | null => (text === null ? null : new Decimal(text).toFixed(2));

/** The sheet of a cut-off with its rows; a season plays fifteen of them. */
export const sheetAt = async ({ doors }: SeasonSeen, cutoff: string): Promise<DispatchDetail> => {
  const at = new Date(cutoff).getTime();
  const found = (await doors.dispatches()).filter((one) => new Date(one.cutoff).getTime() === at);
  if (found.length !== 1) throw new Error(`${found.length} sheets of ${cutoff}`);
  return doors.dispatch(found[0]!.dispatchId);
};

const expectedSheet = (sheet: ExpectedSheet) => ({
  issueNo: sheet.issueNo,
  state: 'issued',
  isLate: false,
  missing: [],
  onSheet: sheet.rows.length,
  added: sheet.rows.filter(({ timesRunning }) => timesRunning === 1).length,
  removed: sheet.removed.length,
  threeTimesRunning: sheet.rows.filter(({ timesRunning }) => timesRunning >= 3).length,
  rows: sheet.rows,
  removedRows: sheet.removed,
});
const sheetFound = (sheet: DispatchDetail) => ({
  issueNo: sheet.issueNo,
  state: sheet.state,
  isLate: sheet.late,
  missing: sheet.missingSources,
  onSheet: sheet.onSheet,
  added: sheet.added,
  removed: sheet.removed,
  threeTimesRunning: sheet.threeTimesRunning,
  rows: sheet.rows.map((row) => ({
    record: row.problemNo,
    level: row.level,
    measured: row.measured,
    overdueDays: row.lagDays ?? 0,
    planned: two(row.plannedPct),
    actual: two(row.reportedPct),
    lagPoints: two(row.lagPoints),
    timesRunning: row.timesRunning,
  })),
  removedRows: sheet.removedRows.map(({ problemNo }) => problemNo),
});

const first = (season: SeasonSeen): Question => ({
  id: 'row-01',
  words: 'forty records on two lists, two on both; the first sheet is empty and dated; thirteen stations not evaluated',
  from: '2026-05-01 01:00',
  expected: {
    records: 40,
    assignedOn: ['2026-04-30'],
    lists: { 'inspection-feedback-2026': 16, 'summer-offensive-2026': 26 },
    onBoth: 2,
    sheet: { cutoff: '2026-04-30T09:00:00.000Z', issueNo: 1, rows: 0 },
    notEvaluated: season.expected.air.firstDay.notEvaluated,
  },
  found: async () => {
    const records = (await season.doors.problems()).filter(({ subject }) => subject === null);
    const sheet = await sheetAt(season, '2026-04-30T17:00:00+08:00');
    const stations = await season.doors.stations();
    const notEvaluated: string[] = [];
    for (const { id } of stations) {
      const days = await season.doors.stationDays(id);
      if ((days.find(({ day }) => day === '2026-04-30')?.aqi ?? null) === null) notEvaluated.push(id);
    }
    return {
      records: records.length,
      assignedOn: [...new Set(records.map(({ assignedOn }) => assignedOn))],
      lists: Object.fromEntries((await season.doors.lists()).map(({ id, items }) => [id, items])),
      onBoth: records.filter(({ items }) => items.length === 2).length,
      sheet: { cutoff: sheet.cutoff, issueNo: sheet.issueNo, rows: sheet.rows.length },
      notEvaluated: notEvaluated.sort(),
    };
  },
});

const refused = ({ doors }: SeasonSeen): Question => ({
  id: 'row-08-refusal',
  words: 'T-12 was refused closure once and has a new deadline',
  from: '2026-06-11 22:00',
  expected: { refusals: 1, deadline: '2026-06-26' },
  found: async () => {
    const record = (await doors.problems()).find(({ problemNo }) => problemNo === 'T-12');
    return { refusals: record?.refusals, deadline: record?.deadline };
  },
});

/** Rates at a month's end, asked again later: what came in afterwards must not have changed them. */
const monthRow = (id: string, month: string, words: string, from: string, season: SeasonSeen): Question => {
  const of = season.expected.ledger.monthEnds.find(({ at }) => at.startsWith(month))!;
  return {
    id,
    words,
    from,
    expected: expectedRates(of).distinct,
    found: async () => ratesOf((await season.doors.rates(month)).distinct),
  };
};

/** Records, rates, the fifteen sheets (season, rows 1, 8, 11, 17; "Weekly sheet"). */
export const ledgerPart: Part = (season) => {
  const { expected, doors } = season;
  const unchanged = expected.ledger.monthEnds[1]!;
  return [
    first(season),
    refused(season),
    monthRow('row-11', '2026-06-30', 'rates at the end of June', '2026-07-01 01:00', season),
    monthRow('row-17', '2026-07-31', 'rates at the end of July', '2026-08-01 01:00', season),
    {
      id: 'row-17-reopened',
      words: 'one record was reopened in July',
      from: '2026-08-01 01:00',
      expected: ['T-19'],
      found: async () => {
        const records = await doors.problems();
        return records.filter(({ round, refusals }) => round - refusals > 1).map(({ problemNo }) => problemNo);
      },
    },
    {
      id: 'row-17-june-unchanged',
      words: 'the figures of 06-30, as known then and as known now',
      from: '2026-08-01 01:00',
      expected: { then: expectedRates(unchanged), now: expectedRates(unchanged) },
      found: async () => ({
        then: shown(await doors.ratesKnownAt('2026-06-30', '2026-06-30T16:00:00.000Z')),
        now: shown(await doors.rates('2026-06-30')),
      }),
    },
    ...expected.ledger.monthEnds.map((end): Question => ({
      id: `ledger-month-${end.at.slice(0, 7)}`,
      words: `rates of all and of each list at the end of ${end.at.slice(0, 7)}`,
      from: `${dateOf(end.at)} 24:00`,
      expected: expectedRates(end),
      found: async () => shown(await doors.rates(dateOf(end.at))),
    })),
    ...expected.ledger.cutoffs.map((cutoff): Question => ({
      id: `ledger-cutoff-${dateOf(cutoff.at)}`,
      words: `rates of all and of each list at the cut-off of ${dateOf(cutoff.at)}`,
      from: `${dateOf(cutoff.at)} 17:30`,
      expected: expectedRates(cutoff),
      found: async () => shown(await doors.rates(new Date(cutoff.at).toISOString())),
    })),
    ...expected.ledger.sheets.map((sheet): Question => ({
      id: `sheet-${String(sheet.issueNo).padStart(2, '0')}`,
      words: `weekly sheet ${sheet.issueNo} of ${dateOf(sheet.cutoff)}: rows, counts, new and removed`,
      from: `${dateOf(sheet.cutoff)} 17:30`,
      expected: expectedSheet(sheet),
      found: async () => sheetFound(await sheetAt(season, sheet.cutoff)),
    })),
    {
      id: 'ledger-records',
      words: 'deadline, completion and closure of each of the forty records',
      from: '2026-08-07 23:00',
      expected: expected.ledger.records.map(({ id, dueAt, completedOn, closedOn, refused: times }) => ({
        id,
        dueAt,
        completedOn,
        closedOn,
        refused: times,
      })),
      found: async () =>
        (await doors.problems())
          .filter(({ subject }) => subject === null)
          .map((record) => ({
            id: record.problemNo,
            dueAt: record.deadline,
            completedOn: record.completedOn,
            closedOn: record.closedOn,
            refused: record.refusals,
          }))
          .sort((a, b) => (a.id < b.id ? -1 : 1)),
    },
  ];
};
