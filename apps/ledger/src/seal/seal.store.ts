import type { EntityManager } from 'typeorm';
import { select, selectOne } from '#libs/persistence/select.js';
import type { LagOfProblem } from '../lag/read-lag.js';
import type { Figure } from './figures.js';

export interface SealRow {
  readonly seal: string;
  readonly cutoff: Date;
}

/** The last cut-off of a seal before an instant. */
export const sealBefore = (tx: EntityManager, seal: string, cutoff: Date): Promise<SealRow | null> =>
  selectOne<SealRow>(
    tx,
    'select s.seal, s.cutoff from seal s where s.seal = $1 and s.cutoff < $2 order by s.cutoff desc limit 1',
    [seal, cutoff],
  );

export const lastSeal = (tx: EntityManager): Promise<SealRow | null> =>
  selectOne<SealRow>(tx, 'select s.seal, s.cutoff from seal s order by s.cutoff desc, s.seal limit 1');

export const insertSeal = (tx: EntityManager, seal: string, cutoff: Date, openItems: number): Promise<unknown> =>
  tx.query('insert into seal (seal, cutoff, open_items) values ($1, $2, $3)', [seal, cutoff, openItems]);

/** Keeps what was said of each problem at a weekly cut-off. */
export const insertMarks = (
  tx: EntityManager,
  cutoff: Date,
  marks: readonly (LagOfProblem & { readonly id: string })[],
): Promise<unknown> =>
  tx.query(
    `insert into lag_mark (id, problem_id, cutoff, measured, level, planned_pct, actual_pct, lag_points, overdue_days, is_closed, details)
     select m.id, m.problem_id, $1, m.measured, m.level, m.planned, m.actual, m.points, m.days, m.is_closed, m.details
       from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::numeric[], $7::numeric[], $8::numeric[], $9::int[],
                   $10::boolean[], $11::jsonb[])
            as m (id, problem_id, measured, level, planned, actual, points, days, is_closed, details)`,
    [
      cutoff,
      marks.map(({ id }) => id),
      marks.map(({ problem }) => problem.id),
      marks.map(({ lag }) => lag.work.measured),
      marks.map(({ lag }) => lag.work.level),
      marks.map(({ lag }) => lag.work.plannedPct),
      marks.map(({ lag }) => lag.work.actualPct),
      marks.map(({ lag }) => lag.work.lagPoints),
      marks.map(({ lag }) => lag.overdueDays),
      marks.map(({ lag }) => lag.details['isClosed']),
      marks.map(({ lag }) => JSON.stringify(lag.details)),
    ],
  );

export interface SealedFigure {
  readonly definition: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly revision: number;
  readonly value: string | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
}

/** The figures said of a cut-off, the highest revision of each. */
export const sealedFigures = (tx: EntityManager, cutoff: Date): Promise<SealedFigure[]> =>
  select<SealedFigure>(
    tx,
    `select distinct on (f.definition, f.subject_kind, f.subject_id) f.definition, f.subject_kind, f.subject_id,
            f.revision, f.value, f.numerator, f.denominator
       from sealed_figure f where f.cutoff = $1
      order by f.definition, f.subject_kind, f.subject_id, f.revision desc`,
    [cutoff],
  );

export const insertFigures = (
  tx: EntityManager,
  cutoff: Date,
  knownAt: Date,
  figures: readonly (Figure & { readonly id: string; readonly revision: number })[],
): Promise<unknown> =>
  tx.query(
    `insert into sealed_figure (id, definition, subject_kind, subject_id, cutoff, revision, value, numerator, denominator, known_at)
     select f.id, f.definition, f.subject_kind, f.subject_id, $1, f.revision, f.value, f.numerator, f.denominator, $2
       from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::int[], $8::numeric[], $9::int[], $10::int[])
            as f (id, definition, subject_kind, subject_id, revision, value, numerator, denominator)`,
    [
      cutoff,
      knownAt,
      figures.map(({ id }) => id),
      figures.map(({ definition }) => definition),
      figures.map(({ subject }) => subject.kind),
      figures.map(({ subject }) => subject.id),
      figures.map(({ revision }) => revision),
      figures.map(({ value }) => value),
      figures.map(({ numerator }) => numerator),
      figures.map(({ denominator }) => denominator),
    ],
  );

/** Cut-offs already sealed that a fact recorded since then reaches back behind. */
export const touchedCutoffs = (
  tx: EntityManager,
  recordedAfter: Date,
  recordedUntil: Date,
): Promise<{ cutoff: Date }[]> =>
  select<{ cutoff: Date }>(
    tx,
    `select distinct c.cutoff from seal c
      where c.cutoff < $2
        and exists (select 1 from item_span s
                     where s.recorded_at > $1 and s.recorded_at <= $2 and s.recorded_at > c.cutoff
                       and s.valid_from <= c.cutoff and not s.is_past_part)
      order by c.cutoff`,
    [recordedAfter, recordedUntil],
  );

export interface OpenTaskRow {
  readonly id: string;
  readonly taskNo: string;
  readonly kind: string;
  readonly title: string;
  readonly state: string;
  readonly leadUnitId: string;
  readonly supportingUnitIds: string[];
  readonly supervisingUnitId: string | null;
  readonly areaId: string | null;
  readonly dueOn: string | null;
  readonly overdueDays: number;
  readonly version: number;
}

/** Tasks under way at a cut-off with the days they are late by then. */
export const openTasks = (tx: EntityManager, cutoff: Date, on: string): Promise<OpenTaskRow[]> =>
  select<OpenTaskRow>(
    tx,
    `select t.id, t.task_no, t.kind, t.title, t.state, t.lead_unit_id, t.supporting_unit_ids, t.supervising_unit_id,
            t.area_id, t.due_on::text as due_on, greatest(0, coalesce($2::date - t.due_on, 0))::int as overdue_days, t.version
       from task t
      where t.assigned_at <= $1 and (t.reported_at is null or t.reported_at > $1)
        and (t.cancelled_at is null or t.cancelled_at > $1) and (t.confirmed_at is null or t.confirmed_at > $1)
      order by t.id limit 100000`,
    [cutoff, on],
  );
