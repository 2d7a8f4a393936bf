import type { EntityManager } from 'typeorm';
import type { Basis, SubjectRef } from '#libs/contracts/shapes.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { firstActState } from '#libs/domain/escalation/act-lifecycle.js';
import { signersOf } from '#libs/domain/escalation/approval.js';
import type { Colour } from '#libs/domain/escalation/ladder-policy.js';
import type { Template, TemplateValues } from '#libs/documents/template.js';
import { Refusal } from '#libs/domain/refusal.js';
import { keptBasis } from '#libs/evidence/reference-group.store.js';
import { deterministicId } from '#libs/messaging/outbox.js';
import { inForce, itemInForce } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import { inOrder } from '#libs/persistence/in-order.js';
import { templateOf } from '../template-file.js';
import { ActEntity, type ActLimit } from './act.entity.js';
import { actByKey, putFigures } from './act.store.js';
import { OFFICE } from '../matter/addressees.js';
import type { ActFigure } from '../paper/figure.js';
import { SERVICE } from '../service-name.js';
import { moveAct, noteAct } from './move-act.js';
import { titleOf } from '../paper/paper-content.js';
import { pathsOf, postsOfKinds, unitOfType } from '../paper/post-names.js';
import { addSigners } from '../signature/signer.store.js';
import { valuesFor } from '../paper/template-copy.js';

/** What an act begins with. Values the template does not ask for are left out; blanks may be filled until it is signed. */
export interface ActDraft {
  /** What makes it this act: the same key twice is the same act. */
  readonly key: string;
  readonly kind: string;
  /** What it is about as people file it: an item's number, `section/…`, `ranking/…`, `bulletin/…`. */
  readonly cause: string;
  readonly colour?: Colour | null;
  readonly warningId?: string | null;
  readonly ladderId?: string | null;
  readonly stepNo?: number | null;
  readonly liftsActId?: string | null;
  readonly revokesActId?: string | null;
  readonly correctsActId?: string | null;
  readonly minutesOfActId?: string | null;
  readonly subject?: SubjectRef | null;
  readonly addresseeUnitId: string | null;
  readonly addresseePostIds: readonly string[];
  readonly addressesPrincipal?: boolean;
  readonly copyToUnitIds?: readonly string[];
  readonly copyToPostIds?: readonly string[];
  readonly countersignUnitId?: string | null;
  readonly drafterPersonId?: string | null;
  /** Post kinds that sign; from the pack unless given. */
  readonly signers?: readonly string[];
  /** Leader the matter is assigned to: of several posts of a kind, this one signs. */
  readonly leaderPostId?: string | null;
  readonly template?: Template;
  readonly parameters: TemplateValues;
  readonly figures: readonly ActFigure[];
  readonly limits?: readonly ActLimit[];
  /** Any number of references; what is kept names groups of them where they are more than a basis may name. */
  readonly basis: Basis;
  readonly occurredAt: Date;
}

/** Post kinds that sign a draft, each with the post meant where that can be told. */
export const signersOfDraft = async (
  tx: EntityManager,
  pack: Pack,
  draft: Pick<ActDraft, 'kind' | 'colour' | 'addressesPrincipal' | 'signers' | 'leaderPostId' | 'occurredAt'>,
): Promise<{ postKind: string; postId: string | null }[]> => {
  const rules = inForce(pack.approvals, shanghaiDate(draft.occurredAt));
  const kinds =
    draft.signers ??
    signersOf(rules, {
      kind: draft.kind,
      colour: draft.colour ?? null,
      addressesPrincipal: draft.addressesPrincipal ?? false,
    });
  return inOrder(kinds, async (postKind) => {
    const posts = await postsOfKinds(tx, [postKind], null);
    const assigned = posts.find(({ id }) => id === draft.leaderPostId);
    return { postKind, postId: (assigned ?? (posts.length === 1 ? posts[0] : undefined))?.id ?? null };
  });
};

/** A title even where a value does not fit its template: what is wrong is seen at the draft and mended there. */
const draftTitle = (
  kindName: string,
  template: Template,
  parameters: TemplateValues,
  figures: readonly ActFigure[],
): string => {
  try {
    return titleOf(template, parameters, figures);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const matter = parameters['matterTitle'];
    return typeof matter === 'string' ? `${kindName}：${matter}` : kindName;
  }
};

