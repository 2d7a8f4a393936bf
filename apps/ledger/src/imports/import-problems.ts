import type { EntityManager } from 'typeorm';
import { UnitState } from '#libs/contracts/directory.events.js';
import { readSheet, type ReadSheet, type ReadValue } from '#libs/documents/read-sheet.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import type { TimeCategory } from '#libs/domain/problem/states.js';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { mayFor } from '#libs/identity/scope.js';
import { allReferences } from '#libs/messaging/reference.js';
import { inForce } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import { ListEntity } from '../list/list.entity.js';
import { registerProblem } from '../problem/register-problem.js';
import type { Unit } from '../reference/directory.store.js';
import { businessTime, type WriteInput } from '#libs/identity/write-time.js';
import type { ImportFault } from './import.api.js';
import { headingOf, PROBLEM_COLUMNS } from './problem-columns.js';
import type { z } from 'zod';

type Fault = z.infer<typeof ImportFault>;
type Row = ReadSheet['rows'][number];

/** Refusals of registering, and the column whose cell they are about. */
const COLUMN_OF: Readonly<Record<string, string>> = {
  PROBLEM_CATEGORY_INVALID: 'category',
  PROBLEM_UNITS_CONFLICT: 'supervising',
  PROBLEM_NO_TAKEN: 'problemNo',
  LIST_ITEM_NO_TAKEN: 'itemNo',
};

export interface ImportWish extends WriteInput {
  readonly listId: string;
  readonly sheet?: string | undefined;
  readonly dryRun: boolean;
  /** Hash of the file, for the audit trail. */
  readonly sha256: string;
}
export interface ImportResult {
  readonly sheet: string;
  readonly dryRun: boolean;
  readonly registered: { row: number; problemId: string | null; problemNo: string; itemNo: string }[];
  readonly faults: Fault[];
  readonly unknownColumns: string[];
}

/** Thrown inside a savepoint to undo what a trial run has written. */
class Undone extends Error {}

const names = (cell: ReadValue): string[] =>
  String(cell ?? '')
    .split(/[、,，;；\s]+/)
    .filter(Boolean);

/** Finds a unit by its name, short name or id; a name two units have names none. */
const unitFinder =
  (units: readonly Unit[]) =>
  (name: string): string | null => {
    const found = units.filter((unit) => unit.id === name || unit.name === name || unit.shortName === name);
    return found.length === 1 ? found[0]!.id : null;
  };

/** A row as a problem to register, or the cells that are wrong. */
const readRow = (
  { row, values }: Row,
  find: (name: string) => string | null,
  categories: ReadonlyMap<string, string>,
) => {
  const faults: Fault[] = [];
  const unit = (key: string): string | undefined => {
    const name = values[key];
    if (name === null || name === undefined) return undefined;
    const id = find(String(name));
    if (id === null)
      faults.push({ row, column: headingOf(key), code: 'UNIT_UNKNOWN', problem: `没有名为“${String(name)}”的单位` });
    return id ?? undefined;
  };
  const text = (key: string): string | undefined => ((values[key] ?? null) === null ? undefined : String(values[key]));
  const supporting = names(values['supporting'] ?? null).flatMap((name) => {
    const id = find(name);
    if (id === null)
      faults.push({ row, column: headingOf('supporting'), code: 'UNIT_UNKNOWN', problem: `没有名为“${name}”的单位` });
    return id === null ? [] : [id];
  });
  const category = text('category')!;
  const problem = {
    itemNo: text('itemNo')!,
    problemNo: text('problemNo'),
    title: text('title')!,
    originalText: text('originalText'),
    category: categories.get(category) ?? category,
    timeCategory: text('timeCategory') as TimeCategory,
    deadline: text('deadline')!,
    plannedClosureAt: text('plannedClosureAt'),
    leadUnitId: unit('lead'),
    supportingUnitIds: supporting,
    territorialUnitId: unit('territorial'),
    supervisingUnitId: unit('supervising'),
    acceptanceUnitId: unit('acceptance'),
  };
  return { problem, faults };
};

