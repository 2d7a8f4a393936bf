import type { EntityManager } from 'typeorm';
import { selectOne } from '#libs/persistence/select.js';

export interface LagMarkRow {
  readonly id: string;
  readonly problemId: string;
  readonly problemNo: string;
  readonly unitIds: string[];
  readonly cutoff: Date;
  readonly level: string;
  readonly plannedPct: string;
  readonly actualPct: string;
  readonly lagPoints: string;
  readonly overdueDays: number;
  readonly details: Record<string, unknown>;
}
/** What was said of a problem at a cut-off, by the id of its indicator. */
export const lagMarkById = (tx: EntityManager, id: string): Promise<LagMarkRow | null> =>
  selectOne<LagMarkRow>(
    tx,
    `select m.id, m.problem_id, p.problem_no, p.unit_ids, m.cutoff, m.level, m.planned_pct,
            m.actual_pct, m.lag_points, m.overdue_days, m.details
       from lag_mark m join problem p on p.id = m.problem_id where m.id = $1`,
    [id],
  );

export interface FigureRow {
  readonly definition: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly cutoff: Date;
  readonly revision: number;
  readonly value: string | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly knownAt: Date;
}
export const figureById = (tx: EntityManager, id: string): Promise<FigureRow | null> =>
  selectOne<FigureRow>(
    tx,
    `select f.definition, f.subject_kind, f.subject_id, f.cutoff, f.revision, f.value, f.numerator, f.denominator, f.known_at
       from sealed_figure f where f.id = $1`,
    [id],
  );
