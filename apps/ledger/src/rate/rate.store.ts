import type { EntityManager } from 'typeorm';
import type { TimeCategory } from '#libs/domain/problem/states.js';
import { select } from '#libs/persistence/select.js';

/** An item of a list at a moment, as far as counting needs it. */
export interface ItemAtRow {
  readonly problemId: string;
  readonly problemNo: string;
  readonly title: string;
  readonly listId: string;
  readonly leadUnitId: string;
  readonly timeCategory: TimeCategory;
  readonly round: number;
  readonly assignedOn: string;
  readonly leftOn: string | null;
  readonly dueOn: string | null;
  readonly completedOn: string | null;
  readonly closedOn: string | null;
}

/** Items that were assigned at the cut-off, as they stood then by what was known at `knownAt`. */
export const itemsAtMoment = (tx: EntityManager, cutoff: Date, knownAt: Date): Promise<ItemAtRow[]> =>
  select<ItemAtRow>(
    tx,
    `select s.problem_id, p.problem_no, p.title, s.list_id, s.lead_unit_id, s.time_category, s.round, s.assigned_on::text as assigned_on,
            s.left_on::text as left_on, s.due_on::text as due_on, s.completed_on::text as completed_on,
            s.closed_on::text as closed_on
       from item_span s join problem p on p.id = s.problem_id
      where s.valid_from <= $1 and (s.valid_to is null or s.valid_to > $1)
        and s.recorded_at <= $2 and (s.superseded_at is null or s.superseded_at > $2)
        and s.assigned_on is not null
      order by s.problem_id, s.list_id limit 1000000`,
    [cutoff, knownAt],
  );

export interface ListHead {
  readonly id: string;
  readonly name: string;
  readonly shortName: string;
  readonly selfFound: boolean;
}
export const listHeads = (tx: EntityManager): Promise<ListHead[]> =>
  select<ListHead>(tx, 'select l.id, l.name, l.short_name, l.self_found from list l order by l.id limit 10000');

/** When each record was last reopened up to the cut-off, by id of the record. */
export const reopenings = async (tx: EntityManager, cutoff: Date, knownAt: Date): Promise<Map<string, Date>> => {
  const rows = await select<{ problemId: string; at: Date }>(
    tx,
    `select a.problem_id, max(a.at) as at from problem_action a
      where a.to_state = 'REOPENED' and a.at <= $1 and a.recorded_at <= $2
      group by a.problem_id limit 1000000`,
    [cutoff, knownAt],
  );
  return new Map(rows.map(({ problemId, at }) => [problemId, at]));
};

/** Refusals of closure of the year up to the cut-off, by lead unit. */
export const refusalsByUnit = (
  tx: EntityManager,
  yearStart: Date,
  cutoff: Date,
  knownAt: Date,
): Promise<{ unitId: string; refusals: number }[]> =>
  select(
    tx,
    `select a.lead_unit_id as unit_id, count(*)::int as refusals from problem_action a
      where a.to_state = 'REFUSED' and a.at >= $1 and a.at <= $2 and a.recorded_at <= $3
      group by a.lead_unit_id order by a.lead_unit_id`,
    [yearStart, cutoff, knownAt],
  );
