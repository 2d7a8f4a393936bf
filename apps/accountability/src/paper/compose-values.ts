import type { EntityManager } from 'typeorm';
import { PostState } from '#libs/contracts/directory.events.js';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import type { TemplateValues } from '#libs/documents/template.js';
import { findReference } from '#libs/messaging/reference.js';
import { inForce, itemInForce } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import { inOrder } from '#libs/persistence/in-order.js';
import type { InstructionEntity } from '../instruction/instruction.entity.js';
import type { WarningRow } from '../warning/warning.store.js';
import type { ActLimit } from '../act/act.entity.js';
import type { EarlierAct } from '../act/act.store.js';
import { LISTING, standingValues } from './standing-values.js';
import { authorityOf } from './authority.js';
import { postName, postNames, postsOfKinds, unitName } from './post-names.js';
import type { Matter } from '../matter/matter.js';

/** What is known when an act about a warning is drafted. */
export interface DraftCircumstances {
  /** Kind of the act. */
  readonly kind: string;
  readonly warning: WarningRow;
  readonly matter: Matter;
  readonly addresseeUnitId: string | null;
  readonly addresseePostIds: readonly string[];
  readonly copyToUnitIds: readonly string[];
  readonly signerPostIds: readonly string[];
  readonly limits: readonly ActLimit[];
  readonly earlier: readonly EarlierAct[];
  readonly instruction: InstructionEntity | null;
  readonly on: CivilDate;
}

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日'] as const;

/** A limit as a letter states it: it runs from the receipt, which is not known when the letter is written. */
export const limitText = ({ from, wait }: ActLimit): string =>
  `${from === 'issue' ? '印发' : from === 'receipt' ? '签收' : '约谈'}之日起${wait.amount}${wait.unit === 'WORKING_DAY' ? '个工作日' : '日'}内`;

/** A post is one of the Party where its kind or its title says so. */
const isPartyPost = (post: { readonly kind: string; readonly title: string }): boolean =>
  post.kind.startsWith('party') || post.kind === 'secretary' || /党委|党组|党工委|书记/.test(post.title);

/** Persons summoned, Party and government heads apart. */
export const summonedPersons = async (
  tx: EntityManager,
  pack: Pack,
  postIds: readonly string[],
  on: CivilDate,
): Promise<TemplateValues> => {
  const heads = {
    partyHeads: [] as TemplateValues[],
    governmentHeads: [] as TemplateValues[],
    otherPersons: [] as TemplateValues[],
  };
  for (const id of postIds) {
    const post = await findReference(tx, PostState, id);
    const name = await postName(tx, pack, id, on);
    const kind = inForce(pack.postKinds, on).find((one) => one.id === post?.kind);
    const isPrincipal = post !== null && (post.kind === 'principal' || post.kind === 'party-principal');
    if (!isPrincipal) heads.otherPersons.push({ role: kind?.name.zh ?? '被约谈人', post: name });
    else if (isPartyPost(post)) heads.partyHeads.push({ post: name });
    else heads.governmentHeads.push({ post: name });
  }
  return heads;
};

/** Who in the unit takes the matter in hand: whoever is named for it, its deputy, or its principal. */
const responsiblePost = async (tx: EntityManager, { matter }: DraftCircumstances): Promise<string | null> => {
  const { responsiblePostId, leadUnitId } = matter.units;
  if (responsiblePostId !== null) return responsiblePostId;
  if (leadUnitId === null) return null;
  return (await postsOfKinds(tx, ['deputy', 'principal', 'liaison'], leadUnitId))[0]?.id ?? null;
};

/**
 * What a paper demands: what is overdue, and under a listing the whole of it, since the listing ends with that. A listing
 * gives time to end it, not new days for the work: each demand keeps its own where it has one.
 */
const demandsOf = ({ kind, matter, on }: DraftCircumstances): TemplateValues[] => {
  if (kind !== LISTING) return matter.demands.map((text) => ({ text }));
  return [...new Set([...matter.demands, ...(matter.whole === undefined ? [] : [matter.whole])])].map((text) => {
    const deadline = matter.dueDays?.[text];
    return deadline === undefined ? { text } : { text, deadline, isOverdue: deadline < on };
  });
};

/** Everything the templates of the pack may ask for about a warning; a template takes what it declares. */
export const composeValues = async (
  tx: EntityManager,
  pack: Pack,
  known: DraftCircumstances,
): Promise<TemplateValues> => {
  const { warning, matter, on } = known;
  const rule = pack.rules.find(({ id, version }) => id === warning.ruleId && version === warning.ruleVersion);
  const closure = inForce(pack.closure, on)[0];
  const dispatch = inForce(pack.dispatches, on)[0];
  const responsible = await responsiblePost(tx, known);
  const responsibleName = responsible === null ? null : await postName(tx, pack, responsible, on);
  const copies = await inOrder(known.copyToUnitIds, (id) => unitName(tx, id));
  const reply = known.limits.find(({ owedBy, from }) => owedBy === 'unit' && from !== 'meeting');
  const { units } = matter;
  return {
    unitName: await unitName(tx, known.addresseeUnitId),
    principalPost: (await postNames(tx, pack, known.addresseePostIds, on)).join('、'),
    matterTitle: matter.title,
    matterShort: matter.short,
    matterText: matter.title,
    matterNo: matter.no,
    sourceName: matter.sourceName,
    ...standingValues(matter, known.earlier),
    approver: (await postNames(tx, pack, known.signerPostIds, on)).join('、'),
    ...(await authorityOf(tx, pack, known.instruction, known.signerPostIds)),
    exitWeeks: rule?.endsAfter ?? null,
    isLag: warning.ruleClass === 'item-lag',
    isRanking: warning.ruleClass === 'ranking-last',
    isSection: warning.ruleClass === 'section-failing',
    responsibleLeader: responsibleName,
    ownerPost: responsibleName,
    leaderPost:
      units.leaderPostId === null
        ? (await postNames(tx, pack, known.signerPostIds, on)).join('、')
        : await postName(tx, pack, units.leaderPostId, on),
    copies: copies.map((name) => ({ name })),
    replyDue: reply ? limitText(reply) : null,
    acts: demandsOf(known).map((row) => ({ ...row, owner: responsibleName })),
    feedbackDay: WEEKDAYS[(dispatch?.cutoff.weekday ?? 4) - 1]!,
    closeStandard: '办理要求全部完成、佐证材料齐全，通过现场核查',
    objectionDays: itemInForce(pack.acts, known.kind, on).objectionWithin?.amount ?? null,
    reportCycle: '周',
    liftConditions: [
      { text: '挂牌事项全部完成' },
      { text: `经${closure?.inspectorsAtLeast ?? 2}人以上现场核查通过` },
      { text: '公示期满无异议' },
    ],
    noticeDays: closure?.publicNotice.days ?? null,
    dayUnit: closure?.publicNotice.unit === 'CALENDAR_DAY' ? 'calendar' : 'working',
    ...(await summonedPersons(tx, pack, known.addresseePostIds, on)),
  };
};
