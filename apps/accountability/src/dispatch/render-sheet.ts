import type { DataSource } from 'typeorm';
import { DispatchIssued } from '#libs/contracts/accountability.events.js';
import { PostState } from '#libs/contracts/directory.events.js';
import { weeklySheet, type WeeklyRow } from '#libs/documents/weekly-sheet.js';
import { exactly, percentText, pointsApart } from '#libs/domain/assessment/percentage.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import type { FileStore } from '#libs/files/file-store.js';
import { deterministicId, publish } from '#libs/messaging/outbox.js';
import { allReferences } from '#libs/messaging/reference.js';
import { itemVersion } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import { templateOf } from '../template-file.js';
import { type Dispatch, type DispatchRow, findDispatch, rowsOf, saveSheet } from './dispatch.store.js';

/** Post kinds that fill the sheet and check it, as the foot of the paper names them. */
const FILLED_BY = 'office-clerk';
const REVIEWED_BY = 'office-director';
/** A missed slot was run afterwards: the sheet says so on its face. */
const LATE = '（补编）';

const printedPct = (pct: string): string | null => percentText(pct, '100');

const sheetRow = (row: DispatchRow, dispatch: Dispatch): WeeklyRow => {
  const { content } = row;
  const said = content.newThisWeek;
  return {
    itemNo: content.itemNo,
    listName: content.listName,
    title: content.title,
    leadUnit: content.leadUnit.name,
    supportingUnits: content.supportingUnits.map(({ name }) => name),
    territorialUnit: content.territorialUnit?.name ?? null,
    supervisingUnit: content.supervisingUnit?.name ?? null,
    leader: content.leaderPost?.name ?? null,
    deadline: content.deadline,
    plannedClosure: content.plannedClosure,
    promised: content.promised,
    progress: said?.text ?? null,
    sameAsLastWeek: said?.noProgress ?? false,
    evidence: said?.evidence ?? [],
    plannedPct: printedPct(content.plannedPct),
    reportedPct: printedPct(content.reportedPct),
    confirmedPct: printedPct(content.confirmedPct),
    lagPoints: pointsApart(exactly(content.plannedPct).minus(content.lagPoints).toFixed(), content.plannedPct),
    lagDays: content.lagDays,
    timesRunning: row.timesRunning,
    grade: row.level,
    obstacle: said?.obstacle ?? null,
    coordinateWith: said?.coordinateWith?.name ?? null,
    replyDue: dispatch.replyDueOn,
    nextMilestone: content.nextMilestone ? `${content.nextMilestone.date} ${content.nextMilestone.title}` : null,
    responsiblePost: content.responsiblePost?.name ?? null,
    opinion: dispatch.opinion,
  };
};

/**
 * Renders the sheet of a dispatch as it stands and stores the file; the first time, tells everybody that the sheet is out.
 * Run again for the same version it makes the same bytes and changes nothing.
 */
export const renderSheet = async (
  { db, pack, files, mark }: { db: DataSource; pack: Pack; files: FileStore; mark: string | undefined },
  dispatchId: string,
): Promise<void> => {
  const dispatch = await findDispatch(db.manager, dispatchId);
  if (!dispatch || dispatch.state === 'waiting' || dispatch.sheetOf === dispatch.version) return;
  const printed = (await rowsOf(db.manager, dispatchId)).filter(({ position }) => position !== null);
  const policy = itemVersion(pack.dispatches, dispatch.policyId, dispatch.policyVersion);
  const posts = await allReferences(db.manager, PostState);
  const titleOf = (kind: string): string | undefined => posts.find((post) => post.kind === kind)?.title;
  const signed = dispatch.issuedBy ? (dispatch.issuedBy.post ?? dispatch.issuedBy.name) : undefined;
  const signers = {
    ...(titleOf(FILLED_BY) ? { filledBy: titleOf(FILLED_BY)! } : {}),
    ...(signed ? { unitHead: signed, reviewedBy: titleOf(REVIEWED_BY) ?? signed, issuedBy: signed } : {}),
  };
  const columns = policy.columns.map(({ id, name, width }) => ({ id, header: name.zh, width }));
  const bytes = await weeklySheet(await templateOf(pack, policy.template), columns, {
    sheetName: `${policy.name.zh}表${dispatch.late ? LATE : ''}`,
    issueNumber: dispatch.issueNo!,
    cutoff: dispatch.cutoff,
    rows: printed.map((row) => sheetRow(row, dispatch)),
    added: dispatch.added,
    removed: dispatch.removed,
    missingSources: dispatch.missingSources,
    signers,
    ...(mark ? { watermark: mark } : {}),
  });
  const { sha256 } = await files.put(bytes, { kinds: ['xlsx'], name: `${dispatch.issueNo}.xlsx` });
  await db.transaction(async (tx) => {
    const current = await findDispatch(tx, dispatchId, true);
    // Issued meanwhile: the sheet with the signature is made in the next turn.
    if (!current || current.version !== dispatch.version || current.sheetOf === current.version) return;
    await saveSheet(tx, dispatchId, { sha256, of: dispatch.version });
    if (current.isPublished) return;
    await publish(tx, DispatchIssued, {
      key: dispatchId,
      id: deterministicId('dispatch', dispatchId),
      occurredAt: dispatch.cutoff,
      data: {
        dispatchId,
        issueNo: dispatch.issueNo!,
        cutoff: dispatch.cutoff.toISOString(),
        meetingOn: shanghaiDate(dispatch.meetingAt),
        missingSources: [...dispatch.missingSources],
        rows: printed.map((row) => ({
          rowId: row.rowId,
          record: row.record,
          unitId: row.unitId,
          level: row.level,
          timesRunning: row.timesRunning,
          replyDueAt: dispatch.replyDueOn,
        })),
        sheetSha256: sha256,
      },
    });
  });
};
