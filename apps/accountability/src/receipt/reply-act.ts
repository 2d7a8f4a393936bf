import { type CivilDate, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import { requireScope } from '#libs/identity/scope.js';
import { tellLadder } from '../ladder/advance-ladder.js';
import { type ActContext, isStepPaper, ownPosts, requireIssued } from '../act/act-context.js';
import type { ActEntity, ActLimit } from '../act/act.entity.js';
import { moveAct, noteAct } from '../act/move-act.js';
import { pathsOf } from '../paper/post-names.js';
import { addReply } from './reply.store.js';
import { cancelActTimer } from '../act/set-act-timer.js';

export interface ReplyGiven {
  readonly text: string;
  readonly measures?: readonly string[] | undefined;
  readonly files?: readonly { readonly sha256: string; readonly name: string }[] | undefined;
  readonly deadline?: CivilDate | undefined;
}

/** A limit under an act was met: its ladder is told, or its own timer falls away. */
export const meetLimit = async (
  { tx, pack, calendar, at }: ActContext,
  act: ActEntity,
  limit: ActLimit,
  on: CivilDate,
): Promise<void> => {
  await cancelActTimer(tx, act, limit.id);
  if (!isStepPaper(act)) return;
  await tellLadder(tx, { pack, calendar }, act.ladderId, {
    kind: 'fulfilled',
    on,
    step: act.stepNo,
    duty: limit.id,
    occurredAt: at,
  });
};

/** A reply by itself meets what is owed under a letter or after a talk; where work is checked, the check does. */
const metByReply = (act: ActEntity): ActLimit | undefined => {
  const after = act.heldOn !== null ? 'meeting' : null;
  const owed = act.limits.filter(({ owedBy }) => owedBy === 'unit');
  if (after) return owed.find(({ from }) => from === after);
  return act.policy.stages.includes('follow-up') ? undefined : owed.find(({ from }) => from !== 'meeting');
};

/** States in which an answer is still taken though nobody waits for it: a higher paper has taken the place of this one. */
const LATE_ANSWER: readonly ActEntity['state'][] = ['absorbed', 'follow-up', 'filing', 'lifting'];

/**
 * The addressed unit answers an act, or files the plan a talk asked for. Refuses with ACT_NOT_ISSUED, FORBIDDEN_ADDRESSEE,
 * ACT_ALREADY_REPLIED, ACT_ILLEGAL_TRANSITION (before the receipt, or once it is over).
 */
export const replyToAct = async (
  context: ActContext,
  act: ActEntity,
  kind: 'reply' | 'plan',
  given: ReplyGiven,
): Promise<void> => {
  const { tx, identity, at } = context;
  requireIssued(act);
  const posts = await ownPosts(context);
  const post = posts.find(({ id, unitId }) => unitId === act.addresseeUnitId || act.addresseePostIds.includes(id));
  if (!post) throw new Refusal('FORBIDDEN_ADDRESSEE', 'an act is answered by the unit it is addressed to');
  requireScope(identity, 'act.reply', await pathsOf(tx, [act.addresseeUnitId]));
  if (!act.policy.stages.includes('reply'))
    throw new Refusal('ACT_ILLEGAL_TRANSITION', `an act of kind ${act.kind} asks for no answer`);
  const isWaited = act.state === 'reply';
  if (!isWaited && act.repliedOn !== null && act.state !== 'follow-up')
    throw new Refusal('ACT_ALREADY_REPLIED', `the act was answered on ${act.repliedOn}`);
  if (!isWaited && !LATE_ANSWER.includes(act.state))
    throw new Refusal('ACT_ILLEGAL_TRANSITION', `an act in state ${act.state} is not to be answered`, {
      state: act.state,
    });
  const on = shanghaiDate(at);
  await addReply(tx, act.actId, {
    kind,
    onDate: on,
    at,
    text: given.text,
    content: { measures: given.measures ?? [], ...(given.deadline ? { deadline: given.deadline } : {}) },
    files: given.files ?? [],
    personId: identity.personId,
    postId: post.id,
  });
  act.repliedOn = on;
  const step = { at, given: { kind, postId: post.id, text: given.text } };
  if (isWaited) await moveAct(tx, act, 'reply', step);
  else await noteAct(tx, act, 'reply', step);
  const limit = metByReply(act);
  if (limit) await meetLimit(context, act, limit, on);
};
