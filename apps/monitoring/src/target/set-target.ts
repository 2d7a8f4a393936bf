import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { NATIONAL_EDITIONS } from '#libs/domain/air/national-editions.js';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import { findTargetInForce, insertTarget, type Target } from './target.store.js';
import {
  checkValue,
  checkWatched,
  lockFigures,
  recordValue,
  requireSubject,
  type TargetParts,
  valueOf,
  type ValueWish,
} from './write-target.js';

export interface TargetWish
  extends
    Omit<Target, 'id' | 'version' | 'isWithdrawn' | 'withdrawnAt' | 'withdrawnReason'>,
    Pick<ValueWish, 'value' | 'document' | 'reason'> {
  /** First day on which the value is the target. */
  readonly validFrom: CivilDate;
}

/**
 * Sets a target of a period for the first time. Refuses with TARGET_INDICATOR_INVALID a number that cannot have one,
 * AREA_UNKNOWN_INVALID, AIR_EDITION_INVALID, TARGET_VALUE_INVALID, TARGET_OUTLOOK_INVALID, TARGET_KNOWN, and FORBIDDEN_UNIT.
 */
export const setTarget = async (
  tx: EntityManager,
  wish: TargetWish,
  at: Date,
  { identity, policy }: TargetParts,
): Promise<Target> => {
  const definition = policy.indicators(wish.toDay).find(({ id }) => id === wish.definition);
  if (
    !definition ||
    definition.direction === 'none' ||
    definition.subject !== wish.subjectKind ||
    wish.subjectKind === 'target'
  )
    throw new Refusal('TARGET_INDICATOR_INVALID', `${wish.definition} has no targets for a ${wish.subjectKind}`);
  if (wish.edition !== null && !NATIONAL_EDITIONS.some(({ id }) => id === wish.edition))
    throw new Refusal('AIR_EDITION_INVALID', `no edition ${wish.edition}`);
  await requireSubject(tx, identity, wish);
  const { value, document, reason, validFrom, ...rest } = wish;
  const target: Target = {
    ...rest,
    id: uuidv7(),
    version: 1,
    isWithdrawn: false,
    withdrawnAt: null,
    withdrawnReason: null,
  };
  const first = { value, document, reason, fromDay: validFrom };
  checkValue(target, first, policy);
  checkWatched(target, policy);
  await lockFigures(tx, target);
  if (await findTargetInForce(tx, target))
    throw new Refusal('TARGET_KNOWN', 'there is a target of this number, subject and period; give it a new version');
  await insertTarget(tx, target);
  await recordValue(tx, target, valueOf(first, 1, at), null);
  return target;
};
