import type { EntityManager } from 'typeorm';
import type { WarningData } from '#libs/contracts/accountability.events.js';
import { selectOne } from '#libs/persistence/select.js';

/** Keeps what the ledger needs of a warning; an older version changes nothing. */
export const keepWarning = (tx: EntityManager, warning: WarningData): Promise<unknown> =>
  tx.query(
    `insert into warning as w (id, version, rule_id, rule_class, cause_key, severity, subject_kind, subject_id, area_id,
                               title, period_label, opens, started_at, ended_at, taken_in_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
     on conflict on constraint warning_pkey do update
       set version = excluded.version, severity = excluded.severity, title = excluded.title, opens = excluded.opens,
           period_label = excluded.period_label, ended_at = excluded.ended_at, taken_in_by = excluded.taken_in_by
       where w.version < excluded.version`,
    [
      warning.warningId,
      warning.version,
      warning.ruleId,
      warning.ruleClass,
      warning.causeKey,
      warning.severity,
      warning.subject.kind,
      warning.subject.id,
      warning.areaId,
      warning.title,
      warning.period.label,
      warning.opens,
      warning.startedAt,
      warning.endedAt,
      warning.takenInBy,
    ],
  );

/** Whether something has been opened because of a warning. One warning opens one record, whatever comes twice. */
export const hasOpened = async (tx: EntityManager, warningId: string): Promise<boolean> =>
  (await selectOne<{ is: boolean }>(
    tx,
    `select exists (select 1 from problem p where p.warning_id = $1)
         or exists (select 1 from task t where t.warning_id = $1) as is`,
    [warningId],
  ))!.is;

/** One at a time per warning: two records of it handled at once must not both find nothing opened. */
export const lockWarning = (tx: EntityManager, warningId: string): Promise<unknown> =>
  tx.query(`select pg_advisory_xact_lock(hashtextextended('ledger.warning.' || $1, 0))`, [warningId]);
