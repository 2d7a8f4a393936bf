import type { EntityManager } from 'typeorm';
import type { SubjectRef } from '#libs/contracts/shapes.js';
import type { LagLevel } from '#libs/domain/plan/lag.js';
import { select, selectOne, selectWhole } from '#libs/persistence/select.js';
import type { RowContent } from './row-content.js';

export type DispatchState = 'waiting' | 'drawn' | 'issued';

export interface Dispatch {
  readonly dispatchId: string;
  readonly version: number;
  readonly policyId: string;
  readonly policyVersion: number;
  readonly cutoff: Date;
  readonly issueNo: number | null;
  readonly state: DispatchState;
  readonly late: boolean;
  readonly waitUntil: Date;
  readonly meetingAt: Date;
  readonly replyDueOn: string;
  readonly missingSources: readonly string[];
  readonly onSheet: number;
  readonly added: number;
  readonly removed: number;
  readonly threeTimes: number;
  readonly issuedAt: Date | null;
  readonly issuedBy: { readonly name: string; readonly postId: string | null; readonly post: string | null } | null;
  readonly opinion: string | null;
  readonly sheetSha256: string | null;
  /** Version of the dispatch the rendered sheet shows. */
  readonly sheetOf: number | null;
  readonly isPublished: boolean;
}

export type RowChange = 'enter' | 'stay' | 'leave' | 'none';

export interface DispatchRow {
  readonly rowId: string;
  readonly dispatchId: string;
  readonly record: SubjectRef;
  readonly change: RowChange;
  /** Place on the sheet; null for what is not printed. */
  readonly position: number | null;
  readonly unitId: string;
  readonly unitPath: readonly string[];
  readonly level: LagLevel;
  readonly measured: LagLevel;
  readonly timesRunning: number;
  readonly quietRunning: number;
  readonly isCompleted: boolean;
  readonly isClosed: boolean;
  readonly indicatorId: string | null;
  readonly revision: number;
  readonly content: RowContent;
  readonly progressId: string | null;
  readonly repliedAt: Date | null;
  readonly unansweredSince: Date | null;
}

const COLUMNS = `d.dispatch_id, d.version, d.policy_id, d.policy_version, d.cutoff, d.issue_no, d.state, d.late, d.wait_until,
  d.meeting_at, to_char(d.reply_due_on, 'YYYY-MM-DD') as reply_due_on, d.missing_sources, d.on_sheet, d.added, d.removed,
  d.three_times, d.issued_at, d.issued_by, d.opinion, d.sheet_sha256, d.sheet_of, d.is_published`;

export const insertDispatch = async (
  tx: EntityManager,
  dispatch: Pick<
    Dispatch,
    'dispatchId' | 'policyId' | 'policyVersion' | 'cutoff' | 'late' | 'waitUntil' | 'meetingAt' | 'replyDueOn'
  >,
): Promise<boolean> =>
  (
    await select(
      tx,
      `insert into dispatch (dispatch_id, policy_id, policy_version, cutoff, state, late, wait_until, meeting_at, reply_due_on)
       values ($1, $2, $3, $4, 'waiting', $5, $6, $7, $8) on conflict do nothing returning dispatch_id`,
      [
        dispatch.dispatchId,
        dispatch.policyId,
        dispatch.policyVersion,
        dispatch.cutoff,
        dispatch.late,
        dispatch.waitUntil,
        dispatch.meetingAt,
        dispatch.replyDueOn,
      ],
    )
  ).length > 0;

export const findDispatch = (tx: EntityManager, dispatchId: string, forUpdate = false): Promise<Dispatch | null> =>
  selectOne<Dispatch>(
    tx,
    `select ${COLUMNS} from dispatch d where d.dispatch_id = $1 ${forUpdate ? 'for update' : ''}`,
    [dispatchId],
  );

/** Dispatches whose sheet is not drawn up yet, the earliest cut-off first; locks them for who draws them up. */
export const waitingDispatches = (tx: EntityManager, forUpdate: boolean): Promise<Dispatch[]> =>
  select<Dispatch>(
    tx,
    `select ${COLUMNS} from dispatch d where d.state = 'waiting' order by d.cutoff, d.dispatch_id limit 100
     ${forUpdate ? 'for update' : ''}`,
  );

