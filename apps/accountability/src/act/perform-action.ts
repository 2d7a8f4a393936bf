import type { ActActionName, Given } from './act-action.api.js';
import type { ActContext } from './act-context.js';
import type { ActEntity } from './act.entity.js';
import { cancelAct, fileAct, liftByHand, verifyAct } from './close-act.js';
import { draftCorrectionOf, draftWithdrawalOf } from './correct-act.js';
import { fileMinutes } from '../talk/file-minutes.js';
import { holdTalk, recordAbsence } from '../talk/hold-talk.js';
import { issueAct, numberAct, sealAct } from './issue-act.js';
import { countersignAct, passReview, prepareAct, redraftAct, returnAct, submitAct } from './prepare-act.js';
import { recordRefusedReceipt, signReceipt } from '../receipt/receive-act.js';
import { refreshAct } from './refresh-act.js';
import { replyToAct } from '../receipt/reply-act.js';
import { approveAct, signAct } from '../signature/sign-act.js';

type Perform<A extends ActActionName> = (
  context: ActContext,
  act: ActEntity,
  given: Given<A>,
) => Promise<ActEntity | void>;

/** What each action does. The answer is the act it drafted, where it drafts one. */
const PERFORM: { readonly [A in ActActionName]: Perform<A> } = {
  submit: (context, act) => submitAct(context, act),
  'pass-review': (context, act, { opinion }) => passReview(context, act, opinion),
  countersign: countersignAct,
  prepare: prepareAct,
  return: (context, act, { reason }) => returnAct(context, act, reason),
  redraft: (context, act) => redraftAct(context, act),
  sign: signAct,
  approve: approveAct,
  number: (context, act) => numberAct(context, act),
  seal: (context, act) => sealAct(context, act),
  issue: (context, act, { public: isPublic, summonedPostIds, ...talk }) =>
    issueAct(context, act, {
      ...Object.fromEntries(Object.entries(talk).filter(([, value]) => value !== undefined)),
      ...(summonedPostIds ? { summonedPostIds } : {}),
      ...(isPublic === undefined ? {} : { publicity: isPublic ? 'public' : 'internal' }),
    }),
  receipt: signReceipt,
  'record-refused-receipt': recordRefusedReceipt,
  reply: (context, act, { attachments, ...given }) =>
    replyToAct(context, act, 'reply', { ...given, files: attachments }),
  plan: (context, act, { attachments, ...given }) => replyToAct(context, act, 'plan', { ...given, files: attachments }),
  'hold-meeting': (context, act, { heldAt, ...given }) =>
    holdTalk(context, act, { ...given, heldAt: new Date(heldAt) }),
  'record-absence': (context, act, { heldAt, ...given }) =>
    recordAbsence(context, act, { ...given, heldAt: new Date(heldAt) }),
  minutes: (context, act, { copiedTo, ...given }) => fileMinutes(context, act, { ...given, copiedToUnitIds: copiedTo }),
  verify: (context, act, { attachments, ...given }) => verifyAct(context, act, { ...given, files: attachments }),
  lift: (context, act, { reason }) => liftByHand(context, act, reason),
  cancel: (context, act, { reason }) => cancelAct(context, act, reason),
  file: (context, act) => fileAct(context, act),
  refresh: (context, act) => refreshAct(context, act),
  withdrawal: (context, act, { reason }) => draftWithdrawalOf(context, act, reason),
  correction: (context, act, { reason }) => draftCorrectionOf(context, act, reason),
};

/** Takes one action on an act the caller has opened. Refuses with the codes of the action's own use case. */
export const performAction = async (
  context: ActContext,
  act: ActEntity,
  action: ActActionName,
  given: unknown,
): Promise<ActEntity | null> => (await (PERFORM[action] as Perform<never>)(context, act, given as never)) ?? null;
