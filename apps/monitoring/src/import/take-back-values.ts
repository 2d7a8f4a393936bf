import type { EntityManager } from 'typeorm';
import type { Concentrations } from '#libs/domain/air/pollutant.js';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { standingWithout } from '#libs/domain/telemetry/without-import.js';
import { reportedHour } from '../air/reported-hour.js';
import { type HourReportRow, type HourRevision, insertHours, revisionsBrought } from '../air/station-hour.store.js';
import type { Policy } from '../policy.js';
import { rowRevisionsBrought, type SectionRowRevision, takeBackSectionRows } from '../section/section.store.js';
import { reassessSections } from '../section/take-section-rows.js';
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

/** The revision that puts an hour back; null where nothing is to be put back. */
const hourBack = (revisions: readonly HourRevision[], undone: ReadonlySet<number>, at: Date): HourReportRow | null => {
  const now = revisions.at(-1)!;
  const standing = standingWithout(
    revisions.map(({ values, dataState, isTakeBack, sourceNo }) => ({
      values: values as Readonly<Record<string, number>>,
      dataState,
      isTakenBack: isTakeBack || undone.has(sourceNo),
    })),
  );
  const values = (standing?.values ?? {}) as Concentrations;
  const dataState = standing?.dataState ?? 'realtime';
  if (canonicalJson(values) === canonicalJson(now.values) && (dataState === now.dataState || standing === null))
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
  revisions: readonly SectionRowRevision[],
  undone: ReadonlySet<number>,
  at: Date,
): (SectionRowRevision & { readonly receivedAt: Date }) | null => {
  const now = revisions.at(-1)!;
  const standing = standingWithout(
    revisions.map(({ itemValues, dataState, isTakeBack, sourceNo }) => ({
      values: itemValues,
      dataState,
      isTakenBack: isTakeBack || undone.has(sourceNo),
    })),
  );
  const itemValues = standing?.values ?? {};
  const dataState = standing?.dataState ?? 'realtime';
  if (canonicalJson(itemValues) === canonicalJson(now.itemValues) && (dataState === now.dataState || standing === null))
    return null;
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
