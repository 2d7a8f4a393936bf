import type { EntityManager } from 'typeorm';
import type { Concentrations } from '#libs/domain/air/pollutant.js';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { standingWithout } from '#libs/domain/telemetry/without-import.js';
import { reportedHour } from '../air/reported-hour.js';
import { type HourRevision, revisionsBrought } from '../air/hour-past.store.js';
import { type HourReportRow, insertHours } from '../air/station-hour.store.js';
import type { Policy } from '../policy.js';
import { rowRevisionsBrought, type SectionRowRevision, takeBackSectionRows } from '../section-row/section-row.store.js';
import { reassessSections } from '../section-row/take-section-rows.js';
import { undoneSources } from './import.store.js';

/** Packets of one source that follow each other. */
export interface Packets {
  readonly sourceNo: number;
  readonly firstPacket: string;
  readonly lastPacket: string;
}

export interface Touched {
  /** Hours the packets had brought, also those that are put back already. */
  readonly hours: readonly { readonly stationId: string; readonly label: Date }[];
  readonly changed: number;
}

type Lock = (subjectIds: readonly string[]) => Promise<void>;

const grouped = <T>(list: readonly T[], keyOf: (one: T) => string): T[][] => {
  const groups = new Map<string, T[]>();
  for (const one of list) (groups.get(keyOf(one)) ?? groups.set(keyOf(one), []).get(keyOf(one))!).push(one);
  return [...groups.values()];
};

/** Nothing to be put back: the values are those in force, and so is their state, unless there are none to have one. */
const isUnchanged = (values: object, now: object, isSameState: boolean): boolean =>
  canonicalJson(values) === canonicalJson(now) && (isSameState || Object.keys(values).length === 0);

interface Past {
  readonly packetId: string | number;
  readonly isTakeBack: boolean;
  readonly isEcho: boolean;
}

/** Revisions as they came with each echo before the first revision of a later packet; an undo names an earlier one's. */
const withEchoes = <T extends Past>(past: readonly T[]): T[] => {
  const list = past.filter(({ isEcho }) => !isEcho);
  for (const echo of past.filter(({ isEcho }) => isEcho)) {
    const later = list.findIndex((one) => !one.isTakeBack && Number(one.packetId) > Number(echo.packetId));
    list.splice(later < 0 ? list.length : later, 0, echo);
  }
  return list;
};

/** The revision that puts an hour back; null where nothing is to be put back. */
const hourBack = (past: readonly HourRevision[], undone: ReadonlySet<number>, at: Date): HourReportRow | null => {
  const now = past.findLast(({ isEcho }) => !isEcho)!;
  const revisions = withEchoes(past);
  const standing = standingWithout(
    revisions.map(({ values, dataState, isTakeBack, isEcho, sourceNo }) => ({
      values: values as Readonly<Record<string, number>>,
      dataState,
      isTakenBack: isTakeBack || undone.has(sourceNo),
      isEcho,
    })),
  );
  const values = (standing?.values ?? {}) as Concentrations;
  const dataState = standing?.dataState ?? 'realtime';
  if (isUnchanged(values, now.values, dataState === now.dataState) && !(standing && undone.has(now.sourceNo)))
    return null;
  const { sourceNo, packetId, exempt } = standing ? revisions[standing.last]! : now;
  const { stationId, label, voided } = now;
  const revision = now.revision + 1;
  return {
    ...reportedHour({
      stationId,
      label,
      revision,
      values,
      dataState,
      exempt,
      voided,
      sourceNo,
      packetId,
      receivedAt: at,
    }),
    isTakeBack: true,
  };
};

/** Puts hours of stations back. Their days are the caller's to work out. */
export const takeBackHours = async (tx: EntityManager, of: Packets, at: Date, lock: Lock): Promise<Touched> => {
  await lock((await revisionsBrought(tx, of)).map(({ stationId }) => stationId));
  const undone = await undoneSources(tx);
  const hours = grouped(await revisionsBrought(tx, of), (one) => `${one.stationId} ${one.label.getTime()}`);
  const back = hours.flatMap((revisions) => hourBack(revisions, undone, at) ?? []);
  await insertHours(tx, back);
  return { hours: hours.map(([first]) => first!), changed: back.length };
};

const rowBack = (
  past: readonly SectionRowRevision[],
  undone: ReadonlySet<number>,
  at: Date,
): (SectionRowRevision & { readonly receivedAt: Date }) | null => {
  const now = past.findLast(({ isEcho }) => !isEcho)!;
  const revisions = withEchoes(past);
  const standing = standingWithout(
    revisions.map(({ itemValues, dataState, isTakeBack, isEcho, sourceNo }) => ({
      values: itemValues,
      dataState,
      isTakenBack: isTakeBack || undone.has(sourceNo),
      isEcho,
    })),
  );
  const itemValues = standing?.values ?? {};
  const dataState = standing?.dataState ?? 'realtime';
  const isSameState = dataState === now.dataState;
  if (isUnchanged(itemValues, now.itemValues, isSameState) && !(standing && undone.has(now.sourceNo))) return null;
  const { sourceNo, packetId } = standing ? revisions[standing.last]! : now;
  return { ...now, itemValues, dataState, sourceNo, packetId, receivedAt: at };
};

/** Puts rows of sections back and works out the weeks that rest on them. Answers how many changed. */
export const takeBackRows = async (
  tx: EntityManager,
  of: Packets,
  at: Date,
  policy: Policy,
  lock: Lock,
): Promise<number> => {
  await lock((await rowRevisionsBrought(tx, of)).map(({ sectionId }) => sectionId));
  const undone = await undoneSources(tx);
  const rows = grouped(await rowRevisionsBrought(tx, of), (one) => `${one.sectionId} ${one.at.getTime()}`);
  const back = rows.flatMap((revisions) => rowBack(revisions, undone, at) ?? []);
  await takeBackSectionRows(tx, back);
  await reassessSections(tx, back, at, policy);
  return back.length;
};
