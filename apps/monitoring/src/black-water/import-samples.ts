import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { Refusal } from '#libs/domain/refusal.js';
import { openSampleFile, type SampleFault, type SampleRow } from '#libs/domain/water/black-water-file.js';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { currentCause } from '#libs/observability/cause.js';
import { requireUnits } from '#libs/service/require-reach.js';
import type { BlackWaterState } from './black-water.api.js';
import { blackWatersNamed, lockBlackWaters, type SampleKey, sampleKey, samplesByKey } from './black-water.store.js';
import { insertBlackWaterImport } from './black-water-import.store.js';
import { type WrittenSample, writeSamples } from './write-samples.js';

export interface SampleFile {
  readonly sha256: string;
  readonly name: string;
  /** Its lines, the heading first. */
  readonly lines: readonly string[];
}
export interface SampleWish {
  /** Says what would be taken and takes nothing. */
  readonly dryRun: boolean;
  /** Takes the rows that are right though others are not. */
  readonly takeRest: boolean;
  /** Needed where samples are corrected. */
  readonly reason: string | null;
}
export interface RefusedRow {
  /** As a spreadsheet program counts: the heading is row 1. */
  readonly row: number;
  readonly column: string;
  readonly reason: string;
  readonly text: string;
}
export interface SamplesTaken {
  readonly state: 'checked' | 'refused' | 'taken';
  /** Null where nothing was taken. */
  readonly id: string | null;
  readonly rowsRead: number;
  readonly rowsChanged: number;
  readonly refused: readonly RefusedRow[];
}

/** The one of that id or name; null where there is none or the name is several's. */
const namedOne = <T extends { readonly id: string; readonly name: string }>(
  list: readonly T[],
  text: string,
): T | null => {
  const named = list.filter(({ name }) => name === text);
  return list.find(({ id }) => id === text) ?? (named.length === 1 ? named[0]! : null);
};

type ReadRow = { readonly line: number; readonly text: string } & (
  { readonly row: SampleRow } | { readonly fault: SampleFault }
);

/** Every line that is not empty by what is written in it; refuses a file without the columns with BLACK_WATER_FILE_INVALID. */
const readLines = (lines: readonly string[]): ReadRow[] => {
  const opened = openSampleFile(lines[0] ?? '');
  if ('lacking' in opened)
    throw new Refusal('BLACK_WATER_FILE_INVALID', `the file has no column ${opened.lacking.join(', ')}`, {
      columns: opened.lacking,
    });
  return lines.flatMap((text, n) =>
    n === 0 || text.trim() === '' ? [] : [{ line: n + 1, text, ...opened.read(text) }],
  );
};

interface KnownRow extends SampleKey {
  readonly values: SampleRow['values'];
}

/** Rows as they mean points of these waters, and those that are not right. */
const knowRows = (
  read: readonly ReadRow[],
  waters: readonly BlackWaterState[],
  reached: ReadonlySet<string>,
  at: Date,
): { readonly rows: readonly KnownRow[]; readonly refused: readonly RefusedRow[] } => {
  const rows = new Map<string, KnownRow>();
  const refused: RefusedRow[] = [];
  const today = shanghaiDate(at);
  const known = ({ water: named, point: place, sampledOn, values }: SampleRow): KnownRow | SampleFault => {
    const water = namedOne(waters, named);
    if (!water) return { column: '水体', reason: 'UNKNOWN_SUBJECT' };
    if (!reached.has(water.id)) return { column: '水体', reason: 'OUT_OF_REACH' };
    const point = namedOne(water.points, place);
    if (!point) return { column: '点位', reason: 'UNKNOWN_SUBJECT' };
    if (sampledOn > today) return { column: '采样日期', reason: 'TIME_IMPLAUSIBLE' };
    const row = { waterId: water.id, point: point.id, sampledOn, values };
    return rows.has(sampleKey(row)) ? { column: '', reason: 'ROW_TWICE' } : row;
  };
  for (const one of read) {
    const row = 'fault' in one ? one.fault : known(one.row);
    if ('waterId' in row) rows.set(sampleKey(row), row);
    else refused.push({ row: one.line, ...row, text: one.text });
  }
  return { rows: [...rows.values()], refused };
};

