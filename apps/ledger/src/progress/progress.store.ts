import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { currentCause } from '#libs/observability/cause.js';
import { select, selectOne } from '#libs/persistence/select.js';

export interface ProgressRow {
  readonly id: string;
  readonly problemId: string | null;
  readonly taskId: string | null;
  readonly unitId: string;
  readonly dispatchId: string | null;
  readonly milestoneNo: number | null;
  readonly share: string | null;
  readonly reportedPct: string;
  readonly text: string;
  readonly obstacle: string | null;
  readonly coordinateWithUnitId: string | null;
  readonly promise: string | null;
  readonly isWithoutProgress: boolean;
  readonly files: { sha256: string; name: string }[];
  readonly reportedAt: Date;
}

const COLUMNS = `p.id, p.problem_id, p.task_id, p.unit_id, p.dispatch_id, p.milestone_no, p.share, p.reported_pct, p.text,
  p.obstacle, p.coordinate_with_unit_id, p.promise, p.is_without_progress, p.files, p.reported_at`;

export const insertProgress = async (
  tx: EntityManager,
  report: Omit<ProgressRow, 'id'>,
  recordedAt: Date,
): Promise<string> => {
  const id = uuidv7();
  await tx.query(
    `insert into progress_report (id, problem_id, task_id, unit_id, dispatch_id, milestone_no, share, reported_pct, text,
       obstacle, coordinate_with_unit_id, promise, is_without_progress, files, reported_at, recorded_at, actor)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
    [
      id,
      report.problemId,
      report.taskId,
      report.unitId,
      report.dispatchId,
      report.milestoneNo,
      report.share,
      report.reportedPct,
      report.text,
      report.obstacle,
      report.coordinateWithUnitId,
      report.promise,
      report.isWithoutProgress,
      JSON.stringify(report.files),
      report.reportedAt,
      recordedAt,
      JSON.stringify(currentCause().actor),
    ],
  );
  return id;
};

/** What a unit said last of a record. */
export const lastReport = (
  tx: EntityManager,
  of: { readonly problemId: string | null; readonly taskId: string | null },
  unitId: string,
): Promise<ProgressRow | null> =>
  selectOne<ProgressRow>(
    tx,
    `select ${COLUMNS} from progress_report p
      where p.problem_id is not distinct from $1 and p.task_id is not distinct from $2 and p.unit_id = $3
      order by p.reported_at desc, p.id desc limit 1`,
    [of.problemId, of.taskId, unitId],
  );

export interface ProgressFilter {
  readonly problemId?: string | undefined;
  readonly taskId?: string | undefined;
  readonly unitId?: string | undefined;
  readonly dispatchId?: string | undefined;
}

/** Reports, newest first, of records whose units are among `seen`; `before` is the last row of the page before. */
export const progressPage = (
  tx: EntityManager,
  filter: ProgressFilter,
  seen: readonly string[],
  before: { at: string; id: string } | null,
  limit: number,
): Promise<ProgressRow[]> =>
  select<ProgressRow>(
    tx,
    `select ${COLUMNS} from progress_report p
       left join problem q on q.id = p.problem_id
       left join task t on t.id = p.task_id
      where coalesce(q.unit_ids, t.unit_ids) && $1::text[]
        and ($2::uuid is null or p.problem_id = $2)
        and ($3::uuid is null or p.task_id = $3)
        and ($4::text is null or p.unit_id = $4)
        and ($5::uuid is null or p.dispatch_id = $5)
        and ($6::timestamptz is null or (p.reported_at, p.id) < ($6, $7::uuid))
      order by p.reported_at desc, p.id desc limit $8`,
    [
      seen,
      filter.problemId ?? null,
      filter.taskId ?? null,
      filter.unitId ?? null,
      filter.dispatchId ?? null,
      before?.at ?? null,
      before?.id ?? null,
      limit,
    ],
  );

export const progressOf = (tx: EntityManager, problemId: string): Promise<ProgressRow[]> =>
  select<ProgressRow>(
    tx,
    `select ${COLUMNS} from progress_report p where p.problem_id = $1 order by p.reported_at desc, p.id desc limit 200`,
    [problemId],
  );

export const progressById = (tx: EntityManager, id: string): Promise<ProgressRow | null> =>
  selectOne<ProgressRow>(tx, `select ${COLUMNS} from progress_report p where p.id = $1`, [id]);
