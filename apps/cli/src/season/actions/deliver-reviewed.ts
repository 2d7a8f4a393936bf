import type { ScriptedAction } from '../sample-city.js';
import type { ActionContext } from './action-context.js';

const HOUR = 3_600_000;

/** Every label of a month: 01:00 of the 1st to 00:00 of the next month's 1st. */
const labelsOf = (month: string): string[] => {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const labels: string[] = [];
  for (let at = Date.UTC(year, number - 1, 1) + HOUR; at <= Date.UTC(year, number, 1); at += HOUR)
    labels.push(new Date(at).toISOString().slice(0, 16).replace('T', ' '));
  return labels;
};

/**
 * Delivers a month's hours again as reviewed data, a day a file. A review covers every hour of every station: one the
 * archive lacks is delivered without values.
 */
export const deliverReviewed = async (context: ActionContext, action: ScriptedAction): Promise<void> => {
  const labels = labelsOf(action.target.replace('month:', ''));
  const { layout, files } = action.with as { layout: string; files: readonly string[] };
  const known = new Map<string, Readonly<Record<string, string>>>();
  const codes = new Set<string>();
  let columns: string[] = [];
  for (const file of files) {
    for (const row of context.city.rows(file)) {
      columns = columns.length > 0 ? columns : Object.keys(row);
      codes.add(row['code'] ?? '');
      known.set(`${row['code']} ${row['time']}`, row);
    }
  }
  const days = new Map<string, string[]>();
  for (const time of labels) {
    const lines = days.get(time.slice(0, 10)) ?? days.set(time.slice(0, 10), []).get(time.slice(0, 10))!;
    for (const code of [...codes].sort()) {
      const row: Readonly<Record<string, string>> = known.get(`${code} ${time}`) ?? { code, time };
      lines.push(columns.map((column) => row[column] ?? '').join(','));
    }
  }
  const why = new URLSearchParams({ dataState: 'reviewed', reason: `${action.target.replace('month:', '')}审核数据` });
  for (const [, lines] of days) {
    await context.client.call(action.actor, 'POST', `/api/feeds/${layout}?${why}`, {
      text: { type: 'text/csv', content: [columns.join(','), ...lines].join('\n') },
    });
  }
};
