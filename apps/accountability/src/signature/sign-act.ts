import { obey, Refusal } from '#libs/domain/refusal.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { changedAfterSignature, ownDraftConflict } from '#libs/domain/escalation/approval.js';
import { requireScope } from '#libs/identity/scope.js';
import { tellLadder } from '../ladder/advance-ladder.js';
import { type ActContext, currentSha256, isStepPaper, ownPosts } from '../act/act-context.js';
import type { ActEntity } from '../act/act.entity.js';
import { freezeFigures } from '../act/act.store.js';
import { requireStillTrue } from '../paper/still-true.js';
import { moveAct, noteAct } from '../act/move-act.js';
import { blanksOf } from '../paper/paper-content.js';
import type { Post } from '../paper/post-names.js';
import { completeForOffice } from '../act/prepare-act.js';
import { keepSignature, type Signer, signersOf } from './signer.store.js';

export interface Signature {
  readonly opinion?: string | undefined;
  /** Hash of what the signer saw; another one is refused. */
  readonly contentSha256?: string | undefined;
}

const PAST_SIGNATURE = ['numbering', 'sealing', 'issue'];

const signsAs = (signer: Signer, posts: readonly Post[]): Post | undefined =>
  posts.find(({ id, kind }) => (signer.postId === null ? kind === signer.postKind : id === signer.postId));

/**
 * Which of the signatures is this person's to give. Refuses with ACT_ALREADY_SIGNED, or FORBIDDEN_SIGNER for a post the pack
 * does not name.
 */
const ownSignature = async (context: ActContext, act: ActEntity): Promise<{ signer: Signer; post: Post }> => {
  const signers = await signersOf(context.tx, act.actId);
  const posts = await ownPosts(context);
  const mine = signers.flatMap((signer) => {
    const post = signsAs(signer, posts);
    return post ? [{ signer, post }] : [];
  });
  const open = mine.find(({ signer }) => signer.signedAt === null);
  if (open) return open;
  if (mine.length > 0) throw new Refusal('ACT_ALREADY_SIGNED', 'this post has signed the act');
  throw new Refusal('FORBIDDEN_SIGNER', 'another post signs this act', {
    signers: signers.map(({ postKind, postId }) => postId ?? postKind),
  });
};

/**
 * Signs an act (签发). Each signer's hash is kept; with the last one the figures are frozen and the whole is fixed by its
 * hash. Refuses with FORBIDDEN_SIGNER, ACT_ALREADY_SIGNED, ACT_OWN_DRAFT, ACT_INCOMPLETE (blanks are open), ACT_FIGURES_STALE,
 * ACT_FIGURES_CORRECTED, ACT_EARLIER_PAPERS_MOVED, ACT_CHANGED_AFTER_SIGNATURE.
 */
export const signAct = async (context: ActContext, act: ActEntity, given: Signature): Promise<void> => {
  const { tx, pack, calendar, identity, at } = context;
  requireScope(identity, 'act.sign', act.officePath);
  const { signer, post } = await ownSignature(context, act);
  obey(ownDraftConflict(act.drafterPersonId, identity.personId));
  if (act.state !== 'signature') {
    if (PAST_SIGNATURE.includes(act.state)) throw new Refusal('ACT_ALREADY_SIGNED', 'everybody has signed the act');
    throw new Refusal('ACT_ILLEGAL_TRANSITION', `an act in state ${act.state} is not to be signed`, {
      state: act.state,
    });
  }
  const blanks = blanksOf(act.template, act.parameters);
  if (blanks.length > 0)
    throw new Refusal('ACT_INCOMPLETE', `still open: ${blanks.map(({ label }) => label).join('、')}`, { blanks });
  await requireStillTrue(context, act);
  const sha256 = await currentSha256(context, act);
  if (given.contentSha256 !== undefined) obey(changedAfterSignature(given.contentSha256, sha256));
  const before = (await signersOf(tx, act.actId)).find(({ signedSha256 }) => signedSha256 !== null);
  if (before) obey(changedAfterSignature(before.signedSha256!, sha256));
  await keepSignature(tx, act.actId, {
    ...signer,
    signedAt: at,
    signedByPostId: post.id,
    signedByPersonId: identity.personId,
    signedSha256: sha256,
    opinion: given.opinion ?? null,
  });
  const awaited = (await signersOf(tx, act.actId)).filter(({ signedAt }) => signedAt === null);
  const step = {
    at,
    opinion: given.opinion ?? '同意',
    given: { postId: post.id, contentSha256: sha256, awaited: awaited.length },
  };
  if (awaited.length > 0) return noteAct(tx, act, 'sign', step);
  act.signedSha256 = sha256;
  act.signedAt = at;
  act.paperVersion += 1;
  await freezeFigures(tx, act.actId, at);
  await moveAct(tx, act, 'sign', step);
  if (isStepPaper(act))
    await tellLadder(tx, { pack, calendar }, act.ladderId, {
      kind: 'approved',
      on: shanghaiDate(at),
      step: act.stepNo,
      occurredAt: at,
    });
};

/**
 * Signs an act whose review and countersignature the signer takes upon himself: they stand in its history under his name.
 * One that waits for its signature is simply signed.
 */
export const approveAct = async (context: ActContext, act: ActEntity, given: Signature): Promise<void> => {
  const { tx, identity, at } = context;
  requireScope(identity, 'act.sign', act.officePath);
  await ownSignature(context, act);
  const isAhead = (): boolean => act.state === 'draft' || act.state === 'review' || act.state === 'countersign';
  if (isAhead() && given.contentSha256 !== undefined)
    obey(changedAfterSignature(given.contentSha256, await currentSha256(context, act)));
  const seen = isAhead() ? undefined : given.contentSha256;
  if (act.state === 'draft') await moveAct(tx, act, 'submit', { at, opinion: '签发人直接审签' });
  if (act.state === 'review') {
    obey(ownDraftConflict(act.drafterPersonId, identity.personId));
    await completeForOffice(context, act);
    await moveAct(tx, act, 'pass-review', { at, opinion: '签发人直接审签' });
  }
  if (act.state === 'countersign')
    await moveAct(tx, act, 'countersign', {
      at,
      opinion: '签发人直接审签',
      given: { unitId: act.countersignUnitId, isWaived: true },
    });
  await signAct(context, act, { opinion: given.opinion, contentSha256: seen });
};
