import type { EntityManager } from 'typeorm';
import { select, selectOne } from '#libs/persistence/select.js';
import { CLOSED, OFF_LEDGER } from '../problem/problem-views.store.js';

const OPEN = `p.state not in ${CLOSED} and p.state not in ${OFF_LEDGER}`;
const OVERDUE = `p.completed_on is null and p.left_on is null and p.assigned_on is not null and p.deadline < $1::date`;

export interface OverviewCounts {
  readonly total: number;
  readonly open: number;
  readonly overdue: number;
  readonly dueIn30Days: number;
  readonly waitingUpper: number;
  readonly publicNotice: number;
  readonly toAssign: number;
  readonly closed: number;
  readonly reopened: number;
}

/** Problems of the units seen, counted once. */
export const overviewCounts = async (tx: EntityManager, on: string, seen: readonly string[]): Promise<OverviewCounts> =>
  (await selectOne<OverviewCounts>(
    tx,
    `select count(*)::int as total,
            count(*) filter (where ${OPEN})::int as open,
            count(*) filter (where ${OVERDUE})::int as overdue,
            count(*) filter (where ${OPEN} and p.completed_on is null and p.deadline between $1::date and $1::date + 30)::int as due_in_30_days,
            count(*) filter (where p.state = 'UPPER_REVIEW')::int as waiting_upper,
            count(*) filter (where p.state = 'PUBLIC_NOTICE')::int as public_notice,
            count(*) filter (where p.state = 'DRAFT')::int as to_assign,
            count(*) filter (where p.state in ${CLOSED})::int as closed,
            count(*) filter (where p.round > 1 and p.completed_on is null)::int as reopened
       from problem p where p.unit_ids && $2::text[]`,
    [on, seen],
  ))!;

export const problemsByState = (tx: EntityManager, seen: readonly string[]): Promise<{ state: string; n: number }[]> =>
  select(tx, 'select p.state, count(*)::int as n from problem p where p.unit_ids && $1::text[] group by p.state', [
    seen,
  ]);

/** Open problems by their level at the last weekly look. */
export const problemsByLevel = (tx: EntityManager, seen: readonly string[]): Promise<{ level: string; n: number }[]> =>
  select(
    tx,
    `select coalesce(g.level, 'green') as level, count(*)::int as n
       from problem p
       left join lateral (select m.level from lag_mark m where m.problem_id = p.id order by m.cutoff desc limit 1) g on true
      where p.unit_ids && $1::text[] and ${OPEN} and p.assigned_on is not null group by 1`,
    [seen],
  );

export const problemsByLead = (
  tx: EntityManager,
  on: string,
  seen: readonly string[],
): Promise<{ unitId: string; open: number; overdue: number; closed: number }[]> =>
  select(
    tx,
    `select p.lead_unit_id as unit_id, count(*) filter (where ${OPEN})::int as open,
            count(*) filter (where ${OVERDUE})::int as overdue, count(*) filter (where p.state in ${CLOSED})::int as closed
       from problem p where p.unit_ids && $2::text[] group by p.lead_unit_id order by 3 desc, 2 desc, 1 limit 500`,
    [on, seen],
  );

export const taskCounts = async (
  tx: EntityManager,
  on: string,
  seen: readonly string[],
): Promise<{ open: number; overdue: number }> =>
  (await selectOne<{ open: number; overdue: number }>(
    tx,
    `select count(*)::int as open, count(*) filter (where t.due_on < $1::date and t.reported_at is null)::int as overdue
       from task t where t.unit_ids && $2::text[] and t.state not in ('confirmed', 'cancelled')`,
    [on, seen],
  ))!;
