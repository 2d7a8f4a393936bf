import type { EntityManager } from 'typeorm';
import type { SubjectRef } from '#libs/contracts/shapes.js';
import { select } from '#libs/persistence/select.js';

/** What a unit reported of a record, perhaps as its reply to a sheet. */
export interface ProgressReport {
  readonly progressId: string;
  readonly record: SubjectRef;
  readonly unitId: string;
  readonly dispatchId: string | null;
  readonly reportedAt: Date;
  readonly text: string;
  readonly obstacle: string | null;
  readonly coordinateWithUnitId: string | null;
  readonly promise: string | null;
  readonly reportedPct: string;
  /** The text says the same as the report before it. */
  readonly noProgress: boolean;
  readonly evidence: readonly string[];
}

export const keepProgress = async (tx: EntityManager, report: ProgressReport): Promise<void> => {
  await tx.query(
    `insert into progress_report (progress_id, record_kind, record_id, unit_id, dispatch_id, reported_at, text, obstacle,
       coordinate_with_unit_id, promise, reported_pct, no_progress, evidence)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict do nothing`,
    [
      report.progressId,
      report.record.kind,
      report.record.id,
      report.unitId,
      report.dispatchId,
      report.reportedAt,
      report.text,
      report.obstacle,
      report.coordinateWithUnitId,
      report.promise,
      report.reportedPct,
      report.noProgress,
      report.evidence,
    ],
  );
};

interface Row extends Omit<ProgressReport, 'record'> {
  readonly recordKind: SubjectRef['kind'];
  readonly recordId: string;
}

/** Reports of a record up to an instant, the latest first. */
export const reportsOf = async (
  tx: EntityManager,
  record: SubjectRef,
  until: Date,
  limit: number,
): Promise<ProgressReport[]> => {
  const rows = await select<Row>(
    tx,
    `select p.progress_id, p.record_kind, p.record_id, p.unit_id, p.dispatch_id, p.reported_at, p.text, p.obstacle,
            p.coordinate_with_unit_id, p.promise, p.reported_pct, p.no_progress, p.evidence
       from progress_report p
      where p.record_kind = $1 and p.record_id = $2 and p.reported_at <= $3
      order by p.reported_at desc, p.progress_id desc limit $4`,
    [record.kind, record.id, until, limit],
  );
  return rows.map(({ recordKind, recordId, ...rest }) => ({ ...rest, record: { kind: recordKind, id: recordId } }));
};

/** Reports by their ids. */
export const reportsByIds = async (tx: EntityManager, ids: readonly string[]): Promise<Map<string, ProgressReport>> => {
  if (ids.length === 0) return new Map();
  const rows = await select<Row>(
    tx,
    `select p.progress_id, p.record_kind, p.record_id, p.unit_id, p.dispatch_id, p.reported_at, p.text, p.obstacle,
            p.coordinate_with_unit_id, p.promise, p.reported_pct, p.no_progress, p.evidence
       from progress_report p where p.progress_id = any($1::uuid[])`,
    [ids],
  );
  return new Map(
    rows.map(({ recordKind, recordId, ...rest }) => [
      rest.progressId,
      { ...rest, record: { kind: recordKind, id: recordId } },
    ]),
  );
};