/** The dispatch of the policy before a cut-off; null for the first. */
export const dispatchBefore = (tx: EntityManager, policyId: string, cutoff: Date): Promise<Dispatch | null> =>
  selectOne<Dispatch>(
    tx,
    `select ${COLUMNS} from dispatch d where d.policy_id = $1 and d.cutoff < $2 and d.state <> 'waiting'
      order by d.cutoff desc limit 1`,
    [policyId, cutoff],
  );

/** The next number of the series; sheets are drawn up one after the other, so there are no gaps and no doubles. */
export const nextIssueNo = async (tx: EntityManager): Promise<number> =>
  (await selectOne<{ n: number }>(tx, 'select coalesce(max(d.issue_no), 0) + 1 as n from dispatch d'))?.n ?? 1;

export const saveDrawn = async (
  tx: EntityManager,
  dispatch: Pick<
    Dispatch,
    'dispatchId' | 'issueNo' | 'missingSources' | 'onSheet' | 'added' | 'removed' | 'threeTimes'
  >,
  drawnAt: Date,
): Promise<void> => {
  await tx.query(
    `update dispatch set state = 'drawn', issue_no = $2, missing_sources = $3, on_sheet = $4, added = $5, removed = $6,
            three_times = $7, drawn_at = $8 where dispatch_id = $1`,
    [
      dispatch.dispatchId,
      dispatch.issueNo,
      dispatch.missingSources,
      dispatch.onSheet,
      dispatch.added,
      dispatch.removed,
      dispatch.threeTimes,
      drawnAt,
    ],
  );
};

export const saveIssued = async (
  tx: EntityManager,
  dispatchId: string,
  issue: { readonly at: Date; readonly by: NonNullable<Dispatch['issuedBy']>; readonly opinion: string },
): Promise<void> => {
  await tx.query(
    `update dispatch set state = 'issued', version = version + 1, issued_at = $2, issued_by = $3, opinion = $4
      where dispatch_id = $1`,
    [dispatchId, issue.at, JSON.stringify(issue.by), issue.opinion],
  );
};

/** Ids of sheets to be rendered: drawn up or issued since the file was made. */
export const unrenderedDispatches = async (tx: EntityManager, limit: number): Promise<string[]> =>
  (
    await select<{ dispatchId: string }>(
      tx,
      `select d.dispatch_id from dispatch d
        where d.state <> 'waiting' and d.sheet_of is distinct from d.version order by d.cutoff limit $1`,
      [limit],
    )
  ).map(({ dispatchId }) => dispatchId);

export const saveSheet = async (
  tx: EntityManager,
  dispatchId: string,
  sheet: { readonly sha256: string; readonly of: number },
): Promise<void> => {
  await tx.query('update dispatch set sheet_sha256 = $2, sheet_of = $3, is_published = true where dispatch_id = $1', [
    dispatchId,
    sheet.sha256,
    sheet.of,
  ]);
};

interface Row extends Omit<DispatchRow, 'record'> {
  readonly recordKind: SubjectRef['kind'];
  readonly recordId: string;
}
const ROW = `r.row_id, r.dispatch_id, r.record_kind, r.record_id, r.change, r.position, r.unit_id, r.unit_path, r.level,
  r.measured, r.times_running, r.quiet_running, r.is_completed, r.is_closed, r.indicator_id, r.revision, r.content,
  r.progress_id, r.replied_at, r.unanswered_since`;
const rowOf = ({ recordKind, recordId, ...rest }: Row): DispatchRow => ({
  ...rest,
  record: { kind: recordKind, id: recordId },
});

/** All rows of a dispatch, printed ones first in their order. */
export const rowsOf = async (tx: EntityManager, dispatchId: string): Promise<DispatchRow[]> =>
  (
    await selectWhole<Row>(
      tx,
      20_000,
      `select ${ROW} from dispatch_row r where r.dispatch_id = $1 order by r.position nulls last, r.row_id`,
      [dispatchId],
    )
  ).map(rowOf);

/** What the dispatches before one said of a record, the latest first, each with its cut-off. */
export const earlierRows = async (
  tx: EntityManager,
  record: SubjectRef,
  before: Date,
  limit: number,
): Promise<(DispatchRow & { readonly cutoff: Date })[]> =>
  (
    await select<Row & { cutoff: Date }>(
      tx,
      `select ${ROW}, d.cutoff from dispatch_row r join dispatch d on d.dispatch_id = r.dispatch_id
        where r.record_kind = $1 and r.record_id = $2 and d.cutoff < $3
        order by d.cutoff desc limit $4`,
      [record.kind, record.id, before, limit],
    )
  ).map((row) => ({ ...rowOf(row), cutoff: row.cutoff }));

