import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateFunding1767225600000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table project (
        id text constraint project_pkey primary key,
        name text not null,
        owner_unit_id text not null,
        lead_unit_id text not null,
        supervising_unit_id text,
        area_id text,
        funding_source text not null,
        category text not null,
        total_investment numeric(18, 4) not null constraint project_investment_positive check (total_investment > 0),
        contract_no text,
        contract_price numeric(18, 4),
        planned_start date not null,
        actual_start date,
        planned_finish date not null,
        physical_pct numeric(5, 2) not null constraint project_physical_range check (physical_pct between 0 and 100),
        physical_on date,
        state text not null constraint project_state_known check (state in ('planned', 'started', 'stalled', 'finished', 'accepted')),
        version integer not null
      );
      create table budget_notice (
        id text constraint budget_notice_pkey primary key,
        project_id text not null constraint budget_notice_project_fkey references project (id),
        noticed_on date not null,
        category text not null
      );
      -- Money is never edited, only reversed: no update, no delete.
      create table entry (
        id uuid constraint entry_pkey primary key,
        project_id text not null constraint entry_project_fkey references project (id),
        notice_id text not null constraint entry_notice_fkey references budget_notice (id),
        kind text not null constraint entry_kind_known check (kind in ('allocation', 'payment')),
        amount numeric(18, 4) not null,
        booked_on date not null,
        reverses uuid constraint entry_reverses_key unique constraint entry_reverses_fkey references entry (id),
        voucher text not null,
        payee text,
        purpose text,
        reason text,
        recorded_at timestamptz not null,
        recorded_by text not null,
        constraint entry_voucher_key unique (project_id, kind, voucher),
        constraint entry_sign check ((reverses is null and amount > 0) or (reverses is not null and amount < 0))
      );
      create index entry_project_idx on entry (project_id, booked_on);
      create function refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception 'entries are never changed, only reversed' using errcode = 'restrict_violation';
      end $$;
      create trigger entry_is_final before update or delete on entry for each row execute function refuse_change();`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table entry, budget_notice, project; drop function refuse_change()');
  }
}
