import type { ScriptedAction } from '../sample-city.js';
import type { ActionContext } from './perform-action.js';

/** Delivers a month's hours again as reviewed data: labels 01:00 of the 1st to 00:00 of the next month's 1st, a day a file. */
export const deliverReviewed = async (context: ActionContext, action: ScriptedAction): Promise<void> => {
  const month = action.target.replace('month:', '');
  const [year = 0, number = 0] = month.split('-').map(Number);
  const after = new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 10);
  const { layout, files } = action.with as { layout: string; files: readonly string[] };
  const days = new Map<string, Record<string, string>[]>();
  for (const file of files) {
    for (const row of context.city.rows(file)) {
      const time = row['time'] ?? '';
      if (time <= `${month}-01 00:00` || time > `${after} 00:00`) continue;
      const day = time.slice(0, 10);
      (days.get(day) ?? days.set(day, []).get(day)!).push(row);
    }
  }
  for (const [, rows] of [...days].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const columns = Object.keys(rows[0] ?? {});
    const content = [
      columns.join(','),
      ...rows.map((row) => columns.map((column) => row[column] ?? '').join(',')),
    ].join('\n');
    await context.client.call(action.actor, 'POST', `/api/feeds/${layout}?dataState=reviewed`, {
      text: { type: 'text/csv', content },
    });
  }
};
