import type { EntityManager } from 'typeorm';
import { ActChanged } from '#libs/contracts/accountability.events.js';
import { deterministicId, publish } from '#libs/messaging/outbox.js';
import type { ActEntity } from './act.entity.js';
import { signersOf } from '../signature/signer.store.js';

/** Post whose signature is awaited next; the last one that signed once nobody is awaited. */
const approverOf = async (tx: EntityManager, act: ActEntity): Promise<string | null> => {
  const signers = await signersOf(tx, act.actId);
  const next = signers.find(({ signedAt }) => signedAt === null);
  return next ? next.postId : (signers.at(-1)?.signedByPostId ?? null);
};

/** Tells the others of an act after one step of its life, whole. */
export const publishAct = async (tx: EntityManager, act: ActEntity, action: string, at: Date): Promise<void> =>
  publish(tx, ActChanged, {
    key: act.actId,
    occurredAt: at,
    id: deterministicId('act', act.actId, act.version),
    data: {
      actId: act.actId,
      version: act.version,
      kind: act.kind,
      state: act.state,
      action,
      number: act.number,
      title: act.title,
      addresseeUnitId: act.addresseeUnitId,
      addresseePostIds: act.addresseePostIds,
      copyToUnitIds: act.copyToUnitIds,
      approverPostId: await approverOf(tx, act),
      warningId: act.warningId,
      ladderId: act.ladderId,
      subject: act.subjectKind === null || act.subjectId === null ? null : { kind: act.subjectKind, id: act.subjectId },
      issuedAt: act.issuedAt?.toISOString() ?? null,
      replyDueAt: act.replyDueOn,
      meetingAt: act.meetingAt?.toISOString() ?? null,
      documentSha256: act.documentSha256,
      urgentOverChannels: act.policy.urgentOverChannels,
    },
  });
