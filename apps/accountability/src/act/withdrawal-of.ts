import type { EntityManager } from 'typeorm';
import { inOrder } from '#libs/persistence/in-order.js';
import type { Pack } from '#libs/policy/pack.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import type { ActEntity } from './act.entity.js';
import { draftAct } from './draft-act.js';
import { copiedOrgans, postNames, unitName } from '../paper/post-names.js';
import { signersOf } from '../signature/signer.store.js';

/** Kind of the paper that takes another one back. */
const WITHDRAWAL = 'withdrawal';

/**
 * Drafts the numbered paper that takes an issued act back. Whoever had to sign the act signs its
 * withdrawal, and whoever got it gets this one.
 */
export const withdrawalOf = async (
  tx: EntityManager,
  pack: Pack,
  act: ActEntity,
  reason: string,
  drafterPersonId: string | null,
  at: Date,
): Promise<ActEntity> => {
  const signers = await signersOf(tx, act.actId);
  const on = shanghaiDate(at);
  const organs = await copiedOrgans(tx, act.copyToUnitIds, act.copyToPostIds);
  const copies = await inOrder(organs, (id) => unitName(tx, id));
  return draftAct(tx, pack, {
    key: `withdrawal|${act.actId}`,
    kind: WITHDRAWAL,
    cause: act.cause,
    warningId: act.warningId,
    ladderId: act.ladderId,
    stepNo: act.stepNo,
    revokesActId: act.actId,
    subject: act.subjectKind === null || act.subjectId === null ? null : { kind: act.subjectKind, id: act.subjectId },
    addresseeUnitId: act.addresseeUnitId,
    addresseePostIds: act.addresseePostIds,
    addressesPrincipal: act.addressesPrincipal,
    copyToUnitIds: act.copyToUnitIds,
    copyToPostIds: act.copyToPostIds,
    drafterPersonId,
    signers: signers.map(({ postKind }) => postKind),
    parameters: {
      unitName: await unitName(tx, act.addresseeUnitId),
      withdrawnTitle: act.title,
      withdrawnNumber: act.number,
      withdrawnDate: act.issuedOn,
      reasonText: reason,
      approver: (
        await postNames(
          tx,
          pack,
          signers.flatMap(({ postId }) => postId ?? []),
          on,
        )
      ).join('、'),
      copies: copies.map((name) => ({ name })),
    },
    figures: [],
    basis: {
      references: [{ service: 'accountability', kind: 'act', id: act.actId, version: act.version }],
      query: null,
    },
    occurredAt: at,
  });
};