/**
 * Drafts an act: fills its template, names its signers, and routes it to the office's review; a kind that goes out by itself
 * stays a draft for `issueByItself`. The same key twice gives the act that is there already.
 */
export const draftAct = async (tx: EntityManager, pack: Pack, draft: ActDraft): Promise<ActEntity> => {
  const known = await actByKey(tx, draft.key);
  if (known) return known;
  const { occurredAt } = draft;
  const on = shanghaiDate(occurredAt);
  const policy = itemInForce(pack.acts, draft.kind, on);
  const template = draft.template ?? (await templateOf(pack, policy.template));
  const office = await unitOfType(tx, OFFICE);
  const copyToUnitIds = [...new Set(draft.copyToUnitIds ?? [])];
  const copyToPostIds = [...new Set(draft.copyToPostIds ?? [])];
  const copyPosts = (
    await postsOfKinds(
      tx,
      pack.postKinds.map(({ id }) => id),
      null,
    )
  ).filter(({ id }) => copyToPostIds.includes(id));
  const parameters = valuesFor(template, draft.parameters);
  const act = tx.create(ActEntity, {
    actId: deterministicId('act', draft.key),
    version: 0,
    naturalKey: draft.key,
    kind: draft.kind,
    cause: draft.cause,
    policy,
    template,
    colour: draft.colour ?? null,
    state: firstActState(policy),
    stateSince: occurredAt,
    title: draftTitle(policy.name.zh, template, parameters, draft.figures),
    warningId: draft.warningId ?? null,
    ladderId: draft.ladderId ?? null,
    stepNo: draft.stepNo ?? null,
    liftsActId: draft.liftsActId ?? null,
    revokesActId: draft.revokesActId ?? null,
    correctsActId: draft.correctsActId ?? null,
    minutesOfActId: draft.minutesOfActId ?? null,
    absorbedByActId: null,
    revokedByNumber: null,
    subjectKind: draft.subject?.kind ?? null,
    subjectId: draft.subject?.id ?? null,
    addresseeUnitId: draft.addresseeUnitId,
    addresseePostIds: [...draft.addresseePostIds],
    addressesPrincipal: draft.addressesPrincipal ?? false,
    copyToUnitIds,
    copyToPostIds,
    countersignUnitId: policy.stages.includes('countersign') ? (draft.countersignUnitId ?? null) : null,
    officeUnitId: office?.id ?? null,
    officePath: await pathsOf(tx, [office?.id ?? null]),
    unitPath: await pathsOf(tx, [draft.addresseeUnitId, ...copyToUnitIds, ...copyPosts.map(({ unitId }) => unitId)]),
    drafterPersonId: draft.drafterPersonId ?? null,
    parameters,
    lateParameters: {},
    arrangement: null,
    lateArrangement: null,
    issuing: null,
    basis: await keptBasis(tx, SERVICE, draft.basis),
    limits: draft.limits ?? [],
    signedSha256: null,
    occurredAt,
    submittedAt: null,
    signedAt: null,
    series: null,
    agencyCode: null,
    year: null,
    serial: null,
    number: null,
    issuedAt: null,
    issuedOn: null,
    receivedOn: null,
    replyDueOn: null,
    isReplyDueProvisional: false,
    overdueSince: null,
    repliedOn: null,
    meetingAt: null,
    rescheduleNotBefore: null,
    heldOn: null,
    liftedOn: null,
    overAt: null,
    paperVersion: 1,
    // A message is read in the system; there is no paper of it.
    documentOf: template.kind === 'MESSAGE' ? 1 : null,
    documentSha256: null,
    documentFault: null,
    bundleSha256: null,
    originalsSha256: null,
    bundlePinnedAt: null,
    bundleEntries: null,
    bundleMissing: null,
  });
  await tx.insert(ActEntity, act as never);
  await putFigures(tx, act.actId, draft.figures);
  await addSigners(tx, act.actId, await signersOfDraft(tx, pack, draft));
  await noteAct(tx, act, 'draft', { at: occurredAt });
  if (!policy.isAutomatic) {
    act.submittedAt = occurredAt;
    await moveAct(tx, act, 'submit', { at: occurredAt });
  }
  return act;
};
