import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { Refusal } from '#libs/domain/refusal.js';
import { openSampleFile, type SampleRow } from '#libs/domain/water/black-water-file.js';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { currentCause } from '#libs/observability/cause.js';
import { requireUnits } from '#libs/service/require-reach.js';
import { lockRegister } from '../register/register.store.js';
import type { BlackWaterState } from './black-water.api.js';
import { findSampleForUpdate, listBlackWaters } from './black-water.store.js';
import { type BroughtSample, insertBlackWaterImport } from './black-water-import.store.js';
import { recordSample } from './record-sample.js';

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

interface KnownRow extends SampleRow {
  readonly line: number;
  readonly water: string;
  readonly point: string;
}

/** Rows as they mean waters and points of the register, and those that are not right. */
const readRows = async (
  tx: EntityManager,
  lines: readonly string[],
  at: Date,
  identity: Identity,
): Promise<{ readonly rows: readonly KnownRow[]; readonly refused: readonly RefusedRow[]; readonly read: number }> => {
  const opened = openSampleFile(lines[0] ?? '');
  if ('lacking' in opened)
    throw new Refusal('BLACK_WATER_FILE_INVALID', `the file has no column ${opened.lacking.join(', ')}`, {
      columns: opened.lacking,
    });
  const waters = await listBlackWaters(tx);
  const reach = new Map<string, boolean>();
  const isReached = async (water: BlackWaterState): Promise<boolean> => {
    if (!reach.has(water.id))
      reach.set(
        water.id,
        await requireUnits(tx, identity, 'subject.manage', water).then(
          () => true,
          (why: unknown) => {
            if (why instanceof Refusal) return false;
            throw why;
          },
        ),
      );
    return reach.get(water.id)!;
  };
  const seen = new Set<string>();
  const today = shanghaiDate(at);
  const rowOf = async (text: string, line: number): Promise<KnownRow | { column: string; reason: string }> => {
    const read = opened.read(text);
    if ('fault' in read) return read.fault;
    const { row } = read;
    const water = namedOne(waters, row.water);
    if (!water) return { column: '水体', reason: 'UNKNOWN_SUBJECT' };
    if (!(await isReached(water))) return { column: '水体', reason: 'OUT_OF_REACH' };
    const point = namedOne(water.points, row.point);
    if (!point) return { column: '点位', reason: 'UNKNOWN_SUBJECT' };
    if (row.sampledOn > today) return { column: '采样日期', reason: 'TIME_IMPLAUSIBLE' };
    const key = `${water.id} ${point.id} ${row.sampledOn}`;
    if (seen.has(key)) return { column: '', reason: 'ROW_TWICE' };
    seen.add(key);
    return { ...row, line, water: water.id, point: point.id };
  };
  const rows: KnownRow[] = [];
  const refused: RefusedRow[] = [];
  for (const [n, text] of lines.entries()) {
    if (n === 0 || text.trim() === '') continue;
    const row = await rowOf(text, n + 1);
    if ('line' in row) rows.push(row);
    else refused.push({ row: n + 1, ...row, text });
  }
  return { rows, refused, read: rows.length + refused.length };
};

/** Records the rows that say something new; a sample that stands as the file has it is left alone. */
const recordRows = async (
  tx: EntityManager,
  rows: readonly KnownRow[],
  { reason, dryRun }: SampleWish,
  at: Date,
  identity: Identity,
): Promise<BroughtSample[]> => {
  const brought: BroughtSample[] = [];
  for (const { water: waterId, point, sampledOn, values } of rows) {
    const known = await findSampleForUpdate(tx, { waterId, point, sampledOn });
    const before = known?.withdrawn ? null : known;
    if (before && canonicalJson(before.itemValues) === canonicalJson(values)) continue;
    if (before && reason === null && !dryRun)
      throw new Refusal('BLACK_WATER_REASON_MISSING', 'the file corrects samples: a correction needs its reason');
    const of = {
      point,
      sampledOn,
      values: { ...values },
      expectedVersion: before?.version ?? 0,
      ...(reason ? { reason } : {}),
    };
    const version = dryRun ? 0 : (await recordSample(tx, waterId, of, at, identity)).sample.version;
    brought.push({ waterId, point, sampledOn, version, itemValuesBefore: before?.itemValues ?? null });
  }
  return brought;
};

/**
 * Takes a file of samples in: a dry run takes nothing, and neither does a file with a row that is not right unless the rest is
 * wanted. Refuses the whole with BLACK_WATER_FILE_INVALID and BLACK_WATER_REASON_MISSING.
 */
export const importSamples = async (
  tx: EntityManager,
  file: SampleFile,
  wish: SampleWish,
  at: Date,
  identity: Identity,
): Promise<SamplesTaken> => {
  await lockRegister(tx);
  const { rows, refused, read } = await readRows(tx, file.lines, at, identity);
  const isRefused = refused.length > 0 && !wish.takeRest;
  const isTaken = !wish.dryRun && !isRefused;
  const brought = await recordRows(tx, rows, { ...wish, dryRun: !isTaken }, at, identity);
  const result = { rowsRead: read, rowsChanged: brought.length, refused };
  if (!isTaken) return { ...result, state: wish.dryRun ? 'checked' : 'refused', id: null };
  const id = uuidv7();
  await insertBlackWaterImport(
    tx,
    {
      ...{ id, fileSha256: file.sha256, fileName: file.name, importedAt: at, importedBy: currentCause().actor.name },
      ...{ reason: wish.reason, rowsRead: read, rowsRefused: refused.length, rowsChanged: brought.length },
    },
    brought,
  );
  await audit(tx, {
    at,
    action: 'black-water.import-samples',
    subject: { kind: 'black-water-import', id },
    new: { sha256: file.sha256, rowsRead: read, rowsRefused: refused.length, rowsChanged: brought.length },
    reason: wish.reason,
  });
  return { ...result, state: 'taken', id };
};
