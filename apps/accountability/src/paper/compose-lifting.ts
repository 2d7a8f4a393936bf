import type { EntityManager } from 'typeorm';
import { PersonState, PostState } from '#libs/contracts/directory.events.js';
import { type CivilDate, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { writtenDate } from '#libs/documents/chinese-writing.js';
import type { TemplateValues } from '#libs/documents/template.js';
import { allReferences, findReference } from '#libs/messaging/reference.js';
import type { Pack } from '#libs/policy/pack.js';
import { inOrder } from '#libs/persistence/in-order.js';
import type { WarningRow } from '../warning/warning.store.js';
import type { ActEntity } from '../act/act.entity.js';
import { type ClosureTold, closureTold } from '../act/closure-fact.store.js';
import type { Demand } from './compose-minutes.js';
import type { Matter } from '../matter/matter.js';
import { holdsOn, postName, postNames, unitName } from './post-names.js';
import { type ActReply, repliesOf } from '../receipt/reply.store.js';

export interface LiftingCircumstances {
  readonly warning: WarningRow;
  readonly matter: Matter;
  /** The act that is lifted. */
  readonly lifted: ActEntity;
  readonly addresseeUnitId: string | null;
  readonly addresseePostIds: readonly string[];
  readonly copyToUnitIds: readonly string[];
  readonly signerPostIds: readonly string[];
  readonly at: Date;
}

/** Posts of the persons who checked, as they held them that day; somebody without a post stands there by name. */
const checkersOf = async (
  tx: EntityManager,
  pack: Pack,
  told: ClosureTold,
  verified: ActReply | undefined,
): Promise<TemplateValues[]> => {
  const byHand = verified?.content['inspectorPostIds'];
  if (told.inspectorPersonIds === undefined || told.inspectorPersonIds.length === 0)
    return verified && Array.isArray(byHand)
      ? (await postNames(tx, pack, byHand.map(String), verified.onDate)).map((post) => ({ post }))
      : [];
  const day = told.checkedOn;
  if (day === null || day === undefined) return [];
  const posts = await allReferences(tx, PostState);
  return inOrder(told.inspectorPersonIds, async (personId) => {
    const held = posts.find(({ holders }) => holders.some((one) => one.personId === personId && holdsOn(one, day)));
    if (held) return { post: await postName(tx, pack, held.id, day) };
    return { post: (await findReference(tx, PersonState, personId))?.name ?? personId };
  });
};

const noticeResult = ({ objections }: ClosureTold): string | null =>
  objections === null || objections === undefined
    ? null
    : objections > 0
      ? `收到异议${objections}件，均已处理`
      : '未收到异议';

const upperReply = ({ upperReplyNo, upperRepliedOn }: ClosureTold): string | null =>
  upperRepliedOn === null || upperRepliedOn === undefined
    ? null
    : `${upperReplyNo ?? '上级复函'}（${writtenDate(upperRepliedOn)}），同意销号`;

/**
 * What was demanded at a talk, and how each stands when it is lifted: one whose day is still to come goes on, one whose day
 * has passed is what the acceptance was about. Without an acceptance on record the office says it.
 */
const demandsWithState = (replies: readonly ActReply[], told: ClosureTold, on: CivilDate): TemplateValues[] => {
  const demands = replies.find(({ kind }) => kind === 'minutes')?.content['demands'];
  const isAccepted = Boolean(told.opinion);
  return (Array.isArray(demands) ? (demands as readonly Demand[]) : []).map(({ text, deadline }) => {
    if (deadline !== undefined && deadline > on) return { text, state: `继续办理至${writtenDate(deadline)}` };
    const limit = deadline === undefined ? '' : `时限为${writtenDate(deadline)}，`;
    return { text, state: isAccepted ? `${limit}所涉整改已通过验收` : null };
  });
};

/** Everything the templates of lifting papers may ask for; what the records do not say stays a blank for the office. */
export const composeLifting = async (
  tx: EntityManager,
  pack: Pack,
  known: LiftingCircumstances,
): Promise<TemplateValues> => {
  const { warning, matter, lifted, at } = known;
  const on = shanghaiDate(at);
  const told = await closureTold(tx, warning.subject.id);
  const replies = await repliesOf(tx, lifted.actId);
  const replyOn = (kind: ActReply['kind']): CivilDate | null =>
    replies.find((one) => one.kind === kind)?.onDate ?? null;
  const verified = replies.find(({ kind }) => kind === 'verification');
  const copies = await inOrder(known.copyToUnitIds, (id) => unitName(tx, id));
  return {
    unitName: await unitName(tx, known.addresseeUnitId),
    matterTitle: lifted.parameters['matterTitle'] ?? matter.title,
    matterShort: lifted.parameters['matterShort'] ?? matter.short,
    listingNumber: lifted.number,
    listingDate: lifted.issuedOn,
    noticeNumber: lifted.number,
    noticeDate: lifted.issuedOn,
    talkDate: lifted.heldOn,
    planDate: replyOn('plan'),
    reportDate: told.appliedOn ?? replyOn('reply'),
    demands: demandsWithState(replies, told, on),
    checkDate: told.checkedOn ?? verified?.onDate,
    checkers: await checkersOf(tx, pack, told, verified),
    checkResult: told.opinion ?? verified?.text,
    acceptanceUnit: told.opinion ? await unitName(tx, told.acceptanceUnitId ?? null) : null,
    noticeStart: told.noticeStart,
    noticeEnd: told.noticeEnd,
    noticeResult: noticeResult(told),
    upperReply: upperReply(told),
    approver: (await postNames(tx, pack, known.signerPostIds, on)).join('、'),
    lookBackDue: told.lookBackDueOn,
    consolidation: '落实长效机制，加强日常巡查，防止问题反弹',
    copies: copies.map((name) => ({ name })),
  };
};
