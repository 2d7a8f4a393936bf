import type { TemplateValues } from '#libs/documents/template.js';
import { deadlineOf } from '#libs/domain/calendar/deadline.js';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { inOrder } from '#libs/persistence/in-order.js';
import { findWarning } from '../warning/warning.store.js';
import type { ActContext } from '../act/act-context.js';
import { type ActEntity, arrangementOf, attendeesOf } from '../act/act.entity.js';
import { OFFICE } from '../matter/addressees.js';
import { matterOf } from '../matter/matter-of.js';
import { postName, postNames, unitName, unitOfType } from './post-names.js';
import type { ActReply } from '../receipt/reply.store.js';

/** What was demanded at the meeting; who answers for it, and until when, as far as it was said. */
export interface Demand {
  readonly text: string;
  readonly deadline?: CivilDate | undefined;
  readonly ownerPostId?: string | undefined;
}

const idList = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** Who checks what was promised: the unit that supervises the matter, or the office itself. */
const verifyingUnit = async ({ tx, pack, at }: ActContext, act: ActEntity): Promise<string | null> => {
  const warning = act.warningId === null ? null : await findWarning(tx, act.warningId);
  const supervising = warning && (await matterOf(tx, pack, warning, at)).units.supervisingUnitId;
  return unitName(tx, act.countersignUnitId ?? supervising ?? (await unitOfType(tx, OFFICE))?.id ?? null);
};

/** Whom the record of the meeting names, without the chair, who is named before: who took part first, then those summoned. */
const presentOf = (act: ActEntity, meeting: ActReply): string[] => {
  const chair = meeting.content['chairPostId'];
  const came = [...new Set(idList(meeting.content['attendedPostIds']))].filter((id) => id !== chair);
  const isSummoned = (id: string): boolean => act.addresseePostIds.includes(id);
  return [...came.filter((id) => !isSummoned(id)), ...came.filter(isSummoned)];
};

/** Invited by the notice, but not in the record. */
const absentFrom = (act: ActEntity, meeting: ActReply): string[] => {
  const came = idList(meeting.content['attendedPostIds']);
  return attendeesOf(act).filter((id) => !came.includes(id));
};

/** What the paper of the minutes says, out of the notice, the record of the meeting and the demands made there. */
export const minutesValues = async (
  context: ActContext,
  act: ActEntity,
  meeting: ActReply,
  given: { readonly demands: readonly Demand[]; readonly copiedToUnitIds: readonly string[] },
): Promise<TemplateValues> => {
  const { tx, pack, calendar } = context;
  const heldOn = act.heldOn!;
  const plan = act.limits.find(({ from, owedBy }) => from === 'meeting' && owedBy === 'unit');
  const planDue = plan ? deadlineOf(calendar, heldOn, plan.wait).date : null;
  const last = given.demands
    .flatMap(({ deadline }) => deadline ?? [])
    .sort()
    .at(-1);
  const summoned = await postNames(tx, pack, act.addresseePostIds, heldOn);
  const chair = meeting.content['chairPostId'];
  const problems = act.parameters['problems'];
  const unit = act.parameters['unitName'] ?? (await unitName(tx, act.addresseeUnitId));
  const verifyUnit = await verifyingUnit(context, act);
  const copies = [...(await inOrder(given.copiedToUnitIds, (id) => unitName(tx, id))), unit, verifyUnit];
  return {
    unitName: unit,
    matterShort: act.parameters['matterShort'] ?? act.title,
    noticeNumber: act.number,
    meetingTime: String(meeting.content['heldAt'] ?? ''),
    meetingPlace: arrangementOf(act).place ?? null,
    chairPost: typeof chair === 'string' ? await postName(tx, pack, chair, heldOn) : null,
    recorder: meeting.postId === null ? null : await postName(tx, pack, meeting.postId, heldOn),
    summoned: summoned.map((post) => ({ post })),
    reasonText: act.parameters['reasonText'] ?? act.title,
    problems: Array.isArray(problems)
      ? (problems as readonly TemplateValues[]).map(({ text, shortfall }) => ({
          text: `${String(text)}，${String(shortfall)}`,
        }))
      : [{ text: act.title }],
    explanation: meeting.text,
    demands: await inOrder(given.demands, async ({ text, deadline, ownerPostId }) => ({
      text,
      ...(deadline === undefined ? {} : { deadline }),
      ...(ownerPostId === undefined ? {} : { owner: await postName(tx, pack, ownerPostId, heldOn) }),
    })),
    commitment: idList(meeting.content['commitments']).join('；'),
    planDue,
    // The result follows the plan; where no day after it was named, the plan will name one.
    reportDue: last !== undefined && (planDue === null || last > planDue) ? last : null,
    verifyUnit,
    present: (await postNames(tx, pack, presentOf(act, meeting), heldOn)).map((name) => ({ name })),
    absent: (await postNames(tx, pack, absentFrom(act, meeting), heldOn)).map((name) => ({ name })),
    copies: [...new Set(copies)].flatMap((name) => (typeof name === 'string' ? [{ name }] : [])),
  };
};
