import type { EntityManager } from 'typeorm';
import type { Basis, DataState, Period, SubjectRef } from '#libs/contracts/shapes.js';
import { select, selectOne } from '#libs/persistence/select.js';

export interface AssessmentRow {
  readonly subject: SubjectRef;
  readonly position: number;
  readonly unitId: string | null;
  readonly indicatorId: string | null;
  readonly indicatorRevision: number | null;
  readonly value: string | null;
  readonly rank: number | null;
  /** 1 is worst; null where nobody can be called last. */
  readonly fromBottom: number | null;
  readonly provisional: boolean;
  readonly reason: string | null;
  readonly dataState: DataState;
}

export interface Assessment {
  readonly assessmentId: string;
  readonly revision: number;
  readonly scheme: string;
  readonly schemeVersion: number;
  readonly period: { readonly kind: Period['kind']; readonly label: string; readonly start: Date; readonly end: Date };
  readonly dataState: DataState;
  readonly isRanked: boolean;
  readonly isCurrent: boolean;
  readonly missingSources: readonly string[];
  readonly occurredAt: Date;
  readonly basis: Basis;
  readonly rows: readonly AssessmentRow[];
}

interface HeadRow extends Omit<Assessment, 'period' | 'rows'> {
  readonly periodKind: Period['kind'];
  readonly periodLabel: string;
  readonly periodStart: Date;
  readonly periodEnd: Date;
}
interface RowRow extends Omit<AssessmentRow, 'subject'> {
  readonly assessmentId: string;
  readonly revision: number;
  readonly subjectKind: SubjectRef['kind'];
  readonly subjectId: string;
}

const HEAD = `a.assessment_id, a.revision, a.scheme, a.scheme_version, a.period_kind, a.period_label, a.period_start,
  a.period_end, a.data_state, a.is_ranked, a.is_current, a.missing_sources, a.occurred_at, a.basis`;

const withRows = async (tx: EntityManager, heads: readonly HeadRow[]): Promise<Assessment[]> => {
  const rows = await select<RowRow>(
    tx,
    `select r.assessment_id, r.revision, r.subject_kind, r.subject_id, r.position, r.unit_id, r.indicator_id,
            r.indicator_revision, r.value, r.rank, r.from_bottom, r.provisional, r.reason, r.data_state
       from unnest($1::uuid[], $2::int[]) as w (id, revision)
       join assessment_row r on r.assessment_id = w.id and r.revision = w.revision
      order by r.position`,
    [heads.map(({ assessmentId }) => assessmentId), heads.map(({ revision }) => revision)],
  );
  return heads.map(({ periodKind, periodLabel, periodStart, periodEnd, ...head }) => ({
    ...head,
    period: { kind: periodKind, label: periodLabel, start: periodStart, end: periodEnd },
    rows: rows
      .filter((row) => row.assessmentId === head.assessmentId && row.revision === head.revision)
      .map(({ assessmentId: _id, revision: _revision, subjectKind, subjectId, ...row }) => ({
        ...row,
        subject: { kind: subjectKind, id: subjectId },
      })),
  }));
};

/** One maker of a scheme's assessments at a time. */
export const lockScheme = async (tx: EntityManager, scheme: string): Promise<void> => {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('assessment ' || $1, 0))`, [scheme]);
};

/** The revision in force of a period; null where the period has not been assessed. */
export const currentAssessment = async (
  tx: EntityManager,
  scheme: string,
  periodLabel: string,
): Promise<Assessment | null> => {
  const head = await selectOne<HeadRow>(
    tx,
    `select ${HEAD} from assessment a where a.scheme = $1 and a.period_label = $2 and a.is_current`,
    [scheme, periodLabel],
  );
  return head ? ((await withRows(tx, [head]))[0] ?? null) : null;
};

/** One assessment: the revision asked for, or the one in force. */
export const findAssessment = async (
  tx: EntityManager,
  assessmentId: string,
  revision: number | null = null,
): Promise<Assessment | null> => {
  const head = await selectOne<HeadRow>(
    tx,
    `select ${HEAD} from assessment a
      where a.assessment_id = $1 and ($2::int is null and a.is_current or a.revision = $2)`,
    [assessmentId, revision],
  );
  return head ? ((await withRows(tx, [head]))[0] ?? null) : null;
};

/** Revisions in force of the periods up to one, the latest first. */
export const assessmentsUpTo = async (
  tx: EntityManager,
  scheme: string,
  periodEnd: Date,
  limit: number,
): Promise<Assessment[]> =>
  withRows(
    tx,
    await select<HeadRow>(
      tx,
      `select ${HEAD} from assessment a where a.scheme = $1 and a.is_current and a.period_end <= $2
        order by a.period_end desc limit $3`,
      [scheme, periodEnd, limit],
    ),
  );

/** A page of assessments for people, the latest period first. */
export const assessmentPageOf = async (
  tx: EntityManager,
  filter: {
    readonly scheme?: string | undefined;
    readonly periodLabel?: string | undefined;
    readonly currentOnly: boolean;
    readonly after: { readonly end: Date; readonly id: string; readonly revision: number } | null;
    readonly limit: number;
  },
): Promise<Assessment[]> =>
  withRows(
    tx,
    await select<HeadRow>(
      tx,
      `select ${HEAD} from assessment a
        where ($1::text is null or a.scheme = $1) and ($2::text is null or a.period_label = $2)
          and (a.is_current or not $3::boolean)
          and ($4::timestamptz is null or (a.period_end, a.assessment_id, a.revision) < ($4, $5::uuid, $6::int))
        order by a.period_end desc, a.assessment_id desc, a.revision desc limit $7`,
      [
        filter.scheme ?? null,
        filter.periodLabel ?? null,
        filter.currentOnly,
        filter.after?.end ?? null,
        filter.after?.id ?? null,
        filter.after?.revision ?? null,
        filter.limit,
      ],
    ),
  );

/** Adds a revision, which from now on is the one in force. */
export const insertAssessment = async (tx: EntityManager, assessment: Assessment, recordedAt: Date): Promise<void> => {
  const { period } = assessment;
  await tx.query('update assessment set is_current = false where scheme = $1 and period_label = $2 and is_current', [
    assessment.scheme,
    period.label,
  ]);
  await tx.query(
    `insert into assessment (assessment_id, revision, scheme, scheme_version, period_kind, period_label, period_start,
       period_end, data_state, is_ranked, is_current, missing_sources, occurred_at, recorded_at, basis)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, true, $11, $12, $13, $14)`,
    [
      assessment.assessmentId,
      assessment.revision,
      assessment.scheme,
      assessment.schemeVersion,
      period.kind,
      period.label,
      period.start,
      period.end,
      assessment.dataState,
      assessment.isRanked,
      assessment.missingSources,
      assessment.occurredAt,
      recordedAt,
      JSON.stringify(assessment.basis),
    ],
  );
  for (const row of assessment.rows) {
    await tx.query(
      `insert into assessment_row (assessment_id, revision, subject_kind, subject_id, position, unit_id, indicator_id,
         indicator_revision, value, rank, from_bottom, provisional, reason, data_state)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [
        assessment.assessmentId,
        assessment.revision,
        row.subject.kind,
        row.subject.id,
        row.position,
        row.unitId,
        row.indicatorId,
        row.indicatorRevision,
        row.value,
        row.rank,
        row.fromBottom,
        row.provisional,
        row.reason,
        row.dataState,
      ],
    );
  }
};
