/** Exceedances of the invented outlet's hour means: start, end, and the instant the problem opens. */
import { readSampleRows, scaled } from './arithmetic.mjs';

const LIMIT = 500;
const HOURS_TO_PROBLEM = 3;

export function outletOfSeason() {
  const rows = readSampleRows('data/outlet-hours.csv.gz');
  const exceedances = [];
  let open = null;
  for (const { time, cod_avg: mean, mark } of rows) {
    if (mark !== 'N') continue;
    if (scaled(mean, 1) > LIMIT) {
      open ??= { startedAt: time, hours: [], problemAt: null, endedAt: null };
      open.hours.push({ label: time, value: mean });
      if (open.hours.length === HOURS_TO_PROBLEM) open.problemAt = time;
    } else if (open) {
      exceedances.push({ ...open, endedAt: time });
      open = null;
    }
  }
  return {
    factor: 'w01018',
    limit: '50',
    hours: rows.length,
    markedHours: rows.filter(({ mark }) => mark !== 'N').length,
    exceedances,
  };
}
