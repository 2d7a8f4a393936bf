import type { EntityManager } from 'typeorm';
import { select } from '#libs/persistence/select.js';
import type { MilestoneRow } from '../plan/plan.store.js';
import { CLOSED, OFF_LEDGER } from '../problem/problem-views.store.js';

/** A moment the ledger is looked at: what was true at `cutoff` as far as it was known at `knownAt`. */
export interface Moment {
  readonly cutoff: Date;
  readonly knownAt: Date;
  /** The cut-off before, from which "this week" counts; null before the first. */
  readonly previous: Date | null;
}

export interface LagProblem {
  readonly id: string;
  readonly problemNo: string;
  readonly title: string;
  readonly source: string;
  readonly isInspection: boolean;
  readonly refusals: number;
  readonly areaId: string | null;
  readonly leadUnitId: string;
  readonly supportingUnitIds: string[];
  readonly territorialUnitId: string | null;
  readonly supervisingUnitId: string | null;
  readonly acceptanceUnitId: string | null;
  readonly leaderPostId: string | null;
  readonly responsiblePostId: string | null;
  readonly contactPostId: string | null;
  readonly version: number;
  /** As at the cut-off. */
  readonly state: string;
  readonly stateSince: Date;
  readonly round: number;
  readonly timeCategory: string;
  readonly planStartOn: string;
  readonly deadline: string;
  readonly completedOn: string | null;
  readonly closedOn: string | null;
  readonly isDeadlineUnreachable: boolean;
}

/**
 * Assigned problems that are open at the moment, and those that were at the cut-off before and are not any more; by id, a
 * page at a time. `only` narrows to one problem.
 */
export const lagProblems = (
  tx: EntityManager,
  moment: Moment,
  page: { readonly after: string | null; readonly limit: number; readonly only?: string },
): Promise<LagProblem[]> =>
  select<LagProblem>(
    tx,
    `select p.id, p.problem_no, p.title, p.source, p.is_inspection, p.refusals, p.area_id, s.lead_unit_id,
            p.supporting_unit_ids, p.territorial_unit_id, p.supervising_unit_id, p.acceptance_unit_id, p.leader_post_id,
            p.responsible_post_id, p.contact_post_id, p.version, s.state, s.state_since, s.round, s.time_category,
            s.plan_start_on::text as plan_start_on, s.deadline::text as deadline, s.completed_on::text as completed_on,
            s.closed_on::text as closed_on, s.is_deadline_unreachable
       from problem_span s join problem p on p.id = s.problem_id
      where s.valid_from <= $1 and (s.valid_to is null or s.valid_to > $1)
        and s.recorded_at <= $2 and (s.superseded_at is null or s.superseded_at > $2)
        and s.assigned_on is not null
        and ((s.state not in ${CLOSED} and s.state not in ${OFF_LEDGER})
             or exists (select 1 from lag_mark m where m.problem_id = s.problem_id and m.cutoff = $3
                           and not m.is_closed))
        and ($4::uuid is null or p.id > $4) and ($6::uuid is null or p.id = $6)
      order by p.id limit $5`,
    [moment.cutoff, moment.knownAt, moment.previous, page.after, page.limit, page.only ?? null],
  );

export type MilestoneOfProblem = MilestoneRow & { readonly problemId: string };

/** Milestones in force at the moment with what had been said of them by then. */
export const milestonesAt = (
  tx: EntityManager,
  moment: Moment,
  problemIds: readonly string[],
): Promise<MilestoneOfProblem[]> =>
  select<MilestoneOfProblem>(
    tx,
    `with said as (
       select distinct on (f.milestone_id) f.*
         from milestone m join milestone_fact f on f.milestone_id = m.id
        where m.problem_id = any($3) and f.at <= $1 and f.recorded_at <= $2
        order by f.milestone_id, f.at desc, f.seq desc
     )
     select m.problem_id, m.id, m.no, m.title, m.planned_on::text as planned_on, m.weight,
            coalesce(f.reported_pct, 0) as reported_pct, coalesce(f.confirmed_pct, 0) as confirmed_pct,
            f.reported_met_on::text as reported_met_on, f.confirmed_met_on::text as confirmed_met_on
       from milestone m left join said f on f.milestone_id = m.id
      where m.problem_id = any($3) and m.set_at <= $1 and m.recorded_at <= $2
        and (m.replaced_at is null or m.replaced_at > $1)
      order by m.problem_id, m.no`,
    [moment.cutoff, moment.knownAt, problemIds],
  );

