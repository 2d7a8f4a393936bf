import type { EntityManager } from 'typeorm';
import { requireVersion } from '#libs/domain/record-version.js';
import { isoWeekOf, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { type TargetClass, targetOf, withTarget } from '#libs/domain/water/section-register.js';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { currentCause } from '#libs/observability/cause.js';
import { requireUnits } from '#libs/service/require-reach.js';
import { lockSubjects } from '../subject/subject-lock.store.js';
import type { Policy } from '../policy.js';
import { findSubjectOfKind } from '../register/register.store.js';
import { publishMonths } from '../section-month/publish-months.js';
import { closedThrough } from '../section-month/section-month.view.js';
import { assessWeeks } from '../section-week/assess-weeks.js';
import { weeksFrom } from '../section-week/section-week.store.js';
import { insertTarget, type RecordedTarget, targetsOfSections } from './section-target.store.js';

/**
 * Records which class a section has to reach in a year, by which paper. Statements before it stay in the history; weeks
 * and months from that year on are looked at again. Refuses with SECTION_NOT_FOUND, FORBIDDEN_UNIT, STATE_CHANGED_MEANWHILE
 * where the history is longer than `expectedCount`, and with what the register says of a statement.
 */
export const recordTarget = async (
  tx: EntityManager,
  sectionId: string,
  wish: { readonly year: number; readonly target: TargetClass; readonly basis: string; readonly expectedCount: number },
  at: Date,
  parts: { readonly identity: Identity; readonly policy: Policy },
): Promise<readonly RecordedTarget[]> => {
  const section = await findSubjectOfKind(tx, 'section', sectionId);
  await requireUnits(tx, parts.identity, 'subject.manage', section);
  await lockSubjects(tx, [`network ${section.network}`]);
  const history = (await targetsOfSections(tx, [sectionId])).get(sectionId) ?? [];
  requireVersion(`the target of ${sectionId}`, history.length, wish.expectedCount);
  const { year, target, basis } = wish;
  const on = shanghaiDate(at);
  withTarget(history, { year, target, basis, recordedOn: on });
  await insertTarget(tx, { sectionId, no: history.length + 1, year, target, basis, on, by: currentCause().actor.name });
  await audit(tx, {
    at,
    action: 'section-target.record',
    subject: { kind: 'section', id: sectionId },
    old: targetOf(history, year),
    new: { year, target, basis },
    reason: basis,
  });
  const weeks = await weeksFrom(tx, sectionId, isoWeekOf(`${year}-01-04`).from);
  await assessWeeks(tx, sectionId, weeks, at, parts.policy);
  const closed = await closedThrough(tx);
  if (closed !== null) await publishMonths(tx, [{ sectionId, month: `${year}-01` }], closed, at, parts.policy);
  return (await targetsOfSections(tx, [sectionId])).get(sectionId) ?? [];
};
