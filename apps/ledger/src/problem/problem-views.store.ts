import type { EntityManager } from 'typeorm';
import { select, selectOne } from '#libs/persistence/select.js';
import type { ProblemQuery } from './problem.api.js';

/** One problem as lists show it; dates are civil dates as text. */
export interface ProblemViewRow {
  readonly id: string;
  readonly version: number;
  readonly problemNo: string;
  readonly externalNo: string | null;
  readonly title: string;
  readonly source: string;
  readonly category: string;
  readonly timeCategory: 'IMMEDIATE' | 'DEADLINE' | 'LONG_TERM';
  readonly state: string;
  readonly stateSince: Date;
  readonly round: number;
  readonly subjectKind: string | null;
  readonly subjectId: string | null;
  readonly areaId: string | null;
  readonly longitude: string | null;
  readonly latitude: string | null;
  readonly leadUnitId: string;
  readonly supportingUnitIds: string[];
  readonly territorialUnitId: string | null;
  readonly supervisingUnitId: string | null;
  readonly acceptanceUnitId: string | null;
  readonly leaderPostId: string | null;
  readonly responsiblePostId: string | null;
  readonly contactPostId: string | null;
  readonly assignedOn: string | null;
  readonly deadline: string | null;
  readonly originalDeadline: string | null;
  readonly overdueDays: number;
  readonly completedOn: string | null;
  readonly closedOn: string | null;
  readonly stepDueOn: string | null;
  readonly reportedPct: string;
  readonly confirmedPct: string;
  readonly items: ItemView[];
  readonly lag: { cutoff: string; level: string; lagPoints: string; overdueDays: number } | null;
  readonly waitingUpperSince: string | null;
  readonly noticeEnd: string | null;
  readonly refusals: number;
  readonly warningId: string | null;
  readonly changedAt: Date;
}
export interface ItemView {
  readonly listId: string;
  readonly listName: string;
  readonly itemNo: string;
  readonly dueAt: string | null;
  readonly plannedClosureAt: string | null;
  readonly completedAt: string | null;
  readonly closedAt: string | null;
}

/** Work that is behind its deadline on day $1: neither confirmed nor off the ledger. */
const OVERDUE_DAYS = `case when p.completed_on is null and p.left_on is null and p.assigned_on is not null
                           and p.deadline < $1::date then $1::date - p.deadline else 0 end`;
export const CLOSED = `('CLOSED', 'LOOK_BACK', 'CONSOLIDATED')`;
export const OFF_LEDGER = `('WITHDRAWN', 'MERGED')`;

const ROW = `
  p.id, p.version, p.problem_no, p.external_no, p.title, p.source, p.category, p.time_category, p.state, p.state_since,
  p.round, p.subject_kind, p.subject_id, p.area_id, p.longitude, p.latitude, p.lead_unit_id, p.supporting_unit_ids,
  p.territorial_unit_id, p.supervising_unit_id, p.acceptance_unit_id, p.leader_post_id, p.responsible_post_id,
  p.contact_post_id, p.assigned_on::text as assigned_on, p.deadline::text as deadline,
  p.original_deadline::text as original_deadline, ${OVERDUE_DAYS} as overdue_days,
  p.completed_on::text as completed_on, p.closed_on::text as closed_on, p.step_due_on::text as step_due_on,
  p.reported_pct, p.confirmed_pct, p.notice_end::text as notice_end, p.refusals, p.warning_id, p.changed_at,
  case when p.state = 'UPPER_REVIEW' then w.sent_on::text end as waiting_upper_since,
  coalesce(i.items, '[]') as items, g.lag`;
const JOINS = `
  left join lateral (
    select jsonb_agg(jsonb_build_object(
             'listId', x.list_id, 'listName', l.name, 'itemNo', x.item_no, 'dueAt', x.due_on,
             'plannedClosureAt', x.planned_closure_on, 'completedAt', x.completed_on, 'closedAt', x.closed_on)
             order by x.list_id) as items
      from problem_item x join list l on l.id = x.list_id where x.problem_id = p.id
  ) i on true
  left join lateral (
    select jsonb_build_object('cutoff', to_char(m.cutoff at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
             'level', m.level, 'lagPoints', m.lag_points::text, 'overdueDays', m.overdue_days) as lag, m.level
      from lag_mark m where m.problem_id = p.id order by m.cutoff desc limit 1
  ) g on true
  left join lateral (
    select u.sent_on from upper_wait u where u.problem_id = p.id order by u.sent_at desc limit 1
  ) w on true`;

/** Conditions of a filter; `$1` is the asking day, `$2` the units the asking person may see. */
const conditionsOf = (query: ProblemQuery, add: (value: unknown) => string): string[] => {
  const conditions = ['p.unit_ids && $2::text[]'];
  const equal = (column: string, value: unknown): void => {
    if (value !== undefined) conditions.push(`p.${column} = ${add(value)}`);
  };
  equal('problem_no', query.no);
  equal('lead_unit_id', query.leadUnitId);
  equal('area_id', query.areaId);
  equal('category', query.category);
  equal('source', query.source);
  equal('time_category', query.timeCategory);
  equal('warning_id', query.warningId);
  equal('subject_kind', query.subjectKind);
  equal('subject_id', query.subjectId);
  if (query.unitId !== undefined) conditions.push(`p.unit_ids && array[${add(query.unitId)}]::text[]`);
  if (query.state !== undefined) conditions.push(`p.state = any(${add(query.state)}::text[])`);
  if (query.level !== undefined) conditions.push(`coalesce(g.level, 'green') = any(${add(query.level)}::text[])`);
  if (query.listId !== undefined)
    conditions.push(
      `exists (select 1 from problem_item x where x.problem_id = p.id and x.list_id = ${add(query.listId)})`,
    );
  if (query.q !== undefined && query.q !== '') {
    const like = add(`%${query.q.replaceAll(/[\\%_]/g, '\\$&')}%`);
    conditions.push(`(p.title ilike ${like} or p.problem_no ilike ${like} or p.original_text ilike ${like})`);
  }
  const flag = (value: 'true' | 'false' | undefined, condition: string): void => {
    if (value !== undefined) conditions.push(value === 'true' ? `(${condition})` : `not (${condition})`);
  };
  flag(query.open, `p.state not in ${CLOSED} and p.state not in ${OFF_LEDGER}`);
  flag(query.overdue, `${OVERDUE_DAYS} > 0`);
  flag(query.waitingUpper, `p.state = 'UPPER_REVIEW'`);
  return conditions;
};

