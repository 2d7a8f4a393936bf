import type { EntityManager } from 'typeorm';
import { isoWeekOf, naturalDayOf } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import { currentCause } from '#libs/observability/cause.js';
import { lockSubjects } from '../packet/subject-locks.js';
import type { Policy } from '../policy.js';
import { touchMonths } from '../section-month/work-out-months.js';
import { assessWeeks } from './assess-weeks.js';
import { findHeldForUpdate, type HeldEpisode, saveHeld, sectionOfHeld, weeksFrom } from './section.store.js';

/**
 * A person has looked at held values: excluded ones stay out of the means, released ones count after all. Weeks evaluated
 * before are worked out again.
 */
export const decideHeldValues = async (
  tx: EntityManager,
  id: string,
  decision: { readonly decision: 'exclude' | 'release'; readonly reason: string },
  at: Date,
  policy: Policy,
): Promise<HeldEpisode> => {
  const section = await sectionOfHeld(tx, id);
  if (section) await lockSubjects(tx, [`network ${section.network}`]);
  const seen = await findHeldForUpdate(tx, id);
  if (!seen) throw new Refusal('DATA_REVIEW_NOT_FOUND', `no held values ${id}`);
  if (seen.state === 'withdrawn') throw new Refusal('DATA_REVIEW_WITHDRAWN', 'these values are no longer held');
  const held: HeldEpisode = {
    ...seen,
    state: decision.decision === 'exclude' ? 'excluded' : 'released',
    reason: decision.reason,
    decidedBy: currentCause().actor.name,
    decidedAt: at,
  };
  await saveHeld(tx, held);
  await audit(tx, {
    at,
    action: 'held-values.decide',
    subject: { kind: 'section', id: held.sectionId },
    old: { id, state: seen.state },
    new: { id, state: held.state, item: held.item, value: held.value, count: held.at.length },
    reason: decision.reason,
  });
  await touchMonths(tx, held.sectionId, held.firstAt, held.lastAt);
  const evaluated = await weeksFrom(tx, held.sectionId, isoWeekOf(naturalDayOf(held.firstAt)).from);
  await assessWeeks(tx, held.sectionId, evaluated, at, policy);
  return held;
};
