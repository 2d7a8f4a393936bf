import type { EntityManager } from 'typeorm';
import type { FundingEntry } from '#libs/domain/funding/entries.js';
import { select } from '#libs/persistence/select.js';

export interface EntryRow extends FundingEntry {
  readonly voucher: string;
  readonly payee: string | null;
  readonly purpose: string | null;
  readonly reason: string | null;
  readonly recordedAt: Date;
  readonly recordedBy: string;
}

const COLUMNS = `
  e.id, e.project_id, e.notice_id, e.kind, trim_scale(e.amount)::text as amount, e.booked_on::text as "on", e.reverses,
  e.voucher, e.payee, e.purpose, e.reason, e.recorded_at, e.recorded_by`;

/** The book of one project, oldest first; with `knownAt`, as it stood then. */
export const entriesOf = (tx: EntityManager, projectId: string, knownAt: Date | null = null): Promise<EntryRow[]> =>
  select<EntryRow>(
    tx,
    `select ${COLUMNS} from entry e
      where e.project_id = $1 and ($2::timestamptz is null or e.recorded_at <= $2)
      order by e.booked_on, e.recorded_at, e.id`,
    [projectId, knownAt],
  );

/** All books at once, for figures over all projects. */
export const allEntries = (tx: EntityManager, knownAt: Date | null): Promise<EntryRow[]> =>
  select<EntryRow>(
    tx,
    `select ${COLUMNS} from entry e where $1::timestamptz is null or e.recorded_at <= $1 order by e.project_id, e.booked_on, e.recorded_at, e.id`,
    [knownAt],
  );

export const insertEntry = async (tx: EntityManager, entry: EntryRow): Promise<void> => {
  await tx.query(
    `insert into entry (id, project_id, notice_id, kind, amount, booked_on, reverses, voucher, payee, purpose, reason, recorded_at, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      entry.id,
      entry.projectId,
      entry.noticeId,
      entry.kind,
      entry.amount,
      entry.on,
      entry.reverses,
      entry.voucher,
      entry.payee,
      entry.purpose,
      entry.reason,
      entry.recordedAt,
      entry.recordedBy,
    ],
  );
};

export interface NoticeRow {
  readonly id: string;
  readonly projectId: string;
  readonly noticedOn: string;
  readonly category: string;
}

export const noticesOf = (tx: EntityManager, projectId: string | null): Promise<NoticeRow[]> =>
  select<NoticeRow>(
    tx,
    `select n.id, n.project_id, n.noticed_on::text as noticed_on, n.category from budget_notice n
      where $1::text is null or n.project_id = $1 order by n.noticed_on, n.id`,
    [projectId],
  );

export const insertNotice = async (tx: EntityManager, notice: NoticeRow): Promise<void> => {
  await tx.query('insert into budget_notice (id, project_id, noticed_on, category) values ($1, $2, $3, $4)', [
    notice.id,
    notice.projectId,
    notice.noticedOn,
    notice.category,
  ]);
};