/** Cut-offs of the dispatches before one, the latest first. */
export const earlierCutoffs = async (
  tx: EntityManager,
  policyId: string,
  before: Date,
  limit: number,
): Promise<{ readonly dispatchId: string; readonly cutoff: Date }[]> =>
  select(
    tx,
    `select d.dispatch_id, d.cutoff from dispatch d where d.policy_id = $1 and d.cutoff < $2 and d.state <> 'waiting'
      order by d.cutoff desc limit $3`,
    [policyId, before, limit],
  );

/** Measured levels by dispatch and record. */
export const measuredLevels = async (
  tx: EntityManager,
  dispatchIds: readonly string[],
): Promise<Map<string, LagLevel>> => {
  const rows = await select<{ dispatchId: string; recordId: string; measured: LagLevel }>(
    tx,
    'select r.dispatch_id, r.record_id, r.measured from dispatch_row r where r.dispatch_id = any($1::uuid[])',
    [dispatchIds],
  );
  return new Map(rows.map(({ dispatchId, recordId, measured }) => [`${dispatchId} ${recordId}`, measured]));
};

export const insertRows = async (tx: EntityManager, rows: readonly DispatchRow[]): Promise<void> => {
  await tx.query(
    `insert into dispatch_row (row_id, dispatch_id, record_kind, record_id, change, position, unit_id, unit_path, level,
       measured, times_running, quiet_running, is_completed, is_closed, indicator_id, revision, content)
     select n.row_id, n.dispatch_id, n.record_kind, n.record_id, n.change, n.position, n.unit_id, n.unit_path, n.level,
            n.measured, n.times_running, n.quiet_running, n.is_completed, n.is_closed, n.indicator_id, n.revision, n.content
       from jsonb_to_recordset($1::jsonb) as n (row_id uuid, dispatch_id uuid, record_kind text, record_id text, change text,
            position integer, unit_id text, unit_path text[], level text, measured text, times_running integer,
            quiet_running integer, is_completed boolean, is_closed boolean, indicator_id uuid, revision integer, content jsonb)`,
    [
      JSON.stringify(
        rows.map((row) => ({
          row_id: row.rowId,
          dispatch_id: row.dispatchId,
          record_kind: row.record.kind,
          record_id: row.record.id,
          change: row.change,
          position: row.position,
          unit_id: row.unitId,
          unit_path: row.unitPath,
          level: row.level,
          measured: row.measured,
          times_running: row.timesRunning,
          quiet_running: row.quietRunning,
          is_completed: row.isCompleted,
          is_closed: row.isClosed,
          indicator_id: row.indicatorId,
          revision: row.revision,
          content: row.content,
        })),
      ),
    ],
  );
};

/**
 * Ties a unit's report to its row; a later report takes the place of an earlier one. A report made in time that arrives after
 * the row was marked as unanswered takes the mark away. False where there is no such row.
 */
export const answerRow = async (
  tx: EntityManager,
  dispatchId: string,
  record: SubjectRef,
  progressId: string,
  repliedAt: Date,
): Promise<boolean> =>
  (
    await select(
      tx,
      `update dispatch_row set progress_id = $4, replied_at = $5,
              unanswered_since = case when $5 < unanswered_since then null else unanswered_since end
        where dispatch_id = $1 and record_kind = $2 and record_id = $3 and position is not null
          and (replied_at is null or replied_at < $5)
        returning row_id`,
      [dispatchId, record.kind, record.id, progressId, repliedAt],
    )
  ).length > 0;

/** Marks the rows of a sheet nobody answered in time; tells how many. */
export const markRows = async (tx: EntityManager, dispatchId: string, since: Date): Promise<number> =>
  (
    await select(
      tx,
      `update dispatch_row set unanswered_since = $2
        where dispatch_id = $1 and position is not null and (replied_at is null or replied_at >= $2)
          and unanswered_since is null
        returning row_id`,
      [dispatchId, since],
    )
  ).length;
