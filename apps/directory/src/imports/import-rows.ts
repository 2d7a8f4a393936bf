import { randomBytes } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { UnitState } from '#libs/contracts/directory.events.js';
import { readSheet, type ReadColumn, type ReadValue } from '#libs/documents/read-sheet.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { Identity } from '#libs/identity/identity.js';
import { createAccount } from '../account/create-account.js';
import { requireKnownRoles, requireReach } from '../account/require-reach.js';
import { recordState } from '../register/record-state.js';
import { findState } from '../register/register.store.js';
import { requireRegisterReach } from '../register/require-register-reach.js';
import { placeUnit } from '../unit/place-unit.js';
import { ACCOUNT_COLUMNS, UNIT_COLUMNS } from './import-columns.js';
import type { DirectoryImportOutcome } from './import.api.js';

/** Who imports, and when. */
export interface Write {
  readonly identity: Identity;
  readonly at: Date;
}

type Row = Readonly<Record<string, ReadValue>>;
const text = (value: ReadValue | undefined): string | null =>
  value === null || value === undefined || value === '' ? null : String(value);

/** Thrown to undo a row whose outcome is only asked for. */
class DryRun extends Error {}

/** Each good row in a transaction of its own; a row that is refused is named and stops no other. */
const importRows = async (
  db: DataSource,
  file: { bytes: Uint8Array; sheet?: string | undefined; dryRun: boolean },
  columns: readonly ReadColumn[],
  save: (tx: EntityManager, row: Row) => Promise<{ id: string; password?: { userName: string; password: string } }>,
): Promise<DirectoryImportOutcome> => {
  const read = await readSheet(file.bytes, columns, file.sheet);
  const outcome: DirectoryImportOutcome = {
    sheet: read.sheet,
    dryRun: file.dryRun,
    saved: [],
    passwords: [],
    faults: read.problems.map(({ row, column, code, problem }) => ({ row, column, code, problem })),
    unknownColumns: [...read.unknownHeaders],
  };
  for (const { row, values } of read.rows) {
    let saved: Awaited<ReturnType<typeof save>> | null = null;
    try {
      await db.transaction(async (tx) => {
        saved = await save(tx, values);
        if (file.dryRun) throw new DryRun();
      });
    } catch (why) {
      if (why instanceof Refusal) {
        outcome.faults.push({ row, column: null, code: why.code, problem: why.message });
        continue;
      }
      if (!(why instanceof DryRun)) throw why;
    }
    const done = saved as Awaited<ReturnType<typeof save>> | null;
    if (!done) continue;
    outcome.saved.push({ row, id: done.id });
    if (done.password && !file.dryRun) outcome.passwords.push(done.password);
  }
  return outcome;
};

/**
 * Units from a sheet, parents above their children. A unit known already is changed, one equal to what is known stays.
 * In a dry run a child of a unit that stands only in the sheet is reported, since nothing of the sheet is kept.
 */
export const importUnits = (
  db: DataSource,
  file: { bytes: Uint8Array; sheet?: string | undefined; dryRun: boolean },
  unitTypes: ReadonlySet<string>,
  { identity, at }: Write,
): Promise<DirectoryImportOutcome> =>
  importRows(db, file, UNIT_COLUMNS, async (tx, row) => {
    const type = text(row['type']) ?? '';
    if (!unitTypes.has(type)) throw new Refusal('UNIT_TYPE_INVALID', `单位类型 ${type} 不在规则包内`);
    const unit = await placeUnit(tx, {
      id: text(row['id']) ?? '',
      name: text(row['name']) ?? '',
      shortName: text(row['shortName']) ?? text(row['name']) ?? '',
      type,
      parentId: text(row['parentId']),
      external: row['external'] === 'yes',
      areaId: null,
    });
    await requireRegisterReach(tx, identity, 'unit', [await findState(tx, 'unit', unit.id), unit as never]);
    await recordState(tx, { noun: 'unit', contract: UnitState }, unit, { at, reason: 'import' });
    return { id: unit.id };
  });

/** Accounts from a sheet, each with a password at random that has to be changed at the first sign-in. */
export const importAccounts = (
  db: DataSource,
  file: { bytes: Uint8Array; sheet?: string | undefined; dryRun: boolean },
  { identity, at }: Write,
): Promise<DirectoryImportOutcome> =>
  importRows(db, file, ACCOUNT_COLUMNS, async (tx, row) => {
    const userName = text(row['userName']) ?? '';
    if (!/^[a-z0-9][a-z0-9.-]{1,60}$/.test(userName))
      throw new Refusal('ACCOUNT_USER_NAME_INVALID', `用户名 ${userName} 只能用小写字母、数字、点和连字符`);
    const password = randomBytes(9).toString('base64url');
    const roles = [{ roleId: text(row['roleId']) ?? '', unitId: text(row['unitId']) ?? '' }];
    await requireKnownRoles(tx, roles);
    await requireReach(tx, identity, roles);
    const id = await createAccount(
      tx,
      {
        userName,
        displayName: text(row['displayName']) ?? userName,
        personId: text(row['personId']),
        password,
        mustChange: true,
        roles,
      },
      at,
    );
    return { id, password: { userName, password } };
  });
