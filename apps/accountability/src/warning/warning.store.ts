import type { EntityManager } from 'typeorm';
import type { WarningData } from '#libs/contracts/accountability.events.js';
import type { Basis, DataState, Period, SubjectRef } from '#libs/contracts/shapes.js';
import { select, selectOne } from '#libs/persistence/select.js';

export type Severity = WarningData['severity'];
export type Opens = WarningData['opens'];
export type EndReason = 'quiet' | 'closed' | 'withdrawn' | 'taken-in';

/** The current state of a warning. */
export interface WarningRow {
  readonly warningId: string;
  readonly version: number;
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly ruleClass: string;
  readonly causeKey: string;
  readonly episode: string;
  readonly severity: Severity;
  readonly subject: SubjectRef;
  readonly areaId: string | null;
  /** Units that answer, lead first. */
  readonly unitIds: readonly string[];
  /** Their paths joined, for scope checks. */
  readonly unitPath: readonly string[];
  readonly title: string;
  readonly period: { readonly kind: Period['kind']; readonly label: string; readonly start: Date; readonly end: Date };
  /** Revision of the observation it last rests on. */
  readonly revision: number;
  readonly count: number;
  readonly dataState: DataState;
  /** Ladder of the pack it climbs; null where its rule has none. */
  readonly ladder: string | null;
  readonly opens: Opens;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly endReason: EndReason | null;
  readonly takenInBy: string | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly basis: Basis;
}

interface Row extends Omit<WarningRow, 'subject' | 'period'> {
  readonly subjectKind: SubjectRef['kind'];
  readonly subjectId: string;
  readonly periodKind: Period['kind'];
  readonly periodLabel: string;
  readonly periodStart: Date;
  readonly periodEnd: Date;
}

const COLUMNS = `w.warning_id, w.version, w.rule_id, w.rule_version, w.rule_class, w.cause_key, w.episode, w.severity,
  w.subject_kind, w.subject_id, w.area_id, w.unit_ids, w.unit_path, w.title, w.period_kind, w.period_label,
  w.period_start, w.period_end, w.revision, w.count, w.data_state, w.ladder, w.opens, w.started_at, w.ended_at,
  w.end_reason, w.taken_in_by, w.details, w.basis`;

const warningOf = (row: Row): WarningRow => {
  const { subjectKind, subjectId, periodKind, periodLabel, periodStart, periodEnd, ...rest } = row;
  return {
    ...rest,
    subject: { kind: subjectKind, id: subjectId },
    period: { kind: periodKind, label: periodLabel, start: periodStart, end: periodEnd },
  };
};

