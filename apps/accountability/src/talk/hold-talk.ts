import { deadlineOf } from '#libs/domain/calendar/deadline.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import { tellLadder } from '../ladder/advance-ladder.js';
import { type ActContext, isStepPaper, requireIssued, requireOffice } from '../act/act-context.js';
import type { ActEntity } from '../act/act.entity.js';
import { moveAct } from '../act/move-act.js';
import { addReply } from '../receipt/reply.store.js';
import { setActTimer } from '../act/set-act-timer.js';

export interface MeetingHeld {
  readonly heldAt: Date;
  readonly chairPostId: string;
  readonly attendedPostIds: readonly string[];
  readonly explanation: string;
  readonly commitments: readonly string[];
}

/** Limits that run from the meeting; the unit's is what is waited for next. */
const startLimits = async ({ tx, calendar }: ActContext, act: ActEntity): Promise<void> => {
  for (const limit of act.limits.filter(({ from }) => from === 'meeting')) {
    const due = deadlineOf(calendar, act.heldOn!, limit.wait);
    await setActTimer(tx, act, limit.id, due.date);
    if (limit.owedBy !== 'unit') continue;
    act.replyDueOn = due.date;
    act.isReplyDueProvisional = due.provisional;
  }
};

const checkTime = ({ at }: ActContext, act: ActEntity, heldAt: Date): void => {
  requireIssued(act);
  if (act.heldOn !== null) throw new Refusal('ACT_ALREADY_HELD', `the talk was held on ${act.heldOn}`);
  if (heldAt > at) throw new Refusal('ACT_MEETING_INVALID', 'a meeting to come cannot be recorded as held');
  const on = shanghaiDate(heldAt);
  if (act.rescheduleNotBefore !== null && on < act.rescheduleNotBefore)
    throw new Refusal('ACT_MEETING_TOO_SOON', `the notice came too late: not before ${act.rescheduleNotBefore}`, {
      notBefore: act.rescheduleNotBefore,
    });
};

/**
 * Records that a talk was held, who came and what was said. Refuses with ACT_ALREADY_HELD, ACT_MEETING_INVALID,
 * ACT_MEETING_TOO_SOON, ACT_ABSENT (somebody summoned is missing: that is recorded as an absence).
 */
export const holdTalk = async (context: ActContext, act: ActEntity, held: MeetingHeld): Promise<void> => {
  const { tx, pack, calendar, identity, at } = context;
  requireOffice(context, act, 'act.hold-meeting');
  checkTime(context, act, held.heldAt);
  const missing = act.addresseePostIds.filter((id) => !held.attendedPostIds.includes(id));
  if (missing.length > 0)
    throw new Refusal('ACT_ABSENT', 'somebody summoned is missing; record the absence', { postIds: missing });
  const on = shanghaiDate(held.heldAt);
  act.heldOn = on;
  await addReply(tx, act.actId, {
    kind: 'meeting',
    onDate: on,
    at,
    text: held.explanation,
    content: {
      heldAt: held.heldAt.toISOString(),
      chairPostId: held.chairPostId,
      attendedPostIds: held.attendedPostIds,
      commitments: held.commitments,
    },
    files: [],
    personId: identity.personId,
    postId: identity.postId,
  });
  await startLimits(context, act);
  await moveAct(tx, act, 'hold', { at, given: { heldOn: on, attendeePostIds: held.attendedPostIds } });
  if (isStepPaper(act))
    await tellLadder(tx, { pack, calendar }, act.ladderId, {
      kind: 'held',
      on,
      step: act.stepNo,
      attended: true,
      occurredAt: at,
    });
};

/** Records that a summons was not followed; a fact of its own for the ladder. */
export const recordAbsence = async (
  context: ActContext,
  act: ActEntity,
  given: { readonly heldAt: Date; readonly reason: string; readonly absentPostIds: readonly string[] },
): Promise<void> => {
  const { tx, pack, calendar, at } = context;
  requireOffice(context, act, 'act.hold-meeting');
  checkTime(context, act, given.heldAt);
  const on = shanghaiDate(given.heldAt);
  act.heldOn = on;
  await startLimits(context, act);
  await moveAct(tx, act, 'record-absence', {
    at,
    reason: given.reason,
    given: { heldOn: on, absentPostIds: given.absentPostIds },
  });
  if (isStepPaper(act))
    await tellLadder(tx, { pack, calendar }, act.ladderId, {
      kind: 'held',
      on,
      step: act.stepNo,
      attended: false,
      occurredAt: at,
    });
};