/**
 * Registers the problems of an `.xlsx` on a list. Rows that are right go on the ledger; rows that are not are named with
 * row, column and reason and leave nothing behind. Refuses the whole with LIST_NOT_FOUND, SHEET_UNREADABLE,
 * SHEET_NOT_FOUND, IMPORT_COLUMNS_INVALID (a column is missing or stands there twice).
 */
export const importProblems = async (
  tx: EntityManager,
  pack: Pack,
  bytes: Uint8Array,
  wish: ImportWish,
  identity: Identity,
  now: Date,
): Promise<ImportResult> => {
  const list = await tx.findOneBy(ListEntity, { id: wish.listId });
  if (!list) throw new Refusal('LIST_NOT_FOUND', `no list ${wish.listId}`);
  const at = businessTime(wish, identity, { unitPath: null, lastActionAt: null }, now);
  const read = await readSheet(bytes, PROBLEM_COLUMNS, wish.sheet);
  const missing = read.problems.filter(({ code }) => code === 'COLUMN_MISSING' || code === 'COLUMN_TWICE');
  if (missing.length > 0)
    throw new Refusal('IMPORT_COLUMNS_INVALID', `the sheet ${read.sheet} is not laid out as a list of problems`, {
      sheet: read.sheet,
      faults: missing.map(({ row, column, code, problem }) => ({ row, column, code, problem })),
    });
  const units = (await allReferences(tx, UnitState)).filter((unit) => !unit.retired);
  const pathOf = new Map(units.map((unit) => [unit.id, unit.path]));
  const categories = new Map(
    inForce(pack.categories, shanghaiDate(at)).map((category) => [category.name.zh, category.id]),
  );
  const find = unitFinder(units);
  const faults: Fault[] = read.problems.map(({ row, column, code, problem }) => ({ row, column, code, problem }));
  const registered: ImportResult['registered'] = [];
  for (const row of read.rows) {
    const { problem, faults: wrong } = readRow(row, find, categories);
    faults.push(...wrong);
    if (wrong.length > 0) continue;
    const { itemNo, plannedClosureAt, ...rest } = problem;
    if (!mayFor(identity, 'problem.import', pathOf.get(rest.leadUnitId!) ?? [])) {
      faults.push({ row: row.row, column: headingOf('lead'), code: 'FORBIDDEN_UNIT', problem: '权限不及该单位' });
      continue;
    }
    try {
      await tx.transaction(async (savepoint) => {
        const made = await registerProblem(savepoint, pack, {
          ...rest,
          source: list.source,
          items: [{ listId: list.id, itemNo, dueAt: rest.deadline, plannedClosureAt }],
          personId: identity.personId,
          at,
          now,
          reason: wish.backdatingReason ?? null,
        });
        registered.push({ row: row.row, problemId: wish.dryRun ? null : made.id, problemNo: made.problemNo, itemNo });
        if (wish.dryRun) throw new Undone();
      });
    } catch (why) {
      if (why instanceof Undone) continue;
      if (!(why instanceof Refusal)) throw why;
      const column = COLUMN_OF[why.code];
      faults.push({ row: row.row, column: column ? headingOf(column) : null, code: why.code, problem: why.message });
    }
  }
  if (!wish.dryRun)
    await audit(tx, {
      at,
      action: 'problem.import',
      subject: { kind: 'list', id: list.id },
      new: { sha256: wish.sha256, sheet: read.sheet, registered: registered.length, faults: faults.length },
      reason: wish.backdatingReason ?? null,
    });
  return {
    sheet: read.sheet,
    dryRun: wish.dryRun,
    registered,
    faults: faults.sort((a, b) => (a.row ?? 0) - (b.row ?? 0)),
    unknownColumns: [...read.unknownHeaders],
  };
};
