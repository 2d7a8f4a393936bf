import { Refusal } from '#libs/domain/refusal.js';
import { deadlineOf, earliestDayLeaving } from '#libs/domain/calendar/deadline.js';
import { type CivilDate, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { isActIssued } from '#libs/domain/escalation/act-lifecycle.js';
import { tellLadder } from '../ladder/advance-ladder.js';
import { findLadder } from '../ladder/ladder.store.js';
import { type ActContext, isStepPaper, requireOffice, requireSignedContent } from './act-context.js';
import { type ActEntity, type Arrangement, arrangementOf } from './act.entity.js';
import { figuresOf, lockAct } from './act.store.js';
import { minutesIssued } from '../talk/file-minutes.js';
import { lateValues } from '../paper/late-values.js';
import { liftAct } from './lift-act.js';
import { moveAct } from './move-act.js';
import { giveNumber } from './number-act.js';
import { filledPaper } from '../paper/paper-content.js';
import { setActTimer } from './set-act-timer.js';

/** How a talk is held, as told at issue. */
export interface TalkArrangement extends Arrangement {
  readonly summonedPostIds?: readonly string[] | undefined;
}

/** Whole working days a notice of talk leaves where no ladder says otherwise. */
const WHOLE_DAYS_AHEAD = 3;

/** Gives a signed act its number. */
export const numberAct = async (context: ActContext, act: ActEntity): Promise<void> => {
  requireOffice(context, act, 'act.issue');
  await requireSignedContent(context, act);
  await giveNumber(context.tx, context.pack, act, context.at);
  await moveAct(context.tx, act, 'number', { at: context.at, given: { documentNo: act.number } });
};

/** Records the seal (用印): what is sealed is what was signed. */
export const sealAct = async (context: ActContext, act: ActEntity): Promise<void> => {
  requireOffice(context, act, 'act.issue');
  const contentSha256 = await requireSignedContent(context, act);
  await moveAct(context.tx, act, 'seal', { at: context.at, given: { contentSha256 } });
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Fills in what the signature left open; what was signed with it cannot be given otherwise now. */
const arrange = (act: ActEntity, given: TalkArrangement): void => {
  const { summonedPostIds, ...arrangement } = given;
  const signed = act.arrangement ?? {};
  const changed = Object.entries(arrangement).filter(
    ([name, value]) =>
      value !== undefined &&
      signed[name as keyof Arrangement] !== undefined &&
      !same(signed[name as keyof Arrangement], value),
  );
  const isOther = summonedPostIds !== undefined && !same([...summonedPostIds].sort(), [...act.addresseePostIds].sort());
  if (changed.length > 0 || isOther)
    throw new Refusal('ACT_CHANGED_AFTER_SIGNATURE', 'this was signed otherwise', {
      fields: [...changed.map(([name]) => name), ...(isOther ? ['summonedPostIds'] : [])],
    });
  act.lateArrangement = Object.fromEntries(
    Object.entries(arrangement).filter(
      ([name, value]) => value !== undefined && signed[name as keyof Arrangement] === undefined,
    ),
  );
};

/** A notice leaves so many whole working days before the meeting. Refuses with ACT_MEETING_UNSET, ACT_MEETING_TOO_SOON. */
const checkMeeting = async (context: ActContext, act: ActEntity, issuedOn: CivilDate): Promise<void> => {
  const { meetingAt } = arrangementOf(act);
  if (meetingAt === undefined) throw new Refusal('ACT_MEETING_UNSET', 'the time of the meeting is not set');
  act.meetingAt = new Date(meetingAt);
  const ladder = act.ladderId === null ? null : await findLadder(context.tx, act.ladderId);
  const days =
    ladder?.policy.rungs.find(({ document }) => document === act.kind)?.meeting?.wholeWorkingDaysAhead ??
    WHOLE_DAYS_AHEAD;
  const notBefore = earliestDayLeaving(context.calendar, issuedOn, days).date;
  if (shanghaiDate(act.meetingAt) < notBefore)
    throw new Refusal('ACT_MEETING_TOO_SOON', `the notice leaves ${days} whole working days: not before ${notBefore}`, {
      notBefore,
    });
};

/** What the issue of a paper does to the act it is about. */
const touchOthers = async (context: ActContext, act: ActEntity, on: CivilDate): Promise<void> => {
  const { tx, pack, calendar, at } = context;
  const parts = { pack, calendar };
  if (isStepPaper(act) && act.correctsActId === null)
    await tellLadder(tx, parts, act.ladderId, {
      kind: 'issued',
      on,
      step: act.stepNo,
      occurredAt: at,
      ...(act.meetingAt ? { meetingOn: shanghaiDate(act.meetingAt) } : {}),
    });
  if (act.minutesOfActId !== null) await minutesIssued(context, act.minutesOfActId);
  if (act.liftsActId !== null) {
    const lifted = await lockAct(tx, act.liftsActId);
    if (lifted) await liftAct(tx, lifted, { on, reason: `${act.number ?? act.title}解除`, byActId: act.actId }, at);
    if (act.ladderId !== null && act.stepNo !== null)
      await tellLadder(tx, parts, act.ladderId, { kind: 'lifted', on, step: act.stepNo, occurredAt: at });
  }
  const goneId = act.revokesActId ?? act.correctsActId;
  if (goneId === null) return;
  const gone = await lockAct(tx, goneId);
  if (gone && isActIssued(gone.state)) {
    gone.revokedByNumber = act.number;
    gone.overAt = at;
    await moveAct(tx, gone, 'revoke', {
      at,
      reason: act.revokesActId === null ? '更正' : '撤销',
      given: { byDocumentNo: act.number, byActId: act.actId },
    });
  }
  if (act.revokesActId !== null && act.ladderId !== null && act.stepNo !== null)
    await tellLadder(tx, parts, act.ladderId, { kind: 'revoked', on, step: act.stepNo, occurredAt: at });
};

/**
 * Lets an act out (印发), with its number and seal where they are still to come, and delivers it inside the system. Dates of
 * the paper are reckoned now. Refuses with ACT_ALREADY_ISSUED, ACT_CHANGED_AFTER_SIGNATURE, ACT_MEETING_UNSET,
 * ACT_MEETING_TOO_SOON, TEMPLATE_PARAMETER (a blank is open).
 */
export const issueAct = async (context: ActContext, act: ActEntity, given: TalkArrangement): Promise<void> => {
  const { tx, pack, calendar, at } = context;
  requireOffice(context, act, 'act.issue');
  if (act.issuedAt !== null)
    throw new Refusal('ACT_ALREADY_ISSUED', `the act was issued as ${act.number ?? act.title}`);
  const before = ['numbering', 'sealing', 'issue'];
  if (!before.includes(act.state))
    throw new Refusal('ACT_ILLEGAL_TRANSITION', `an act in state ${act.state} is not to be issued`, {
      state: act.state,
    });
  const issuedOn = shanghaiDate(at);
  await requireSignedContent(context, act);
  if (act.state === 'numbering') await numberAct(context, act);
  if (act.state === 'sealing') await sealAct(context, act);
  if (act.policy.stages.includes('attendance')) {
    arrange(act, given);
    await checkMeeting(context, act, issuedOn);
  }
  act.lateParameters = await lateValues(tx, pack, calendar, act, {
    signedOn: act.signedAt && shanghaiDate(act.signedAt),
    issuedOn,
  });
  filledPaper(act.template, { ...act.parameters, ...act.lateParameters }, await figuresOf(tx, act.actId), false);
  act.issuedAt = at;
  act.issuedOn = issuedOn;
  act.paperVersion += 1;
  const owed = act.limits.find((limit) => limit.from === 'issue' && limit.owedBy === 'unit');
  if (owed) {
    const due = deadlineOf(calendar, issuedOn, owed.wait);
    act.replyDueOn = due.date;
    act.isReplyDueProvisional = due.provisional;
    await setActTimer(tx, act, owed.id, due.date);
  }
  await moveAct(tx, act, 'issue', { at, given: { issuedOn } });
  await touchOthers(context, act, issuedOn);
};
