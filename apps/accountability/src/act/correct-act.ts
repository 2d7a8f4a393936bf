import { Refusal } from '#libs/domain/refusal.js';
import { type ActContext, requireIssued, requireOffice } from './act-context.js';
import type { ActEntity } from './act.entity.js';
import { figuresOf } from './act.store.js';
import { draftAct } from './draft-act.js';
import { noteAct } from './move-act.js';
import { signersOf } from '../signature/signer.store.js';
import { withdrawalOf } from './withdrawal-of.js';

/** Drafts the numbered act that takes this one back. Refuses with ACT_NOT_ISSUED. */
export const draftWithdrawalOf = async (context: ActContext, act: ActEntity, reason: string): Promise<ActEntity> => {
  const { tx, pack, identity, at } = context;
  requireOffice(context, act, 'act.draft');
  requireIssued(act);
  if (act.number === null)
    throw new Refusal('ACT_NO_SERIES', 'a message without a number is not taken back by a paper');
  await noteAct(tx, act, 'draft-withdrawal', { at, reason });
  return withdrawalOf(tx, pack, act, reason, identity.personId, at);
};

/**
 * Drafts the numbered act that takes the place of this one with the same content, to be corrected before it is signed. At
 * its issue this one is withdrawn; what was received, answered or held under it stands.
 */
export const draftCorrectionOf = async (context: ActContext, act: ActEntity, reason: string): Promise<ActEntity> => {
  const { tx, pack, identity, at } = context;
  requireOffice(context, act, 'act.draft');
  requireIssued(act);
  if (act.number === null) throw new Refusal('ACT_NO_SERIES', 'a message without a number is not corrected by a paper');
  await noteAct(tx, act, 'draft-correction', { at, reason });
  return draftAct(tx, pack, {
    key: `correction|${act.actId}`,
    kind: act.kind,
    cause: act.cause,
    colour: act.colour,
    warningId: act.warningId,
    ladderId: act.ladderId,
    stepNo: act.stepNo,
    liftsActId: act.liftsActId,
    correctsActId: act.actId,
    subject: act.subjectKind === null || act.subjectId === null ? null : { kind: act.subjectKind, id: act.subjectId },
    addresseeUnitId: act.addresseeUnitId,
    addresseePostIds: act.addresseePostIds,
    addressesPrincipal: act.addressesPrincipal,
    copyToUnitIds: act.copyToUnitIds,
    copyToPostIds: act.copyToPostIds,
    countersignUnitId: act.countersignUnitId,
    drafterPersonId: identity.personId,
    signers: (await signersOf(tx, act.actId)).map(({ postKind }) => postKind),
    template: act.template,
    parameters: act.parameters,
    figures: await figuresOf(tx, act.actId),
    limits: act.limits,
    basis: {
      ...act.basis,
      references: [
        { service: 'accountability', kind: 'act', id: act.actId, version: act.version },
        ...act.basis.references,
      ],
    },
    occurredAt: at,
  });
};
