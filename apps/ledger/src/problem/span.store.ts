import type { EntityManager } from 'typeorm';
import { select, selectOne } from '#libs/persistence/select.js';
import type { ProblemEntity, ProblemItemEntity } from './problem.entity.js';

interface Table {
  readonly name: 'problem_span' | 'item_span';
  /** What tells one history from another. */
  readonly keys: readonly string[];
  /** Facts that a span holds. */
  readonly facts: readonly string[];
}
const PROBLEM: Table = {
  name: 'problem_span',
  keys: ['problem_id'],
  facts: [
    'state',
    'state_since',
    'round',
    'lead_unit_id',
    'time_category',
    'assigned_on',
    'plan_start_on',
    'deadline',
    'completed_on',
    'closed_on',
    'is_deadline_unreachable',
  ],
};
const ITEM: Table = {
  name: 'item_span',
  keys: ['problem_id', 'list_id'],
  facts: [
    'lead_unit_id',
    'time_category',
    'round',
    'assigned_on',
    'left_on',
    'due_on',
    'planned_closure_on',
    'completed_on',
    'closed_on',
  ],
};

/**
 * Lets new facts hold from `at` on, known since `recordedAt`. What was believed before stays readable: the open span is
 * superseded, its past part written again with an end. Acts of one record never go back behind the last one, so only the
 * open span can be touched. Facts equal to the open span's write nothing.
 */
const holdFrom = async (
  tx: EntityManager,
  table: Table,
  keys: readonly unknown[],
  facts: readonly unknown[],
  at: Date,
  recordedAt: Date,
): Promise<void> => {
  const { name } = table;
  const where = table.keys.map((key, index) => `s.${key} = $${index + 1}`).join(' and ');
  const changed = table.facts.map((fact, index) => `s.${fact} is distinct from $${table.keys.length + index + 1}`);
  const open = await selectOne<{ seq: string; validFrom: Date; isChanged: boolean }>(
    tx,
    `select s.seq, s.valid_from, (${changed.join(' or ')}) as is_changed from ${name} s
      where ${where} and s.valid_to is null and s.superseded_at is null`,
    [...keys, ...facts],
  );
  if (open && !open.isChanged) return;
  if (open) {
    await tx.query(`update ${name} set superseded_at = $2 where seq = $1`, [open.seq, recordedAt]);
    const copied = [...table.keys, ...table.facts].join(', ');
    await tx.query(
      `insert into ${name} (${copied}, valid_from, valid_to, recorded_at, is_past_part)
       select ${copied}, valid_from, $2::timestamptz, $3, true from ${name} where seq = $1 and valid_from < $2`,
      [open.seq, at, recordedAt],
    );
  }
  const columns = [...table.keys, ...table.facts];
  const values = columns.map((_column, index) => `$${index + 1}`).join(', ');
  await tx.query(
    `insert into ${name} (${columns.join(', ')}, valid_from, recorded_at)
     values (${values}, $${columns.length + 1}, $${columns.length + 2})`,
    [...keys, ...facts, at, recordedAt],
  );
};

/** Writes the histories of a problem and its items after a change. */
export const keepSpans = async (
  tx: EntityManager,
  problem: ProblemEntity,
  items: readonly ProblemItemEntity[],
  at: Date,
  recordedAt: Date,
): Promise<void> => {
  await holdFrom(
    tx,
    PROBLEM,
    [problem.id],
    [
      problem.state,
      problem.stateSince,
      problem.round,
      problem.leadUnitId,
      problem.timeCategory,
      problem.assignedOn,
      problem.planStartOn,
      problem.deadline,
      problem.completedOn,
      problem.closedOn,
      problem.isDeadlineUnreachable,
    ],
    at,
    recordedAt,
  );
  for (const item of items) {
    await holdFrom(
      tx,
      ITEM,
      [problem.id, item.listId],
      [
        problem.leadUnitId,
        problem.timeCategory,
        problem.round,
        problem.assignedOn,
        problem.leftOn,
        item.dueOn,
        item.plannedClosureOn,
        item.completedOn,
        item.closedOn,
      ],
      at,
      recordedAt,
    );
  }
};

export interface ProblemSpanRow {
  readonly state: string;
  readonly round: number;
  readonly leadUnitId: string;
  readonly deadline: string | null;
  readonly completedOn: string | null;
  readonly closedOn: string | null;
  readonly validFrom: Date;
  readonly validTo: Date | null;
  readonly recordedAt: Date;
  readonly supersededAt: Date | null;
}

/** The history of a problem as it was known at an instant, or everything ever believed of it. */
export const spansOf = (tx: EntityManager, problemId: string, knownAt: Date | null): Promise<ProblemSpanRow[]> =>
  select<ProblemSpanRow>(
    tx,
    `select s.state, s.round, s.lead_unit_id, s.deadline::text as deadline, s.completed_on::text as completed_on,
            s.closed_on::text as closed_on, s.valid_from, s.valid_to, s.recorded_at, s.superseded_at
       from problem_span s
      where s.problem_id = $1
        and ($2::timestamptz is null
             or (s.recorded_at <= $2 and (s.superseded_at is null or s.superseded_at > $2)))
      order by s.valid_from, s.seq limit 2000`,
    [problemId, knownAt],
  );