export interface ItemOfProblem {
  readonly problemId: string;
  readonly listId: string;
  readonly listName: string;
  readonly listShortName: string;
  readonly itemNo: string;
  readonly dueAt: string | null;
  readonly plannedClosureAt: string | null;
  readonly completedAt: string | null;
  readonly closedAt: string | null;
}

export const itemsAt = (tx: EntityManager, moment: Moment, problemIds: readonly string[]): Promise<ItemOfProblem[]> =>
  select<ItemOfProblem>(
    tx,
    `select s.problem_id, s.list_id, l.name as list_name, l.short_name as list_short_name, i.item_no,
            s.due_on::text as due_at, s.planned_closure_on::text as planned_closure_at,
            s.completed_on::text as completed_at, s.closed_on::text as closed_at
       from item_span s
       join list l on l.id = s.list_id
       join problem_item i on i.problem_id = s.problem_id and i.list_id = s.list_id
      where s.problem_id = any($3)
        and s.valid_from <= $1 and (s.valid_to is null or s.valid_to > $1)
        and s.recorded_at <= $2 and (s.superseded_at is null or s.superseded_at > $2)
      order by s.problem_id, s.list_id`,
    [moment.cutoff, moment.knownAt, problemIds],
  );

export interface WaitOfProblem {
  readonly problemId: string;
  readonly unitId: string;
  readonly sentOn: string;
  readonly answeredOn: string | null;
}

export const waitsAt = (tx: EntityManager, moment: Moment, problemIds: readonly string[]): Promise<WaitOfProblem[]> =>
  select<WaitOfProblem>(
    tx,
    `select w.problem_id, w.unit_id, w.sent_on::text as sent_on,
            case when w.answered_at <= $1 then w.answered_on::text end as answered_on
       from upper_wait w where w.problem_id = any($2) and w.sent_at <= $1 order by w.problem_id, w.sent_at`,
    [moment.cutoff, problemIds],
  );

export interface ReportOfProblem {
  readonly problemId: string;
  readonly id: string;
  readonly unitId: string;
  readonly dispatchId: string | null;
  readonly text: string;
  readonly obstacle: string | null;
  readonly coordinateWithUnitId: string | null;
  readonly promise: string | null;
  readonly isWithoutProgress: boolean;
  readonly files: { sha256: string; name: string }[];
  readonly reportedAt: Date;
}

/** Reports since the cut-off before, latest first, and the one before them. */
export const reportsAt = (
  tx: EntityManager,
  moment: Moment,
  problemIds: readonly string[],
): Promise<ReportOfProblem[]> =>
  select<ReportOfProblem>(
    tx,
    `select r.problem_id, r.id, r.unit_id, r.dispatch_id, r.text, r.obstacle, r.coordinate_with_unit_id, r.promise,
            r.is_without_progress, r.files, r.reported_at
       from (select x.*, row_number() over (partition by x.problem_id order by x.reported_at desc, x.id desc) as back,
                    count(*) filter (where $4::timestamptz is null or x.reported_at > $4) over (partition by x.problem_id) as fresh
               from progress_report x
              where x.problem_id = any($3) and x.reported_at <= $1 and x.recorded_at <= $2) r
      where r.back <= r.fresh + 1
      order by r.problem_id, r.back`,
    [moment.cutoff, moment.knownAt, problemIds, moment.previous],
  );

export interface EarlierMark {
  readonly problemId: string;
  readonly measured: string[];
}

/** Measured levels at the weekly cut-offs before, latest first. */
export const marksBefore = (
  tx: EntityManager,
  moment: Moment,
  problemIds: readonly string[],
  howMany: number,
): Promise<EarlierMark[]> =>
  select<EarlierMark>(
    tx,
    `select m.problem_id, array_agg(m.measured order by m.cutoff desc) as measured
       from (select x.problem_id, x.measured, x.cutoff,
                    row_number() over (partition by x.problem_id order by x.cutoff desc) as back
               from lag_mark x where x.problem_id = any($2) and x.cutoff < $1) m
      where m.back <= $3 group by m.problem_id`,
    [moment.cutoff, problemIds, howMany],
  );
