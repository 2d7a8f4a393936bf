import type { EntityManager } from 'typeorm';
import { select } from '#libs/persistence/select.js';

export interface EvidenceRow {
  readonly id: string;
  readonly sha256: string;
  readonly name: string;
  readonly kind: string;
  readonly takenAt: Date | null;
  readonly longitude: string | null;
  readonly latitude: string | null;
  readonly datedOn: string | null;
  readonly ofKind: string;
  readonly ofId: string;
  readonly addedAt: Date;
  readonly flags: string[];
}

const COLUMNS = `e.id, e.sha256, e.name, e.kind, e.taken_at, e.longitude, e.latitude, e.dated_on::text as dated_on, e.of_kind,
  e.of_id, e.added_at, e.flags`;

export interface EvidenceFilter {
  readonly problemId?: string | undefined;
  readonly taskId?: string | undefined;
  readonly sha256?: string | undefined;
}

/** Files, newest first, of records whose units are among `seen`. */
export const evidencePage = (
  tx: EntityManager,
  filter: EvidenceFilter,
  seen: readonly string[],
  before: { at: string; id: string } | null,
  limit: number,
): Promise<EvidenceRow[]> =>
  select<EvidenceRow>(
    tx,
    `select ${COLUMNS} from evidence_file e
       left join problem q on q.id = e.problem_id
       left join task t on t.id = e.task_id
      where coalesce(q.unit_ids, t.unit_ids) && $1::text[]
        and ($2::uuid is null or e.problem_id = $2)
        and ($3::uuid is null or e.task_id = $3)
        and ($4::text is null or e.sha256 = $4)
        and ($5::timestamptz is null or (e.added_at, e.id) < ($5, $6::uuid))
      order by e.added_at desc, e.id desc limit $7`,
    [
      seen,
      filter.problemId ?? null,
      filter.taskId ?? null,
      filter.sha256 ?? null,
      before?.at ?? null,
      before?.id ?? null,
      limit,
    ],
  );

export const evidenceOf = (tx: EntityManager, of: { problemId?: string; taskId?: string }): Promise<EvidenceRow[]> =>
  select<EvidenceRow>(
    tx,
    `select ${COLUMNS} from evidence_file e
      where e.problem_id is not distinct from $1 and e.task_id is not distinct from $2
      order by e.added_at desc, e.id desc limit 500`,
    [of.problemId ?? null, of.taskId ?? null],
  );

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export const evidenceView = (row: EvidenceRow) => ({
  id: row.id,
  sha256: row.sha256,
  name: row.name,
  kind: row.kind,
  takenAt: iso(row.takenAt),
  position: row.longitude === null ? null : ([Number(row.longitude), Number(row.latitude)] as [number, number]),
  date: row.datedOn,
  of: { kind: row.ofKind, id: row.ofId },
  addedAt: row.addedAt.toISOString(),
  flags: row.flags,
});
