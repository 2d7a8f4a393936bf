import type { EntityManager } from 'typeorm';
import { shanghaiInstant } from '#libs/domain/calendar/shanghai.js';
import type { StationOnDay } from './day.store.js';
import { reportedHour } from './reported-hour.js';
import { type HourReportRow, hoursReported, insertHours } from './station-hour.store.js';

const LAST_HOUR = 24;

const isSame = (a: HourReportRow, b: HourReportRow): boolean =>
  a.edition === b.edition && a.aqi === b.aqi && a.level === b.level && a.primary.join() === b.primary.join();

/** Judges hours of days again: those whose index comes out otherwise get a new revision. Answers how many did. */
export const restateHours = async (tx: EntityManager, days: readonly StationOnDay[]): Promise<number> => {
  const held = await hoursReported(
    tx,
    days.map(({ stationId, day }) => ({
      stationId,
      after: shanghaiInstant(day),
      until: shanghaiInstant(day, LAST_HOUR),
    })),
  );
  const changed = held.flatMap((hour) => {
    const now = reportedHour(hour);
    return isSame(hour, now) ? [] : [{ ...now, revision: hour.revision + 1 }];
  });
  await insertHours(tx, changed);
  return changed.length;
};