const reachedOf = async (
  tx: EntityManager,
  waters: readonly BlackWaterState[],
  identity: Identity,
): Promise<ReadonlySet<string>> => {
  const reached = new Set<string>();
  for (const water of waters)
    try {
      await requireUnits(tx, identity, 'subject.manage', water);
      reached.add(water.id);
    } catch (why) {
      if (!(why instanceof Refusal)) throw why;
    }
  return reached;
};

/** Those of the rows that say something new, as they would be written; a sample that stands as the file has it is left alone. */
const newSamples = async (
  tx: EntityManager,
  rows: readonly KnownRow[],
  at: Date,
): Promise<readonly WrittenSample[]> => {
  const inForce = await samplesByKey(tx, rows);
  const recordedBy = currentCause().actor.name;
  return rows.flatMap(({ values, ...key }): WrittenSample[] => {
    const known = inForce.get(sampleKey(key));
    const before = !known || known.withdrawn ? null : known;
    if (before && canonicalJson(before.itemValues) === canonicalJson(values)) return [];
    const sample = {
      ...{ ...key, itemValues: values as Readonly<Record<string, string>>, version: (known?.version ?? 0) + 1 },
      ...{ withdrawn: false, restores: null, recordedAt: at, recordedBy },
    };
    return [{ sample, before }];
  });
};

/**
 * Takes a file of samples in: a dry run takes nothing, and neither does a file with a row that is not right unless the rest is
 * wanted. Nobody else writes samples of the waters it names meanwhile. Refuses the whole with BLACK_WATER_FILE_INVALID and
 * BLACK_WATER_REASON_MISSING.
 */
export const importSamples = async (
  tx: EntityManager,
  file: SampleFile,
  wish: SampleWish,
  at: Date,
  identity: Identity,
): Promise<SamplesTaken> => {
  const lines = readLines(file.lines);
  const names = [...new Set(lines.flatMap((one) => ('row' in one ? [one.row.water] : [])))];
  const named = await blackWatersNamed(tx, names);
  // As they are once they are locked; one that took such a name meanwhile is as unknown as it was.
  const waters = wish.dryRun
    ? named
    : (
        await lockBlackWaters(
          tx,
          named.map(({ id }) => id),
        )
      ).filter(({ retired }) => !retired);
  const { rows, refused } = knowRows(lines, waters, await reachedOf(tx, waters, identity), at);
  const written = await newSamples(tx, rows, at);
  const result = { rowsRead: lines.length, rowsChanged: written.length, refused };
  if (wish.dryRun) return { ...result, state: 'checked', id: null };
  if (refused.length > 0 && !wish.takeRest) return { ...result, state: 'refused', id: null };
  if (wish.reason === null && written.some(({ before }) => before !== null))
    throw new Refusal('BLACK_WATER_REASON_MISSING', 'the file corrects samples: a correction needs its reason');
  await writeSamples(tx, written, { action: 'black-water.record-sample', at, reason: wish.reason });
  const id = uuidv7();
  await insertBlackWaterImport(
    tx,
    {
      ...{ id, fileSha256: file.sha256, fileName: file.name, importedAt: at, importedBy: currentCause().actor.name },
      ...{ reason: wish.reason, rowsRead: lines.length, rowsRefused: refused.length, rowsChanged: written.length },
    },
    written.map(({ sample: { waterId, point, sampledOn, version }, before }) => ({
      ...{ waterId, point, sampledOn, version },
      versionBefore: before && (before.restores ?? before.version),
      itemValuesBefore: before && before.itemValues,
    })),
  );
  await audit(tx, {
    at,
    action: 'black-water.import-samples',
    subject: { kind: 'black-water-import', id },
    new: { sha256: file.sha256, rowsRead: lines.length, rowsRefused: refused.length, rowsChanged: written.length },
    reason: wish.reason,
  });
  return { ...result, state: 'taken', id };
};
