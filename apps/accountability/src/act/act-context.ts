import type { EntityManager } from 'typeorm';
import { PostState } from '#libs/contracts/directory.events.js';
import type { WorkingCalendar } from '#libs/domain/calendar/working-day.js';
import { isActIssued } from '#libs/domain/escalation/act-lifecycle.js';
import { changedAfterSignature } from '#libs/domain/escalation/approval.js';
import { obey, Refusal } from '#libs/domain/refusal.js';
import type { Identity } from '#libs/identity/identity.js';
import { requireScope } from '#libs/identity/scope.js';
import { allReferences } from '#libs/messaging/reference.js';
import type { Pack } from '#libs/policy/pack.js';
import type { ActEntity } from './act.entity.js';
import { figuresOf, isOnlyNotedSince, lockAct } from './act.store.js';
import type { AgencySettings } from './agency.js';
import { contentSha256 } from '../paper/content-hash.js';
import type { Post } from '../paper/post-names.js';

/** What every action on an act is given: its transaction, the rules, who acts and when (business time). */
export interface ActContext {
  readonly tx: EntityManager;
  readonly pack: Pack;
  readonly calendar: WorkingCalendar;
  readonly settings: AgencySettings;
  readonly identity: Identity;
  readonly at: Date;
}

/**
 * The act, locked. Refuses with ACT_NOT_FOUND, and with ACT_CHANGED_MEANWHILE where what the asker saw has changed: what the
 * platform noted of it meanwhile (a paper drawn, a limit missed) is no such change.
 */
export const openAct = async (
  tx: EntityManager,
  actId: string,
  expectedVersion: number | undefined,
): Promise<ActEntity> => {
  const act = await lockAct(tx, actId);
  if (!act) throw new Refusal('ACT_NOT_FOUND', `no act ${actId}`);
  const isAsSeen =
    expectedVersion === undefined ||
    expectedVersion === act.version ||
    (expectedVersion < act.version && (await isOnlyNotedSince(tx, actId, expectedVersion)));
  if (!isAsSeen)
    throw new Refusal('ACT_CHANGED_MEANWHILE', `the act has version ${act.version}, not ${expectedVersion}`, {
      version: act.version,
    });
  return act;
};

/** The office's own work: refuses with FORBIDDEN_UNIT where the permission does not reach the office. */
export const requireOffice = ({ identity }: ActContext, act: ActEntity, permission: string): void =>
  requireScope(identity, permission, act.officePath);

/** Posts the actor holds. */
export const ownPosts = async ({ tx, identity }: ActContext): Promise<Post[]> =>
  (await allReferences(tx, PostState)).filter(({ id }) => identity.postIds.includes(id));

/** Hash of what stands there now. */
export const currentSha256 = async ({ tx }: ActContext, act: ActEntity): Promise<string> =>
  contentSha256(act, await figuresOf(tx, act.actId));

/** Nothing goes on that differs from what was signed. Refuses with ACT_CHANGED_AFTER_SIGNATURE. */
export const requireSignedContent = async (context: ActContext, act: ActEntity): Promise<string> => {
  const current = await currentSha256(context, act);
  obey(changedAfterSignature(act.signedSha256 ?? '', current));
  return current;
};

/** Something that is owed or recorded only once the paper is out. Refuses with ACT_NOT_ISSUED. */
export const requireIssued = (act: ActEntity): void => {
  if (act.issuedAt === null) throw new Refusal('ACT_NOT_ISSUED', 'the act has not been issued', { state: act.state });
};

/** Whether the act is a paper of a ladder's step itself, and not one that lifts it, takes it back or tells of its meeting. */
export const isStepPaper = (
  act: ActEntity,
): act is ActEntity & { readonly ladderId: string; readonly stepNo: number } =>
  act.ladderId !== null &&
  act.stepNo !== null &&
  act.liftsActId === null &&
  act.revokesActId === null &&
  act.minutesOfActId === null;

export const isOut = (act: ActEntity): boolean => act.issuedAt !== null || isActIssued(act.state);