/** Order of a sort and the condition "after the cursor"; every order ends in the number, which is unique. */
const SORTS = {
  no: {
    order: 'p.problem_no collate "C"',
    key: `p.problem_no`,
    after: (n: string) => `p.problem_no collate "C" > ${n}`,
  },
  deadline: {
    order: `coalesce(p.deadline, '9999-12-31'), p.problem_no collate "C"`,
    key: `coalesce(p.deadline, '9999-12-31')::text`,
    after: (n: string, key: string) =>
      `(coalesce(p.deadline, '9999-12-31'), p.problem_no collate "C") > (${key}::date, ${n})`,
  },
  '-changed': {
    order: 'p.changed_at desc, p.problem_no collate "C" desc',
    key: `to_char(p.changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
    after: (n: string, key: string) => `(p.changed_at, p.problem_no collate "C") < (${key}::timestamptz, ${n})`,
  },
} as const;

export interface ProblemPageRows {
  readonly rows: (ProblemViewRow & { readonly sortKey: string })[];
  readonly counts: { total: number; open: number; overdue: number; closed: number; byState: Record<string, number> };
}

/** A page of problems with the counts of the whole filter. `after`: sort key and number of the last row before. */
export const problemPage = async (
  tx: EntityManager,
  query: ProblemQuery,
  on: string,
  seen: readonly string[],
  after: { readonly key: string; readonly no: string } | null,
): Promise<ProblemPageRows> => {
  const values: unknown[] = [on, seen];
  const add = (value: unknown): string => `$${values.push(value)}`;
  const conditions = conditionsOf(query, add);
  const byState = await select<{ state: string; total: number; overdue: number }>(
    tx,
    `select p.state, count(*)::int as total, count(*) filter (where ${OVERDUE_DAYS} > 0)::int as overdue
       from problem p ${JOINS} where ${conditions.join(' and ')} group by p.state`,
    values,
  );
  const sort = SORTS[query.sort];
  if (after) conditions.push(sort.after(add(after.no), query.sort === 'no' ? '' : add(after.key)));
  const rows = await select<ProblemViewRow & { sortKey: string }>(
    tx,
    `select ${ROW}, ${sort.key} as sort_key from problem p ${JOINS}
      where ${conditions.join(' and ')} order by ${sort.order} limit ${add(query.limit)}`,
    values,
  );
  const count = (states: (state: string) => boolean): number =>
    byState.filter(({ state }) => states(state)).reduce((sum, { total }) => sum + total, 0);
  const isClosed = (state: string): boolean => CLOSED.includes(`'${state}'`);
  const isOff = (state: string): boolean => OFF_LEDGER.includes(`'${state}'`);
  return {
    rows,
    counts: {
      total: count(() => true),
      open: count((state) => !isClosed(state) && !isOff(state)),
      closed: count(isClosed),
      overdue: byState.reduce((sum, { overdue }) => sum + overdue, 0),
      byState: Object.fromEntries(byState.map(({ state, total }) => [state, total])),
    },
  };
};

export const problemView = (tx: EntityManager, id: string, on: string): Promise<ProblemViewRow | null> =>
  selectOne<ProblemViewRow>(tx, `select ${ROW} from problem p ${JOINS} where p.id = $2`, [on, id]);

export interface ActionRow {
  readonly id: string;
  readonly action: string;
  readonly fromState: string | null;
  readonly toState: string;
  readonly round: number;
  readonly at: Date;
  readonly recordedAt: Date;
  readonly actor: { id: string; name: string; unitId: string | null; postId: string | null };
  readonly given: Record<string, unknown>;
  readonly reason: string | null;
}

export const actionsOf = (tx: EntityManager, problemId: string): Promise<ActionRow[]> =>
  select<ActionRow>(
    tx,
    `select a.id, a.action, a.from_state, a.to_state, a.round, a.at, a.recorded_at, a.actor, a.given, a.reason
       from problem_action a where a.problem_id = $1 order by a.seq desc limit 500`,
    [problemId],
  );

export interface WarningRow {
  readonly id: string;
  readonly ruleClass: string;
  readonly severity: string;
  readonly title: string;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly takenInBy: string | null;
}

export const warningOf = (tx: EntityManager, id: string | null): Promise<WarningRow | null> =>
  id === null
    ? Promise.resolve(null)
    : selectOne<WarningRow>(
        tx,
        'select w.id, w.rule_class, w.severity, w.title, w.started_at, w.ended_at, w.taken_in_by from warning w where w.id = $1',
        [id],
      );
