/**
 * When the air network falls silent, and the longest holes before that. Stations are watched for 24 hours; sections are
 * not: their source has rows at any hour and one of them a hole of 44 hours.
 */
import { daysBetween, readSampleJson, readSampleRows } from './arithmetic.mjs';

const AFTER_HOURS = 24;
const minuteOf = (time) =>
  daysBetween('2026-01-01', time.slice(0, 10)) * 1440 + Number(time.slice(11, 13)) * 60 + Number(time.slice(14, 16));
const textOf = (minute) => {
  const at = new Date(Date.UTC(2026, 0, 1) + minute * 60_000).toISOString();
  return `${at.slice(0, 10)} ${at.slice(11, 16)}`;
};

/** Last label of the air network and when its silence has lasted 24 hours, at the first stations and at all. */
export function feedEnd() {
  const own = readSampleJson('script.json').streams.filter(({ id }) => ['air-national', 'air-county'].includes(id));
  const silent = own.map(({ to, delayMinutes }) => minuteOf(to) + delayMinutes + AFTER_HOURS * 60);
  return {
    network: 'air',
    lastLabel: own
      .map(({ to }) => to)
      .sort()
      .at(-1),
    firstStationsSilentAt: textOf(Math.min(...silent)),
    allSilentAt: textOf(Math.max(...silent)),
  };
}

/** Hours between rows of one code. County stations send a frame every hour, so only the feeds are looked at. */
export function longestSilence() {
  const longest = (name, from) => {
    const last = new Map();
    let worst = { code: null, hours: 0, after: null };
    for (const { code, time } of readSampleRows(name)) {
      if (time < from) continue;
      const minute = minuteOf(time);
      const before = last.get(code);
      if (before && (minute - before.minute) / 60 > worst.hours)
        worst = { code, hours: (minute - before.minute) / 60, after: before.time };
      last.set(code, { minute, time });
    }
    return worst;
  };
  return {
    air: longest('data/air-national-hourly.csv.gz', '2026-04-30 13:00'),
    water: longest('data/sections.csv.gz', '2026-07-09 00:00'),
  };
}
