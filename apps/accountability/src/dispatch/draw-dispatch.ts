import type { EntityManager } from 'typeorm';
import type { LagLevel } from '#libs/domain/plan/lag.js';
import { itemVersion } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import { setTimer } from '#libs/scheduling/timer.store.js';
import { unsealedSources } from '../indicator/seal.store.js';
import { judgeItems } from '../rule/judge-items.js';
import { composeRows } from './compose-rows.js';
import { afterReplyDue } from './dispatch-dates.js';
import {
  type Dispatch,
  type DispatchRow,
  insertRows,
  nextIssueNo,
  saveDrawn,
  waitingDispatches,
} from './dispatch.store.js';

export const REPLY_TIMER = 'dispatch.reply-due';

/** Three times running is counted in the head of the sheet. */
const MANY_TIMES = 3;
const GRAVITY: Readonly<Record<LagLevel, number>> = { red: 0, orange: 1, yellow: 2, green: 3 };

/** Gravest first, then longest behind, then by the number of the item. */
const inSheetOrder = (a: DispatchRow, b: DispatchRow): number =>
  GRAVITY[a.level] - GRAVITY[b.level] ||
  b.content.lagDays - a.content.lagDays ||
  (a.content.itemNo < b.content.itemNo
    ? -1
    : a.content.itemNo > b.content.itemNo
      ? 1
      : a.record.id < b.record.id
        ? -1
        : 1);

const drawDispatch = async (
  tx: EntityManager,
  pack: Pack,
  dispatch: Dispatch,
  missing: readonly string[],
  now: Date,
): Promise<void> => {
  const composed = await composeRows(tx, pack, dispatch, missing);
  const printed = composed.filter(({ change }) => change === 'enter' || change === 'stay').sort(inSheetOrder);
  const others = composed.filter(({ change }) => change === 'leave' || change === 'none');
  const rows = [...printed.map((row, index) => ({ ...row, position: index + 1 })), ...others];
  await insertRows(tx, rows);
  await saveDrawn(
    tx,
    {
      dispatchId: dispatch.dispatchId,
      issueNo: await nextIssueNo(tx),
      missingSources: missing,
      onSheet: printed.length,
      added: printed.filter(({ change }) => change === 'enter').length,
      removed: others.filter(({ change }) => change === 'leave').length,
      threeTimes: printed.filter(({ timesRunning }) => timesRunning >= MANY_TIMES).length,
    },
    now,
  );
  if (printed.length > 0)
    await setTimer(tx, {
      kind: REPLY_TIMER,
      subjectId: dispatch.dispatchId,
      dueAt: afterReplyDue(dispatch.replyDueOn),
    });
  await judgeItems(tx, pack, dispatch, rows);
};

/**
 * Draws up every waiting sheet whose sources have all sealed its cut-off, or whose wait is over at `now`; then the sheet
 * names who is missing. Sheets follow each other: a later one waits for an earlier one, whose rows it counts on.
 */
export const drawReadyDispatches = async (tx: EntityManager, pack: Pack, now: Date): Promise<void> => {
  for (const dispatch of await waitingDispatches(tx, true)) {
    const policy = itemVersion(pack.dispatches, dispatch.policyId, dispatch.policyVersion);
    const missing = await unsealedSources(tx, policy.seal, dispatch.cutoff, policy.sources);
    if (missing.length > 0 && dispatch.waitUntil > now) return;
    await drawDispatch(tx, pack, dispatch, missing, now);
  }
};
