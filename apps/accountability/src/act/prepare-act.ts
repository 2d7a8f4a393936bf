import { obey, Refusal } from '#libs/domain/refusal.js';
import { ownDraftConflict } from '#libs/domain/escalation/approval.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { mayFor } from '#libs/identity/scope.js';
import { type ActContext, ownPosts, requireOffice } from './act-context.js';
import type { ActEntity } from './act.entity.js';
import { figuresOf } from './act.store.js';
import { issuingOf, officeValues } from './agency.js';
import { moveAct } from './move-act.js';
import { titleOf } from '../paper/paper-content.js';
import { pathsOf } from '../paper/post-names.js';
import { valuesFor } from '../paper/template-copy.js';
import { voidSignatures } from '../signature/signer.store.js';

export interface Countersignature {
  readonly opinion?: string | undefined;
  /** The office records what was countersigned on paper. */
  readonly onBehalfOfPostId?: string | undefined;
}

/** Routes a draft to its review. */
export const submitAct = async (context: ActContext, act: ActEntity): Promise<void> => {
  requireOffice(context, act, 'act.draft');
  act.submittedAt = context.at;
  await moveAct(context.tx, act, 'submit', { at: context.at });
};

/** Fills in what is the office's own, and fixes in whose name the paper goes out. Nothing written by hand is changed. */
export const completeForOffice = async (context: ActContext, act: ActEntity): Promise<void> => {
  const { tx, pack, settings, at } = context;
  const own = valuesFor(act.template, await officeValues(tx, settings, act));
  act.parameters = { ...own, ...act.parameters };
  act.issuing = await issuingOf(tx, pack, settings, act, shanghaiDate(at));
  act.title = titleOf(act.template, act.parameters, await figuresOf(tx, act.actId));
  act.paperVersion += 1;
};

/** The office has read the draft (核稿). Refuses with ACT_OWN_DRAFT where the drafter reads his own. */
export const passReview = async (context: ActContext, act: ActEntity, opinion?: string): Promise<void> => {
  requireOffice(context, act, 'act.review');
  obey(ownDraftConflict(act.drafterPersonId, context.identity.personId));
  await completeForOffice(context, act);
  await moveAct(context.tx, act, 'pass-review', { at: context.at, opinion: opinion ?? '核稿通过' });
};

/**
 * The unit asked agrees (会签), by one of its own posts, or the office records that it did. Refuses with
 * FORBIDDEN_COUNTERSIGNER.
 */
export const countersignAct = async (context: ActContext, act: ActEntity, given: Countersignature): Promise<void> => {
  const { tx, identity, at } = context;
  const asked = act.countersignUnitId;
  const isAsked =
    asked !== null &&
    (await ownPosts(context)).some(({ unitId }) => unitId === asked) &&
    mayFor(identity, 'act.review', await pathsOf(tx, [asked]));
  if (!isAsked) {
    if (given.onBehalfOfPostId === undefined)
      throw new Refusal('FORBIDDEN_COUNTERSIGNER', 'this act is countersigned by the unit asked for it', {
        unitId: asked,
      });
    requireOffice(context, act, 'act.review');
  }
  await moveAct(tx, act, 'countersign', {
    at,
    opinion: given.opinion ?? '无意见',
    given: { unitId: asked, onBehalfOfPostId: isAsked ? null : given.onBehalfOfPostId },
  });
};

/**
 * The office's steps up to the signature in one go: submit, review, and the countersignature where nobody is asked for one or
 * its record is given. Refuses with ACT_ALREADY_PREPARED once the act waits for its signature or is past it.
 */
export const prepareAct = async (
  context: ActContext,
  act: ActEntity,
  given: { readonly opinion?: string | undefined; readonly countersignature?: Countersignature | undefined },
): Promise<void> => {
  if (act.state === 'draft') await submitAct(context, act);
  const before = act.state;
  if (act.state === 'review') await passReview(context, act, given.opinion);
  if (act.state === 'countersign' && given.countersignature) await countersignAct(context, act, given.countersignature);
  if (act.state === before)
    throw new Refusal('ACT_ALREADY_PREPARED', `the act is past its preparation: ${act.state}`, { state: act.state });
};

/** Sends an act back to its drafter with a reason; signatures given so far are void. */
export const returnAct = async (context: ActContext, act: ActEntity, reason: string): Promise<void> => {
  const { tx, identity, at } = context;
  const asked = act.countersignUnitId;
  const isAsked = asked !== null && (await ownPosts(context)).some(({ unitId }) => unitId === asked);
  if (!isAsked && !mayFor(identity, 'act.sign', act.officePath)) requireOffice(context, act, 'act.review');
  await voidSignatures(tx, act.actId);
  await moveAct(tx, act, 'return', { at, reason });
};

/** Takes up an act that was sent back and routes it to review again. */
export const redraftAct = async (context: ActContext, act: ActEntity): Promise<void> => {
  requireOffice(context, act, 'act.draft');
  await moveAct(context.tx, act, 'redraft', { at: context.at });
  await submitAct(context, act);
};
