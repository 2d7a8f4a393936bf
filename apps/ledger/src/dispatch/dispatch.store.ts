import type { EntityManager } from 'typeorm';
import type { DataOf } from '#libs/contracts/event.js';
import type { DispatchIssued } from '#libs/contracts/accountability.events.js';
import { select, selectOne } from '#libs/persistence/select.js';

/** Keeps the rows of a weekly sheet, so that a reply finds its row; a sheet drawn up again replaces what waits. */
export const keepRows = (tx: EntityManager, sheet: DataOf<typeof DispatchIssued>): Promise<unknown> =>
  tx.query(
    `insert into dispatch_row (row_id, dispatch_id, issue_no, cutoff, record_kind, record_id, unit_id, level, times_running, reply_due_on)
     select r.row_id, $1, $2, $3, r.record_kind, r.record_id, r.unit_id, r.level, r.times_running, r.reply_due_on
       from unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::int[], $10::date[])
            as r (row_id, record_kind, record_id, unit_id, level, times_running, reply_due_on)
     on conflict on constraint dispatch_row_pkey do update
       set level = excluded.level, times_running = excluded.times_running, reply_due_on = excluded.reply_due_on`,
    [
      sheet.dispatchId,
      sheet.issueNo,
      sheet.cutoff,
      sheet.rows.map((row) => row.rowId),
      sheet.rows.map((row) => row.record.kind),
      sheet.rows.map((row) => row.record.id),
      sheet.rows.map((row) => row.unitId),
      sheet.rows.map((row) => row.level),
      sheet.rows.map((row) => row.timesRunning),
      sheet.rows.map((row) => row.replyDueAt),
    ],
  );

export interface DispatchRow {
  readonly rowId: string;
  readonly dispatchId: string;
  readonly issueNo: number;
  readonly cutoff: Date;
  readonly unitId: string;
  readonly level: string;
  readonly timesRunning: number;
  readonly replyDueOn: string;
  readonly repliedAt: Date | null;
}
const COLUMNS = `d.row_id, d.dispatch_id, d.issue_no, d.cutoff, d.unit_id, d.level, d.times_running,
  d.reply_due_on::text as reply_due_on, d.replied_at`;

/** The row of a sheet about a record; units in the row first, since one record may stand there for several. */
export const rowOf = (
  tx: EntityManager,
  dispatchId: string,
  record: { readonly kind: string; readonly id: string },
  unitId: string,
): Promise<DispatchRow | null> =>
  selectOne<DispatchRow>(
    tx,
    `select ${COLUMNS} from dispatch_row d
      where d.dispatch_id = $1 and d.record_kind = $2 and d.record_id = $3
      order by (d.unit_id = $4) desc, d.row_id limit 1`,
    [dispatchId, record.kind, record.id, unitId],
  );

/** The first reply settles a row; later ones only add to the record. */
export const markReplied = (tx: EntityManager, rowId: string, progressId: string, at: Date): Promise<unknown> =>
  tx.query('update dispatch_row set replied_at = $2, progress_id = $3 where row_id = $1 and replied_at is null', [
    rowId,
    at,
    progressId,
  ]);

export const rowsOf = (tx: EntityManager, record: { kind: string; id: string }): Promise<DispatchRow[]> =>
  select<DispatchRow>(
    tx,
    `select ${COLUMNS} from dispatch_row d where d.record_kind = $1 and d.record_id = $2 order by d.cutoff desc limit 100`,
    [record.kind, record.id],
  );
