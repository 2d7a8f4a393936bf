import type { EntityManager } from 'typeorm';
import { select } from '#libs/persistence/select.js';

export interface WorkCandidate {
  readonly kind: 'problem' | 'task';
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly state: string;
  readonly leadUnitId: string;
  readonly since: Date;
  readonly dueOn: string | null;
  readonly level: string | null;
}

/** Problems and tasks somebody's unit may have to do something about, most urgent first. */
export const workCandidates = (
  tx: EntityManager,
  who: { readonly unitId: string; readonly isOffice: boolean; readonly isApprover: boolean; readonly isUpper: boolean },
  limit: number,
): Promise<WorkCandidate[]> =>
  select<WorkCandidate>(
    tx,
    `select * from (
       select 'problem' as kind, p.id, coalesce(i.item_no, p.problem_no) as code, p.title, p.state, p.lead_unit_id,
              p.state_since as since,
              -- What is completed is late no more, whoever has to close it.
              coalesce(p.step_due_on, case when p.completed_on is null then p.deadline
                                           when p.state = 'CLOSED' then p.look_back_due_on end)::text as due_on, g.level
         from problem p
         left join lateral (select x.item_no from problem_item x where x.problem_id = p.id order by x.list_id limit 1) i on true
         left join lateral (select m.level from lag_mark m where m.problem_id = p.id order by m.cutoff desc limit 1) g on true
        where (p.unit_ids && array[$1]::text[]
               or ($2 and p.state not in ('RECTIFYING', 'CLOSED', 'CONSOLIDATED', 'WITHDRAWN', 'MERGED'))
               or ($3 and p.state in ('CLOSURE_APPROVAL', 'EXTENSION_REQUESTED'))
               or ($4 and p.state = 'UPPER_REVIEW'))
          and p.state not in ('CONSOLIDATED', 'WITHDRAWN', 'MERGED')
          and (p.state <> 'CLOSED' or p.look_back_due_on is not null)
       union all
       select 'task', t.id, t.task_no, t.title, t.state, t.lead_unit_id, t.last_action_at, t.due_on::text, null
         from task t
        where (t.unit_ids && array[$1]::text[] or $2) and t.state not in ('confirmed', 'cancelled')
     ) w order by w.due_on nulls last, w.since, w.id limit $5`,
    [who.unitId, who.isOffice, who.isApprover, who.isUpper, limit],
  );

export interface ReplyRow {
  readonly recordKind: string;
  readonly recordId: string;
  readonly dispatchId: string;
  readonly code: string;
  readonly title: string;
  readonly state: string;
  readonly leadUnitId: string;
  readonly cutoff: Date;
  readonly replyDueOn: string;
  readonly level: string;
}

/** Rows of weekly sheets the unit has not replied to; of a record only the latest sheet counts. */
export const waitingReplies = (tx: EntityManager, unitId: string, limit: number): Promise<ReplyRow[]> =>
  select<ReplyRow>(
    tx,
    `select d.record_kind, d.record_id, d.dispatch_id, coalesce(i.item_no, p.problem_no, t.task_no) as code,
            coalesce(p.title, t.title) as title, coalesce(p.state, t.state) as state,
            coalesce(p.lead_unit_id, t.lead_unit_id) as lead_unit_id, d.cutoff, d.reply_due_on::text as reply_due_on, d.level
       from dispatch_row d
       left join problem p on d.record_kind = 'problem' and p.id::text = d.record_id
       left join task t on d.record_kind = 'task' and t.id::text = d.record_id
       left join lateral (select x.item_no from problem_item x where x.problem_id = p.id order by x.list_id limit 1) i on true
      where d.unit_id = $1 and d.replied_at is null and coalesce(p.id, t.id) is not null
        and not exists (select 1 from dispatch_row later
                         where later.record_kind = d.record_kind and later.record_id = d.record_id
                           and later.unit_id = d.unit_id and later.cutoff > d.cutoff)
      order by d.reply_due_on, d.row_id limit $2`,
    [unitId, limit],
  );
