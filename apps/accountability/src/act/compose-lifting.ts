import type { EntityManager } from 'typeorm';
import { PersonState, PostState } from '#libs/contracts/directory.events.js';
import { type CivilDate, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import type { TemplateValues } from '#libs/documents/template.js';
import { allReferences, findReference } from '#libs/messaging/reference.js';
import type { Pack } from '#libs/policy/pack.js';
import { inOrder } from '#libs/persistence/in-order.js';
import type { WarningRow } from '../warning/warning.store.js';
import type { ActEntity } from './act.entity.js';
import { type ClosureFact, closureFacts } from './closure-fact.store.js';
import type { Matter } from './matter.js';
import { postName, postNames, unitName } from './post-names.js';
import { repliesOf } from './reply.store.js';

export interface LiftingCircumstances {
  readonly warning: WarningRow;
  readonly matter: Matter;
  /** The act that is lifted. */
  readonly lifted: ActEntity;
  readonly addresseeUnitId: string | null;
  readonly addresseePostIds: readonly string[];
  readonly copyToUnitIds: readonly string[];
  readonly copyToPostIds: readonly string[];
  readonly signerPostIds: readonly string[];
  readonly at: Date;
}

const text = (fact: ClosureFact | undefined, name: string): string | null => {
  const value = fact?.content[name];
  return typeof value === 'string' && value !== '' ? value : null;
};

/** Posts of the persons who checked on the day; where only the units are known, their parts in the check. */
const checkersOf = async (
  tx: EntityManager,
  pack: Pack,
  accept: ClosureFact | undefined,
  matter: Matter,
): Promise<TemplateValues[]> => {
  const day = accept?.onDate ?? null;
  const persons = accept?.content['inspectorPersonIds'];
  if (Array.isArray(persons) && day !== null) {
    const posts = await allReferences(tx, PostState);
    const named = await inOrder(persons, async (personId: string) => {
      const post = posts.find(({ holders }) => holders.some((one) => one.personId === personId));
      if (post) return postName(tx, pack, post.id, day);
      return (await findReference(tx, PersonState, personId))?.name ?? personId;
    });
    if (named.length >= 2) return named.map((post) => ({ post }));
  }
  const [supervising, acceptance] = [
    text(accept, 'supervisingUnitId') ?? matter.units.supervisingUnitId,
    text(accept, 'acceptanceUnitId') ?? matter.units.acceptanceUnitId,
  ];
  const parts = [
    supervising === null ? null : `${await unitName(tx, supervising, true)}核查人员`,
    acceptance === null ? null : `${await unitName(tx, acceptance, true)}验收人员`,
  ];
  return parts.flatMap((post) => (post === null ? [] : [{ post }]));
};

/** Everything the templates of lifting papers may ask for; what the records do not say stays a blank for the office. */
export const composeLifting = async (
  tx: EntityManager,
  pack: Pack,
  known: LiftingCircumstances,
): Promise<TemplateValues> => {
  const { warning, matter, lifted, at } = known;
  const on = shanghaiDate(at);
  const facts = await closureFacts(tx, warning.subject.id);
  const replies = await repliesOf(tx, lifted.actId);
  const replyOn = (kind: string): CivilDate | null => replies.find((one) => one.kind === kind)?.onDate ?? null;
  const verified = replies.find(({ kind }) => kind === 'verification');
  const accept = facts.accept;
  const upper = facts['confirm-by-upper'];
  const objections = facts['end-notice']?.content['objections'];
  const copies = [
    ...(await inOrder(known.copyToUnitIds, (id) => unitName(tx, id))),
    ...(await postNames(tx, pack, known.copyToPostIds, on)),
  ];
  const completedOn = text(facts['report-completion'], 'appliedOn') ?? facts['report-completion']?.onDate ?? null;
  const checkDate = text(accept, 'checkedOn') ?? accept?.onDate ?? verified?.onDate ?? null;
  return {
    unitName: await unitName(tx, known.addresseeUnitId),
    matterTitle: lifted.parameters['matterTitle'] ?? matter.title,
    matterShort: lifted.parameters['matterShort'] ?? matter.short,
    listingNumber: lifted.number,
    listingDate: lifted.issuedOn,
    noticeNumber: lifted.number,
    noticeDate: lifted.issuedOn,
    talkDate: lifted.heldOn,
    planDate: replyOn('plan') ?? lifted.repliedOn,
    applicationDate: completedOn,
    reportDate: completedOn ?? lifted.repliedOn,
    checkDate,
    checkers: await checkersOf(tx, pack, accept, matter),
    checkResult: accept ? (text(accept, 'opinion') ?? '整改到位，通过验收') : (verified?.text ?? null),
    noticeStart: text(facts['publish-notice'], 'noticeStart') ?? facts['publish-notice']?.onDate ?? null,
    noticeEnd: text(facts['publish-notice'], 'noticeEnd') ?? facts['end-notice']?.onDate ?? null,
    noticeResult: facts['end-notice']
      ? typeof objections === 'number' && objections > 0
        ? `收到异议${objections}件，均已处理`
        : '未收到异议'
      : null,
    upperReply: upper
      ? `${text(upper, 'upperReplyNo') === null ? '' : `${text(upper, 'upperReplyNo')}，`}同意销号`
      : null,
    approver: (await postNames(tx, pack, known.signerPostIds, on)).join('、'),
    consolidation: '请落实长效机制，加强日常巡查，防止问题反弹',
    copies: copies.map((name) => ({ name })),
  };
};
