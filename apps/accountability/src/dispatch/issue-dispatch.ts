import type { EntityManager } from 'typeorm';
import { PostState } from '#libs/contracts/directory.events.js';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { findReference } from '#libs/messaging/reference.js';
import { type Dispatch, findDispatch, saveIssued } from './dispatch.store.js';

/**
 * The office director issues the sheet as drawn up. Refusals: DISPATCH_NOT_FOUND, DISPATCH_NOT_DRAWN (its sources are still
 * waited for), DISPATCH_ISSUED_ALREADY.
 */
export const issueDispatch = async (
  tx: EntityManager,
  dispatchId: string,
  issue: { readonly by: Identity; readonly opinion: string; readonly reason: string | null },
  at: Date,
): Promise<Dispatch> => {
  const before = await findDispatch(tx, dispatchId, true);
  if (!before) throw new Refusal('DISPATCH_NOT_FOUND', `no dispatch ${dispatchId}`);
  if (before.state === 'waiting')
    throw new Refusal('DISPATCH_NOT_DRAWN', 'the sheet is not drawn up yet: its sources are still waited for', {
      waitUntil: before.waitUntil.toISOString(),
    });
  if (before.state === 'issued') throw new Refusal('DISPATCH_ISSUED_ALREADY', 'the sheet has been issued already');
  if (at < before.cutoff) throw new Refusal('DISPATCH_DATE_INVALID', 'a sheet cannot be issued before its cut-off');
  const post = issue.by.postId === null ? null : await findReference(tx, PostState, issue.by.postId);
  const by = { name: issue.by.name, postId: issue.by.postId, post: post?.title ?? null };
  await saveIssued(tx, dispatchId, { at, by, opinion: issue.opinion });
  await audit(tx, {
    at,
    action: 'dispatch.issue',
    subject: { kind: 'dispatch', id: dispatchId },
    old: { state: before.state },
    new: { state: 'issued', opinion: issue.opinion, issueNo: before.issueNo },
    reason: issue.reason,
  });
  return (await findDispatch(tx, dispatchId))!;
};
