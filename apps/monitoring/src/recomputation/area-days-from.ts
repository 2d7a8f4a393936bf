/** Which days of which areas a recomputation takes next: pure. */
import { addDays, type CivilDate, datesOf } from '#libs/domain/calendar/shanghai.js';

/** Days of one area, with the stations of it that are asked for. */
export interface AreaStep {
  readonly day: CivilDate;
  readonly areaId: string;
  readonly stationIds: readonly string[];
}

/** Days from the first not done on, area by area, until they hold `most` days of stations, one area's at least; `next` is what follows. */
export const areaDaysFrom = (
  work: { readonly nextDay: CivilDate; readonly nextArea: string; readonly toDay: CivilDate },
  areas: readonly { readonly areaId: string; readonly stationIds: readonly string[] }[],
  most: number,
): { readonly steps: readonly AreaStep[]; readonly next: { readonly day: CivilDate; readonly areaId: string } } => {
  const steps: AreaStep[] = [];
  let count = 0;
  for (const day of datesOf({ from: work.nextDay, to: work.toDay }))
    for (const { areaId, stationIds } of areas) {
      if (day === work.nextDay && areaId < work.nextArea) continue;
      if (count > 0 && count + stationIds.length > most) return { steps, next: { day, areaId } };
      steps.push({ day, areaId, stationIds });
      count += stationIds.length;
    }
  return { steps, next: { day: addDays(work.toDay, 1), areaId: '' } };
};
