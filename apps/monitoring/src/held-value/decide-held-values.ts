import type { EntityManager } from 'typeorm';
import { requireVersion } from '#libs/domain/record-version.js';
import { isoWeekOf, naturalDayOf, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import { type HeldAction, heldStep, type Ownership, sectionOwnership } from '#libs/domain/telemetry/held-decision.js';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { requireUnits } from '#libs/service/require-reach.js';
import { reviewStep } from '../review-step/review-step.js';
import { lockSubjects } from '../subject/subject-lock.store.js';
import type { Policy } from '../policy.js';
import { findSubjectOfKind, type SubjectState } from '../register/register.store.js';
import { touchMonths } from '../section-month/work-out-months.js';
import { assessWeeks } from '../section-week/assess-weeks.js';
import { findHeldForUpdate, type HeldEpisode, saveHeld, sectionOfHeld } from './held-value.store.js';
import { weeksFrom } from '../section-week/section-week.store.js';

/** Who acts on values held, with what the pack says. */
export interface ReviewParts {
  readonly identity: Identity;
  readonly policy: Policy;
}

export interface ReviewWish {
  readonly action: HeldAction | 'annotate';
  readonly reason: string;
  /** Version the person has seen; absent where a decision is sent without looking. */
  readonly expectedVersion?: number | undefined;
}

const PERMISSION: Readonly<Record<ReviewWish['action'], string>> = {
  exclude: 'data.review',
  release: 'data.review',
  withdraw: 'data.review',
  confirm: 'data.confirm-void',
  refuse: 'data.confirm-void',
  annotate: 'data.annotate',
};

/** Whose a section is on a day, by its register and the pack. */
export const ownershipOf = (section: SubjectState, at: Date, policy: Policy): Ownership =>
  sectionOwnership(
    { controlLevel: section.controlLevel, levels: section.water?.levels ?? [] },
    policy.on(shanghaiDate(at)).ownLevels,
  );

const after = (before: HeldEpisode, { action, reason }: ReviewWish, at: Date, parts: ReviewParts, owned: Ownership) => {
  const step = reviewStep({ action, reason }, at, parts.identity);
  const noted = { ...before, version: before.version + 1, steps: [...before.steps, step] };
  if (action === 'annotate') return noted;
  const moved = heldStep(before, action, step.personId, owned);
  if ('refusal' in moved) throw moved.refusal;
  const isDecided = moved.next.asked === null && (action === 'confirm' || action === 'exclude' || action === 'release');
  return { ...noted, ...moved.next, ...(isDecided ? { reason, decidedBy: step.name, decidedAt: at } : {}) };
};

/**
 * A person has looked at held values: excluded ones stay out of the means, released ones count after all, and a note
 * changes nothing. What `heldStep` leaves to two persons waits for the second. Weeks and months evaluated before are
 * worked out again where values leave or enter them. Refuses with DATA_REVIEW_NOT_FOUND, FORBIDDEN_UNIT,
 * STATE_CHANGED_MEANWHILE, and what `heldStep` refuses.
 */
export const decideHeldValues = async (
  tx: EntityManager,
  id: string,
  wish: ReviewWish,
  at: Date,
  parts: ReviewParts,
): Promise<HeldEpisode> => {
  const place = await sectionOfHeld(tx, id);
  if (!place) throw new Refusal('DATA_REVIEW_NOT_FOUND', `no held values ${id}`);
  const section = await findSubjectOfKind(tx, 'section', place.id);
  await requireUnits(tx, parts.identity, PERMISSION[wish.action], section);
  await lockSubjects(tx, [`network ${place.network}`]);
  const before = await findHeldForUpdate(tx, id);
  if (!before) throw new Refusal('DATA_REVIEW_NOT_FOUND', `no held values ${id}`);
  if (wish.expectedVersion !== undefined) requireVersion('the decision', before.version, wish.expectedVersion);
  const held = after(before, wish, at, parts, ownershipOf(section, at, parts.policy));
  await saveHeld(tx, held);
  await audit(tx, {
    at,
    action: `held-values.${wish.action}`,
    subject: { kind: 'section', id: held.sectionId },
    old: { id, state: before.state, asked: before.asked },
    new: { id, state: held.state, asked: held.asked, item: held.item, value: held.value, count: held.at.length },
    reason: wish.reason,
  });
  // What is only asked, noted or decided again changes no figure.
  if (held.state === before.state) return held;
  await touchMonths(tx, held.sectionId, held.firstAt, held.lastAt);
  const evaluated = await weeksFrom(tx, held.sectionId, isoWeekOf(naturalDayOf(held.firstAt)).from);
  await assessWeeks(tx, held.sectionId, evaluated, at, parts.policy);
  return held;
};
