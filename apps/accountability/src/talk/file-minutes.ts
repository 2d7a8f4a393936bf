import { PostState } from '#libs/contracts/directory.events.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import { findReference } from '#libs/messaging/reference.js';
import type { Pack } from '#libs/policy/pack.js';
import { type ActContext, requireOffice } from '../act/act-context.js';
import type { ActEntity } from '../act/act.entity.js';
import { lockAct } from '../act/act.store.js';
import { type Demand, minutesValues } from '../paper/compose-minutes.js';
import { draftAct } from '../act/draft-act.js';
import { noteAct } from '../act/move-act.js';
import { addReply, repliesOf } from '../receipt/reply.store.js';
import { meetLimit } from '../receipt/reply-act.js';

/** Kind of the paper that tells of a talk. */
const MINUTES = 'talk-minutes';

/** A chair who signs nothing by his roles leaves the minutes to those the pack names. */
const signs = (pack: Pack, postKind: string): boolean => {
  const roles = pack.postKinds.filter(({ id }) => id === postKind).flatMap((kind) => kind.roles);
  return pack.roles.some(({ id, permissions }) => roles.includes(id) && permissions.includes('act.sign'));
};

export interface MinutesGiven {
  readonly text: string;
  readonly demands: readonly Demand[];
  readonly copiedToUnitIds: readonly string[];
}

/**
 * Files the minutes of a talk and drafts their paper, which its chair signs. The limit for minutes is met
 * when that paper goes out. Refuses with ACT_NOT_HELD, ACT_ALREADY_MINUTED.
 */
export const fileMinutes = async (context: ActContext, act: ActEntity, given: MinutesGiven): Promise<void> => {
  const { tx, pack, identity, at } = context;
  requireOffice(context, act, 'act.draft');
  const replies = await repliesOf(tx, act.actId);
  const meeting = replies.find(({ kind }) => kind === 'meeting');
  if (act.heldOn === null || !meeting) throw new Refusal('ACT_NOT_HELD', 'the talk has not been held');
  if (replies.some(({ kind }) => kind === 'minutes'))
    throw new Refusal('ACT_ALREADY_MINUTED', 'the minutes of this talk are filed');
  const { copiedToUnitIds, demands } = given;
  await addReply(tx, act.actId, {
    kind: 'minutes',
    onDate: shanghaiDate(at),
    at,
    text: given.text,
    content: { copiedToUnitIds, demands },
    files: [],
    personId: identity.personId,
    postId: identity.postId,
  });
  await noteAct(tx, act, 'file-minutes', { at, given: { copiedToUnitIds } });
  const chair = await findReference(tx, PostState, String(meeting.content['chairPostId'] ?? ''));
  await draftAct(tx, pack, {
    key: `minutes|${act.actId}`,
    kind: MINUTES,
    cause: act.cause,
    warningId: act.warningId,
    ladderId: act.ladderId,
    stepNo: act.stepNo,
    minutesOfActId: act.actId,
    subject: act.subjectKind === null || act.subjectId === null ? null : { kind: act.subjectKind, id: act.subjectId },
    addresseeUnitId: act.addresseeUnitId,
    addresseePostIds: act.addresseePostIds,
    copyToUnitIds: copiedToUnitIds,
    drafterPersonId: identity.personId,
    ...(chair && signs(pack, chair.kind) ? { signers: [chair.kind], leaderPostId: chair.id } : {}),
    parameters: await minutesValues(context, act, meeting, given),
    figures: [],
    basis: {
      references: [{ service: 'accountability', kind: 'act', id: act.actId, version: act.version }],
      query: null,
    },
    occurredAt: at,
  });
};

/** The minutes of a talk are out: what the office owed after it is done. */
export const minutesIssued = async (context: ActContext, minutesOfActId: string): Promise<void> => {
  const talk = await lockAct(context.tx, minutesOfActId);
  const limit = talk?.limits.find(({ from, owedBy }) => from === 'meeting' && owedBy === 'office');
  if (talk && limit) await meetLimit(context, talk, limit, shanghaiDate(context.at));
};