/** One judge at a time for a rule and subject; held until the transaction ends. */
export const lockCause = async (tx: EntityManager, ruleId: string, subject: string): Promise<void> => {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('warning ' || $1 || ' ' || $2, 0))`, [ruleId, subject]);
};

export const findWarning = async (tx: EntityManager, warningId: string): Promise<WarningRow | null> => {
  const row = await selectOne<Row>(tx, `select ${COLUMNS} from warning w where w.warning_id = $1`, [warningId]);
  return row && warningOf(row);
};

/** Warnings in the order of the ids. */
export const warningsByIds = async (tx: EntityManager, ids: readonly string[]): Promise<WarningRow[]> => {
  const rows = await select<Row>(
    tx,
    `select ${COLUMNS} from unnest($1::uuid[]) with ordinality as w0 (id, n) join warning w on w.warning_id = w0.id
      order by w0.n`,
    [ids],
  );
  return rows.map(warningOf);
};

/** The standing warnings of a rule about a subject, the latest first; the caller holds `lockCause`. */
export const openWarningsOf = async (tx: EntityManager, ruleId: string, subject: SubjectRef): Promise<WarningRow[]> => {
  const rows = await select<Row>(
    tx,
    `select ${COLUMNS} from warning w
      where w.rule_id = $1 and w.subject_kind = $2 and w.subject_id = $3 and w.ended_at is null
      order by w.started_at desc, w.warning_id limit 100 for update`,
    [ruleId, subject.kind, subject.id],
  );
  return rows.map(warningOf);
};

/** The standing warning of a rule about a subject that can have only one. */
export const openWarningOf = async (
  tx: EntityManager,
  ruleId: string,
  subject: SubjectRef,
): Promise<WarningRow | null> => (await openWarningsOf(tx, ruleId, subject))[0] ?? null;

/** The latest warning of a cause, open or ended. */
export const latestWarningOfCause = async (
  tx: EntityManager,
  ruleId: string,
  causeKey: string,
): Promise<WarningRow | null> => {
  const row = await selectOne<Row>(
    tx,
    `select ${COLUMNS} from warning w where w.rule_id = $1 and w.cause_key = $2
      order by (w.ended_at is null) desc, w.started_at desc, w.warning_id limit 1 for update`,
    [ruleId, causeKey],
  );
  return row && warningOf(row);
};

/** How many warnings of the same cause have been; tells one whose cause came back after a correction apart. */
export const countOfCause = async (tx: EntityManager, ruleId: string, causeKey: string): Promise<number> =>
  (
    await selectOne<{ n: number }>(
      tx,
      'select count(*)::int as n from warning w where w.rule_id = $1 and w.cause_key = $2',
      [ruleId, causeKey],
    )
  )?.n ?? 0;

/** Open warnings of a rule, by subject; for rules that look at all their subjects at once. */
export const openWarningsOfRule = async (tx: EntityManager, ruleId: string, limit: number): Promise<WarningRow[]> => {
  const rows = await select<Row>(
    tx,
    `select ${COLUMNS} from warning w where w.rule_id = $1 and w.ended_at is null
      order by w.subject_kind, w.subject_id, w.warning_id limit $2`,
    [ruleId, limit],
  );
  return rows.map(warningOf);
};

/** Writes the whole state, new or changed. The unique index refuses a second open warning of one cause. */
export const saveWarning = async (tx: EntityManager, w: WarningRow): Promise<void> => {
  await tx.query(
    `insert into warning (warning_id, version, rule_id, rule_version, rule_class, cause_key, episode, severity,
       subject_kind, subject_id, area_id, unit_ids, unit_path, title, period_kind, period_label, period_start, period_end,
       revision, count, data_state, ladder, opens, started_at, ended_at, end_reason, taken_in_by, details, basis)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
       $24, $25, $26, $27, $28, $29)
     on conflict on constraint warning_pkey do update set version = excluded.version, cause_key = excluded.cause_key,
       episode = excluded.episode, severity = excluded.severity, area_id = excluded.area_id, unit_ids = excluded.unit_ids,
       unit_path = excluded.unit_path, title = excluded.title, period_kind = excluded.period_kind,
       period_label = excluded.period_label, period_start = excluded.period_start, period_end = excluded.period_end,
       revision = excluded.revision, count = excluded.count, data_state = excluded.data_state, opens = excluded.opens,
       started_at = excluded.started_at, ended_at = excluded.ended_at, end_reason = excluded.end_reason,
       taken_in_by = excluded.taken_in_by, details = excluded.details, basis = excluded.basis`,
    [
      w.warningId,
      w.version,
      w.ruleId,
      w.ruleVersion,
      w.ruleClass,
      w.causeKey,
      w.episode,
      w.severity,
      w.subject.kind,
      w.subject.id,
      w.areaId,
      w.unitIds,
      w.unitPath,
      w.title,
      w.period.kind,
      w.period.label,
      w.period.start,
      w.period.end,
      w.revision,
      w.count,
      w.dataState,
      w.ladder,
      w.opens,
      w.startedAt,
      w.endedAt,
      w.endReason,
      w.takenInBy,
      JSON.stringify(w.details),
      JSON.stringify(w.basis),
    ],
  );
};

export interface WarningVersion {
  readonly version: number;
  readonly change: 'raised' | 'updated' | 'ended';
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly state: WarningData;
}

export const addVersion = async (
  tx: EntityManager,
  data: WarningData,
  change: WarningVersion['change'],
  occurredAt: Date,
): Promise<void> => {
  await tx.query(
    'insert into warning_version (warning_id, version, change, occurred_at, state) values ($1, $2, $3, $4, $5)',
    [data.warningId, data.version, change, occurredAt, JSON.stringify(data)],
  );
};

/** A warning as it was published at a version; null where it never had that one. */
export const findWarningVersion = async (
  tx: EntityManager,
  warningId: string,
  version: number,
): Promise<WarningData | null> =>
  (
    await selectOne<{ state: WarningData }>(
      tx,
      'select v.state from warning_version v where v.warning_id = $1 and v.version = $2',
      [warningId, version],
    )
  )?.state ?? null;

/** Every version of a warning, the first one first. */
export const versionsOf = (tx: EntityManager, warningId: string): Promise<WarningVersion[]> =>
  select<WarningVersion>(
    tx,
    `select v.version, v.change, v.occurred_at, v.recorded_at, v.state from warning_version v
      where v.warning_id = $1 order by v.version limit 1000`,
    [warningId],
  );
