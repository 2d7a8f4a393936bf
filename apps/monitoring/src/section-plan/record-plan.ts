import type { EntityManager } from 'typeorm';
import { requireVersion } from '#libs/domain/record-version.js';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { type PlanContent, type PlanVersion, withPlan, withPlanEnded } from '#libs/domain/water/section-plan.js';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { currentCause } from '#libs/observability/cause.js';
import { requireUnits } from '#libs/service/require-reach.js';
import { lockSubjects } from '../subject/subject-lock.store.js';
import { findSubjectOfKind } from '../register/register.store.js';
import { type KeptPlan, plansOfSections, savePlans } from './section-plan.store.js';

interface PlanWriting {
  readonly at: Date;
  readonly identity: Identity;
  /** Version the writer has seen; 0 without any. */
  readonly expectedVersion: number;
  readonly reason: string | null;
}

const changePlans = async (
  tx: EntityManager,
  sectionId: string,
  { at, identity, expectedVersion, reason }: PlanWriting,
  action: string,
  change: (versions: readonly PlanVersion[]) => readonly PlanVersion[],
): Promise<KeptPlan[]> => {
  const section = await findSubjectOfKind(tx, 'section', sectionId);
  await requireUnits(tx, identity, 'subject.manage', section);
  await lockSubjects(tx, [`network ${section.network}`]);
  const before = await plansOfSections(tx, [sectionId]);
  requireVersion('the plan', before.length, expectedVersion);
  const after = change(before);
  await savePlans(tx, sectionId, after.slice(-2), { at, by: currentCause().actor.name });
  const subject = { kind: 'section', id: sectionId };
  await audit(tx, { at, action, subject, old: before.at(-1) ?? null, new: after.at(-1) ?? null, reason });
  return plansOfSections(tx, [sectionId]);
};

/** Gives a section its plan (一断一策), or another version of it; the last one ends the day before. */
export const recordPlan = (
  tx: EntityManager,
  sectionId: string,
  plan: PlanContent,
  writing: PlanWriting,
): Promise<KeptPlan[]> =>
  changePlans(tx, sectionId, writing, 'section-plan.record', (versions) => withPlan(versions, plan));

/** Ends the plan of a section without another one. */
export const endPlan = (
  tx: EntityManager,
  sectionId: string,
  on: CivilDate,
  writing: PlanWriting,
): Promise<KeptPlan[]> =>
  changePlans(tx, sectionId, writing, 'section-plan.end', (versions) => withPlanEnded(versions, on));
