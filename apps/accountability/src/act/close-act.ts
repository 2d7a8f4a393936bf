import { type CivilDate, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { inForce } from '#libs/policy/item.js';
import { Refusal } from '#libs/domain/refusal.js';
import { tellLadder } from '../ladder/advance-ladder.js';
import { dropDraft } from './absorb-act.js';
import { type ActContext, isOut, isStepPaper, requireIssued, requireOffice } from './act-context.js';
import type { ActEntity } from './act.entity.js';
import { liftAct } from './lift-act.js';
import { moveAct, noteAct } from './move-act.js';
import { meetLimit } from '../receipt/reply-act.js';
import { addReply } from '../receipt/reply.store.js';

export interface Verification {
  readonly verifiedOn: CivilDate;
  readonly opinion: string;
  readonly inspectorPostIds: readonly string[];
  readonly passed: boolean;
  readonly files?: readonly { readonly sha256: string; readonly name: string }[] | undefined;
}

/**
 * The check on what an act demanded (跟踪核查), by two people at least. Work found done meets the limit on the day the unit
 * reported it. Refuses with ACT_TOO_FEW_INSPECTORS, ACT_ILLEGAL_TRANSITION.
 */
export const verifyAct = async (context: ActContext, act: ActEntity, given: Verification): Promise<void> => {
  const { tx, pack, identity, at } = context;
  requireOffice(context, act, 'act.lift');
  const atLeast = inForce(pack.closure, shanghaiDate(at))[0]?.inspectorsAtLeast ?? 2;
  if (new Set(given.inspectorPostIds).size < atLeast)
    throw new Refusal('ACT_TOO_FEW_INSPECTORS', `a check on site takes ${atLeast} people`, { atLeast });
  if (act.state !== 'follow-up')
    throw new Refusal('ACT_ILLEGAL_TRANSITION', `an act in state ${act.state} is not to be verified`, {
      state: act.state,
    });
  await addReply(tx, act.actId, {
    kind: 'verification',
    onDate: given.verifiedOn,
    at,
    text: given.opinion,
    content: { inspectorPostIds: given.inspectorPostIds, passed: given.passed },
    files: given.files ?? [],
    personId: identity.personId,
    postId: identity.postId,
  });
  const step = { at, opinion: given.opinion, given: { verifiedOn: given.verifiedOn, passed: given.passed } };
  if (!given.passed) return noteAct(tx, act, 'verify-failed', step);
  await moveAct(tx, act, 'verify', step);
  const limit = act.limits.find(({ from, owedBy }) => owedBy === 'unit' && from !== 'meeting');
  if (limit) await meetLimit(context, act, limit, act.repliedOn ?? given.verifiedOn);
};

/** Lifts an act no ladder stands behind. Refuses with ACT_LIFTED_BY_LADDER where the end of the cause, or its paper, does. */
export const liftByHand = async (context: ActContext, act: ActEntity, reason: string): Promise<void> => {
  requireOffice(context, act, 'act.lift');
  requireIssued(act);
  if (isStepPaper(act))
    throw new Refusal('ACT_LIFTED_BY_LADDER', 'this act is lifted with its cause, by its ladder', {
      ladderId: act.ladderId,
    });
  await liftAct(context.tx, act, { on: shanghaiDate(context.at), reason }, context.at);
};

/** Drops a draft; the step of its ladder is declined. Refuses with ACT_ALREADY_ISSUED for what is out. */
export const cancelAct = async (context: ActContext, act: ActEntity, reason: string): Promise<void> => {
  const { tx, pack, calendar, at } = context;
  requireOffice(context, act, 'act.draft');
  if (isOut(act)) throw new Refusal('ACT_ALREADY_ISSUED', 'an issued act is taken back by another numbered act only');
  await dropDraft(tx, act, reason, at);
  if (isStepPaper(act))
    await tellLadder(tx, { pack, calendar }, act.ladderId, {
      kind: 'declined',
      on: shanghaiDate(at),
      step: act.stepNo,
      occurredAt: at,
    });
};

/** Files an act whose work is done. */
export const fileAct = async (context: ActContext, act: ActEntity): Promise<void> => {
  requireOffice(context, act, 'act.issue');
  act.overAt ??= context.at;
  await moveAct(context.tx, act, 'file', { at: context.at });
};
