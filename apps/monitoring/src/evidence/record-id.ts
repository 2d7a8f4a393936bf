/** Ids of records without one of their own, made of what identifies them; `~` stands in none of their parts but an MN. */
import type { ReadingKind } from '#libs/domain/telemetry/packet-readings.js';
import type { RecordReference } from '#libs/evidence/reference-group.js';
import { SERVICE } from '../service-name.js';
import type { SubjectKind } from '../subject/subject-kind.js';

export const hourRecord = (stationId: string, label: Date, revision: number): RecordReference => ({
  service: SERVICE,
  kind: 'station-hour',
  id: `${stationId}~${label.toISOString()}`,
  version: revision,
});
export const dayRecord = (stationId: string, day: string, revision: number): RecordReference => ({
  service: SERVICE,
  kind: 'station-day',
  id: `${stationId}~${day}`,
  version: revision,
});
export const indicatorRecord = (id: string, revision: number): RecordReference => ({
  service: SERVICE,
  kind: 'indicator',
  id,
  version: revision,
});
export const packetRecord = (id: string | number): RecordReference => ({
  service: SERVICE,
  kind: 'packet',
  id: String(id),
});
export const readingRecord = (
  reading: { door: string; code: string; kind: ReadingKind; at: Date; factor: string },
  revision: number,
): RecordReference => ({
  service: SERVICE,
  kind: 'reading',
  id: [reading.door, reading.code, reading.kind, reading.at.toISOString(), reading.factor].join('~'),
  version: revision,
});
export const outletHourRecord = (outletId: string, factor: string, label: Date, revision: number): RecordReference => ({
  service: SERVICE,
  kind: 'outlet-hour',
  id: `${outletId}~${factor}~${label.toISOString()}`,
  version: revision,
});
/** The hours of an episode above a limit. */
export const exceedanceHourRecords = ({
  outletId,
  factor,
  hours,
}: {
  outletId: string;
  factor: string;
  hours: readonly { label: string; revision: number }[];
}): RecordReference[] =>
  hours.map(({ label, revision }) => outletHourRecord(outletId, factor, new Date(label), revision));
export const sectionRowRecord = (sectionId: string, at: Date, revision: number): RecordReference => ({
  service: SERVICE,
  kind: 'section-row',
  id: `${sectionId}~${at.toISOString()}`,
  version: revision,
});
/** A month of a section, of all its days, of all their rows. */
export const sectionMonthRecord = (sectionId: string, month: string): RecordReference => ({
  service: SERVICE,
  kind: 'section-month',
  id: `${sectionId}~${month}`,
});
export const sectionDayRecord = (sectionId: string, day: string): RecordReference => ({
  service: SERVICE,
  kind: 'section-day',
  id: `${sectionId}~${day}`,
});
export const sourceResultRecord = (
  { sourceId, kind, sampledOn }: { sourceId: string; kind: string; sampledOn: string },
  version: number,
): RecordReference => ({ service: SERVICE, kind: 'source-result', id: `${sourceId}~${kind}~${sampledOn}`, version });
export const plantDayRecord = (outletId: string, day: string, version: number): RecordReference => ({
  service: SERVICE,
  kind: 'plant-day',
  id: `${outletId}~${day}`,
  version,
});
/** A black water at the end of a month. */
export const blackWaterRecord = (waterId: string, month: string): RecordReference => ({
  service: SERVICE,
  kind: 'black-water',
  id: `${waterId}~${month}`,
});
export const blackWaterSampleRecord = (
  { waterId, point, sampledOn }: { waterId: string; point: string; sampledOn: string },
  version: number,
): RecordReference => ({
  service: SERVICE,
  kind: 'black-water-sample',
  id: `${waterId}~${point}~${sampledOn}`,
  version,
});

/** Values of a section held together as suspect. */
export const heldRecord = (id: string): RecordReference => ({ service: SERVICE, kind: 'held-value', id });

/** That a paper of the network recognises dust days. */
export const dustRecord = (id: string): RecordReference => ({ service: SERVICE, kind: 'dust-recognition', id });

/** A station, section or outlet of the register. */
export const subjectRecord = (kind: SubjectKind, id: string, version: number): RecordReference => ({
  service: SERVICE,
  kind,
  id,
  version,
});

const instant = (text: string): Date | null => {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? null : at;
};

/** Splits `subject~instant` and the like; null where the instant is none. */
export const readDated = (id: string): { subject: string; at: Date } | null => {
  const cut = id.lastIndexOf('~');
  const at = cut < 1 ? null : instant(id.slice(cut + 1));
  return at && { subject: id.slice(0, cut), at };
};

/** An MN may hold `~`, so the parts around it are cut off from both ends. */
export const readReadingId = (
  id: string,
): { door: string; code: string; kind: string; at: Date; factor: string } | null => {
  const parts = id.split('~');
  const [factor, at, kind] = [parts.pop(), instant(parts.pop() ?? ''), parts.pop()];
  const door = parts.shift();
  return factor && at && kind && door && parts.length > 0 ? { door, code: parts.join('~'), kind, at, factor } : null;
};
