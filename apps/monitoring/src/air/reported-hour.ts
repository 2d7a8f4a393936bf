import { hourReport } from '#libs/domain/air/aqi.js';
import { editionOfHour } from '#libs/domain/air/edition.js';
import { NATIONAL_EDITIONS } from '#libs/domain/air/national-editions.js';
import { withoutVoided } from '#libs/domain/telemetry/value-void.js';
import type { HourReportRow } from './station-hour.store.js';

/** An hour with the index its values have by the edition in force for it. */
export const reportedHour = (hour: Omit<HourReportRow, 'edition' | 'aqi' | 'level' | 'primary'>): HourReportRow => {
  const edition = editionOfHour(NATIONAL_EDITIONS, hour.label);
  const { aqi, level, primary } = hourReport(withoutVoided(hour.values, hour.voided), edition, { exempt: hour.exempt });
  // Member by member: a file brings half a million hours, and spreading an object costs more than judging one.
  return {
    stationId: hour.stationId,
    label: hour.label,
    revision: hour.revision,
    values: hour.values,
    dataState: hour.dataState,
    exempt: hour.exempt,
    voided: hour.voided,
    edition: edition.id,
    aqi,
    level,
    primary,
    sourceNo: hour.sourceNo,
    packetId: hour.packetId,
    receivedAt: hour.receivedAt,
    isTakeBack: hour.isTakeBack ?? false,
  };
};
