import type { TemplateValues } from '#libs/documents/template.js';
import { deadlineOf } from '#libs/domain/calendar/deadline.js';
import { type CivilDate, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import { inOrder } from '#libs/persistence/in-order.js';
import { type ActContext, requireOffice } from './act-context.js';
import { type ActEntity, arrangementOf } from './act.entity.js';
import { draftAct } from './draft-act.js';
import { noteAct } from './move-act.js';
import { postName, postNames, unitName } from './post-names.js';
import { addReply, type ActReply, repliesOf } from './reply.store.js';
import { meetLimit } from './reply-act.js';

/** Kind of the paper that tells of a talk. */
const MINUTES = 'talk-minutes';

export interface MinutesGiven {
  readonly text: string;
  readonly copiedToUnitIds: readonly string[];
}

const textList = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** What the paper of the minutes says, out of the notice and the record of the meeting. */
const minutesValues = async (
  context: ActContext,
  act: ActEntity,
  meeting: ActReply,
  copiedToUnitIds: readonly string[],
): Promise<TemplateValues> => {
  const { tx, pack, calendar, at } = context;
  const on = shanghaiDate(at);
  const heldOn = act.heldOn!;
  const plan = act.limits.find(({ from, owedBy }) => from === 'meeting' && owedBy === 'unit');
  const planDue = plan ? deadlineOf(calendar, heldOn, plan.wait).date : heldOn;
  const summoned = await postNames(tx, pack, act.addresseePostIds, heldOn);
  const chair = String(meeting.content['chairPostId'] ?? '');
  const commitments = textList(meeting.content['commitments']);
  const problems = act.parameters['problems'];
  const owner = summoned.join('、');
  const attendees = await postNames(tx, pack, arrangementOf(act).attendeePostIds ?? [], heldOn);
  const copies = (await inOrder(copiedToUnitIds, (id) => unitName(tx, id))).flatMap((name) => name ?? []);
  const deadline = (text: string): CivilDate => /^\d{4}-\d{2}-\d{2}$/.exec(text)?.[0] ?? planDue;
  return {
    unitName: act.parameters['unitName'] ?? (await unitName(tx, act.addresseeUnitId)),
    matterShort: act.parameters['matterShort'] ?? act.title,
    noticeNumber: act.number,
    meetingTime: String(meeting.content['heldAt'] ?? ''),
    meetingPlace: arrangementOf(act).place ?? null,
    chairPost: chair === '' ? null : await postName(tx, pack, chair, heldOn),
    recorder: meeting.postId === null ? '记录人员' : await postName(tx, pack, meeting.postId, on),
    summoned: summoned.map((post) => ({ post })),
    reasonText: act.parameters['reasonText'] ?? act.title,
    problems: Array.isArray(problems)
      ? (problems as readonly TemplateValues[]).map(({ text, shortfall }) => ({
          text: `${String(text)}（${String(shortfall)}）`,
        }))
      : [{ text: act.title }],
    explanation: meeting.text,
    demands: commitments.map((text) => ({ text, deadline: deadline(''), owner })),
    commitment: commitments.join('；'),
    planDue,
    reportDue: planDue,
    verifyUnit: act.countersignUnitId === null ? '督导单位' : await unitName(tx, act.countersignUnitId),
    present: [...summoned, ...attendees].map((name) => ({ name })),
    excused: [],
    observing: [],
    copies: [...new Set([...copies, String(act.parameters['unitName'] ?? '')])]
      .filter(Boolean)
      .map((name) => ({ name })),
  };
};

/**
 * Files the minutes of a talk, which meets the limit for them, and drafts their paper for the signature. Refuses with
 * ACT_NOT_HELD, ACT_ALREADY_MINUTED.
 */
export const fileMinutes = async (context: ActContext, act: ActEntity, given: MinutesGiven): Promise<void> => {
  const { tx, pack, identity, at } = context;
  requireOffice(context, act, 'act.draft');
  const replies = await repliesOf(tx, act.actId);
  const meeting = replies.find(({ kind }) => kind === 'meeting');
  if (act.heldOn === null || !meeting) throw new Refusal('ACT_NOT_HELD', 'the talk has not been held');
  if (replies.some(({ kind }) => kind === 'minutes'))
    throw new Refusal('ACT_ALREADY_MINUTED', 'the minutes of this talk are filed');
  const on = shanghaiDate(at);
  await addReply(tx, act.actId, {
    kind: 'minutes',
    onDate: on,
    at,
    text: given.text,
    content: { copiedToUnitIds: given.copiedToUnitIds },
    files: [],
    personId: identity.personId,
    postId: identity.postId,
  });
  await noteAct(tx, act, 'file-minutes', { at, given: { copiedToUnitIds: given.copiedToUnitIds } });
  await draftAct(tx, pack, {
    key: `minutes|${act.actId}`,
    kind: MINUTES,
    cause: act.cause,
    warningId: act.warningId,
    ladderId: act.ladderId,
    stepNo: act.stepNo,
    minutesOfActId: act.actId,
    subject: act.subjectKind === null || act.subjectId === null ? null : { kind: act.subjectKind, id: act.subjectId },
    addresseeUnitId: act.addresseeUnitId,
    addresseePostIds: act.addresseePostIds,
    copyToUnitIds: given.copiedToUnitIds,
    drafterPersonId: identity.personId,
    parameters: await minutesValues(context, act, meeting, given.copiedToUnitIds),
    figures: [],
    basis: {
      references: [{ service: 'accountability', kind: 'act', id: act.actId, version: act.version }],
      query: null,
    },
    occurredAt: at,
  });
  const limit = act.limits.find(({ from, owedBy }) => from === 'meeting' && owedBy === 'office');
  if (limit) await meetLimit(context, act, limit, on);
};
