import type { EntityManager } from 'typeorm';
import { PostState } from '#libs/contracts/directory.events.js';
import { deadlineOf } from '#libs/domain/calendar/deadline.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import { mayFor } from '#libs/identity/scope.js';
import { findReference } from '#libs/messaging/reference.js';
import { tellLadder } from '../ladder/advance-ladder.js';
import { type ActContext, isStepPaper, requireIssued, requireOffice } from '../act/act-context.js';
import type { ActEntity } from '../act/act.entity.js';
import { moveAct, noteAct } from '../act/move-act.js';
import { pathsOf } from '../paper/post-names.js';
import { addReceipt, type Receipt, receiptsOf } from './receipt.store.js';
import { setActTimer } from '../act/set-act-timer.js';

export interface ReceiptGiven {
  readonly receivingPostId: string;
  /** Who signs; the receiving post itself unless said otherwise. */
  readonly signerPostId?: string | undefined;
  readonly outcome?: 'received' | 'by-deputy' | 'refused' | undefined;
  readonly note?: string | undefined;
}

/** A paper that names persons is received by each of them; any other one by the unit, whoever of it signs first. */
const isComplete = (act: ActEntity, receipts: readonly Receipt[]): boolean =>
  act.policy.namesPersons
    ? act.addresseePostIds.every((id) => receipts.some(({ postId }) => postId === id))
    : receipts.length > 0;

/** The limit that runs from the receipt, and its timer where no ladder watches it. */
const startLimit = async ({ tx, calendar }: ActContext, act: ActEntity): Promise<void> => {
  const owed = act.limits.find(({ from, owedBy }) => from === 'receipt' && owedBy === 'unit');
  if (!owed || act.receivedOn === null) return;
  const due = deadlineOf(calendar, act.receivedOn, owed.wait);
  act.replyDueOn = due.date;
  act.isReplyDueProvisional = due.provisional;
  await setActTimer(tx, act, owed.id, due.date);
};

const take = async (
  context: ActContext,
  act: ActEntity,
  receipt: Receipt,
  action: 'sign-receipt' | 'record-refused-receipt',
): Promise<void> => {
  const { tx, pack, calendar, at } = context;
  const known = await receiptsOf(tx, act.actId);
  if (known.some(({ postId }) => postId === receipt.postId))
    throw new Refusal('ACT_ALREADY_RECEIVED', 'this post has received the act');
  await addReceipt(tx, act.actId, receipt);
  const step = { at, reason: receipt.note, given: { ...receipt, receivedAt: receipt.receivedAt.toISOString() } };
  if (act.state !== 'receipt' || !isComplete(act, [...known, receipt])) return noteAct(tx, act, action, step);
  act.receivedOn = receipt.receivedOn;
  await startLimit(context, act);
  await moveAct(tx, act, action, step);
  // The clocks run from the next day, whether the paper was accepted, taken by a deputy or refused.
  if (isStepPaper(act))
    await tellLadder(tx, { pack, calendar }, act.ladderId, {
      kind: 'received',
      on: receipt.receivedOn,
      step: act.stepNo,
      occurredAt: at,
    });
};

const unitOfPost = async (tx: EntityManager, postId: string): Promise<string | null> =>
  (await findReference(tx, PostState, postId))?.unitId ?? null;

/**
 * Signs for an act. Only posts of the addressed unit sign, for themselves or as a deputy. Refuses with ACT_NOT_ISSUED,
 * FORBIDDEN_ADDRESSEE, ACT_ALREADY_RECEIVED, ACT_RECEIPT_INVALID (a post that is not addressed, or is not the signer's).
 */
export const signReceipt = async (context: ActContext, act: ActEntity, given: ReceiptGiven): Promise<void> => {
  const { tx, identity, at } = context;
  requireIssued(act);
  const signerPostId = given.signerPostId ?? given.receivingPostId;
  const receiving = await unitOfPost(tx, given.receivingPostId);
  const isAddressed = act.policy.namesPersons
    ? act.addresseePostIds.includes(given.receivingPostId)
    : receiving === act.addresseeUnitId || act.addresseePostIds.includes(given.receivingPostId);
  if (!isAddressed || receiving === null)
    throw new Refusal('ACT_RECEIPT_INVALID', `the act is not addressed to ${given.receivingPostId}`);
  const isOwn = identity.postIds.includes(signerPostId) && (await unitOfPost(tx, signerPostId)) === receiving;
  if (!isOwn || !mayFor(identity, 'act.receipt', await pathsOf(tx, [receiving])))
    throw new Refusal('FORBIDDEN_ADDRESSEE', 'an act is received by a post of the unit it is addressed to');
  const isDeputy = signerPostId !== given.receivingPostId;
  await take(
    context,
    act,
    {
      postId: given.receivingPostId,
      outcome: given.outcome === 'refused' ? 'refused' : isDeputy ? 'by-deputy' : (given.outcome ?? 'received'),
      signerPostId,
      signerPersonId: identity.personId,
      witnessPostId: null,
      receivedAt: at,
      receivedOn: shanghaiDate(at),
      note: given.note ?? null,
    },
    'sign-receipt',
  );
};

/** The office records that a receipt was refused, with a witness. */
export const recordRefusedReceipt = async (
  context: ActContext,
  act: ActEntity,
  given: { readonly receivingPostId: string; readonly witnessPostId: string; readonly reason: string },
): Promise<void> => {
  requireOffice(context, act, 'act.issue');
  requireIssued(act);
  if (!act.addresseePostIds.includes(given.receivingPostId))
    throw new Refusal('ACT_RECEIPT_INVALID', `the act is not addressed to ${given.receivingPostId}`);
  await take(
    context,
    act,
    {
      postId: given.receivingPostId,
      outcome: 'refused',
      signerPostId: null,
      signerPersonId: null,
      witnessPostId: given.witnessPostId,
      receivedAt: context.at,
      receivedOn: shanghaiDate(context.at),
      note: given.reason,
    },
    'record-refused-receipt',
  );
};
