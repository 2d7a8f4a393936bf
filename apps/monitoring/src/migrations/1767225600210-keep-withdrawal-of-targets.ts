import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a target was withdrawn and why, beside that it was: its page says where its figures end. */
export class KeepWithdrawalOfTargets1767225600210 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table target add column withdrawn_at timestamptz, add column withdrawn_reason text;
      update target t set withdrawn_at = a.at, withdrawn_reason = a.reason
        from audit a where a.action = 'target.withdraw' and a.subject_id = t.id::text and t.is_withdrawn;
      alter table target add constraint target_withdrawn
        check (is_withdrawn = (withdrawn_at is not null) and is_withdrawn = (withdrawn_reason is not null));`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table target drop column withdrawn_at, drop column withdrawn_reason;');
  }
}
