import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { PostState, UnitState } from '#libs/contracts/directory.events.js';
import { ACT_OUTCOMES, ACT_STAGES } from '#libs/domain/escalation/act-lifecycle.js';
import { allReferences } from '#libs/messaging/reference.js';
import { select } from '#libs/persistence/select.js';
import type { Pack } from '#libs/policy/pack.js';
import { namesFor } from '../rule/names.js';
import type { ActView } from './act.api.js';
import type { ActEntity } from './act.entity.js';
import type { Signer } from '../signature/signer.store.js';

type Named = { id: string; name: string };

/** Names of units and posts for a page of acts, read once. */
export interface Register {
  readonly unit: (id: string) => Named;
  readonly post: (id: string) => Named;
}

export const registerFor = async (tx: EntityManager, pack: Pack): Promise<Register> => {
  const units = new Map((await allReferences(tx, UnitState)).map((unit) => [unit.id, unit]));
  const posts = new Map((await allReferences(tx, PostState)).map((post) => [post.id, post]));
  const areaWide = new Set(
    pack.postKinds.filter(({ reach, isLeader }) => reach === 'area' && isLeader).map(({ id }) => id),
  );
  return {
    unit: (id) => ({ id, name: units.get(id)?.shortName ?? id }),
    post: (id) => {
      const post = posts.get(id);
      if (!post) return { id, name: id };
      const unit = units.get(post.unitId)?.shortName ?? '';
      return { id, name: areaWide.has(post.kind) || post.title.startsWith(unit) ? post.title : `${unit}${post.title}` };
    },
  };
};

/** Name of a state of the lifecycle. */
export const stateName = (state: string): { zh: string; en: string } => {
  const found = (ACT_STAGES as Record<string, { zh: string; en: string }>)[state] ??
    (ACT_OUTCOMES as Record<string, { zh: string; en: string }>)[state] ?? { zh: state, en: state };
  return { zh: found.zh, en: found.en };
};

type Who = ActView['waitingFor']['who'];
const WHO: Readonly<Partial<Record<ActEntity['state'], Who>>> = {
  draft: 'office',
  review: 'office',
  returned: 'office',
  countersign: 'countersigner',
  signature: 'signer',
  numbering: 'office',
  sealing: 'office',
  issue: 'office',
  receipt: 'addressee',
  attendance: 'office',
  reply: 'addressee',
  'follow-up': 'office',
  lifting: 'office',
};

/** Who has to act next. */
export const waitingForOf = (
  act: ActEntity,
  signers: readonly Signer[],
  register: Register,
): z.input<typeof ActView>['waitingFor'] => {
  const who = WHO[act.state] ?? 'nobody';
  const posts: Named[] =
    who === 'signer'
      ? signers
          .filter(({ signedAt }) => signedAt === null)
          .map(({ postId, postKind }) => register.post(postId ?? postKind))
      : who === 'addressee'
        ? act.addresseePostIds.map(register.post)
        : [];
  const unitId =
    who === 'office'
      ? act.officeUnitId
      : who === 'countersigner'
        ? act.countersignUnitId
        : who === 'addressee'
          ? act.addresseeUnitId
          : null;
  return {
    stage: act.state,
    name: stateName(act.state),
    who,
    posts,
    unit: unitId === null ? null : register.unit(unitId),
    since: act.stateSince.toISOString(),
    dueOn: act.state === 'reply' ? act.replyDueOn : null,
  };
};

/** An act in a list. */
export const viewOf = (
  act: ActEntity,
  signers: readonly Signer[],
  register: Register,
  subjectName: (subject: { kind: ActEntity['subjectKind']; id: string }) => string,
): z.input<typeof ActView> => ({
  id: act.actId,
  version: act.version,
  kind: act.kind,
  kindName: act.policy.name,
  colour: act.colour,
  cause: act.cause,
  state: act.state,
  stateName: stateName(act.state),
  title: act.title,
  number: act.number,
  warningId: act.warningId,
  ladderId: act.ladderId,
  stepNo: act.stepNo,
  subject:
    act.subjectKind === null || act.subjectId === null
      ? null
      : {
          kind: act.subjectKind,
          id: act.subjectId,
          name: subjectName({ kind: act.subjectKind, id: act.subjectId }),
        },
  addressee: act.addresseeUnitId === null ? null : register.unit(act.addresseeUnitId),
  addresseePosts: act.addresseePostIds.map(register.post),
  occurredAt: act.occurredAt.toISOString(),
  signedAt: act.signedAt?.toISOString() ?? null,
  issuedAt: act.issuedAt?.toISOString() ?? null,
  issuedOn: act.issuedOn,
  receivedOn: act.receivedOn,
  replyDueOn: act.replyDueOn,
  isReplyDueProvisional: act.isReplyDueProvisional,
  repliedOn: act.repliedOn,
  overdueSince: act.overdueSince,
  meetingAt: act.meetingAt?.toISOString() ?? null,
  heldOn: act.heldOn,
  liftedOn: act.liftedOn,
  waitingFor: waitingForOf(act, signers, register),
  isPublic: act.policy.isPublic,
  documentReady: act.documentOf === act.paperVersion && act.documentSha256 !== null,
});

/** Signers of several acts, by act. */
const signersByAct = async (tx: EntityManager, actIds: readonly string[]): Promise<Map<string, Signer[]>> => {
  const rows = await select<Signer & { actId: string }>(
    tx,
    `select s.act_id, s.post_kind, s.post_id, s.signed_at, s.signed_by_post_id, s.signed_by_person_id, s.signed_sha256,
            s.opinion
       from act_signer s where s.act_id = any($1::uuid[]) order by s.act_id, s.position`,
    [actIds],
  );
  const byAct = new Map<string, Signer[]>();
  for (const { actId, ...signer } of rows) byAct.set(actId, [...(byAct.get(actId) ?? []), signer]);
  return byAct;
};

/** Acts as lists show them. */
export const actViews = async (
  tx: EntityManager,
  pack: Pack,
  acts: readonly ActEntity[],
): Promise<z.input<typeof ActView>[]> => {
  const register = await registerFor(tx, pack);
  const signers = await signersByAct(
    tx,
    acts.map(({ actId }) => actId),
  );
  const names = await namesFor(tx, {
    subjects: acts.flatMap(({ subjectKind, subjectId }) =>
      subjectKind === null || subjectId === null ? [] : [{ kind: subjectKind, id: subjectId }],
    ),
  });
  return acts.map((act) =>
    viewOf(act, signers.get(act.actId) ?? [], register, ({ kind, id }) =>
      kind === null ? id : names.subject({ kind, id }),
    ),
  );
};
