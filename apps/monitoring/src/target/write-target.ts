import type { EntityManager } from 'typeorm';
import { requireVersion } from '#libs/domain/record-version.js';
import { isTargetValue } from '#libs/domain/air/target-course.js';
import { type CivilDate, daysBetween } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { currentCause } from '#libs/observability/cause.js';
import { requireArea, requireUnits } from '#libs/service/require-reach.js';
import type { Policy } from '../policy.js';
import { findSubjectOfKind, subjectsOfNetwork } from '../register/register.store.js';
import { lockSubjects, lockTouched } from '../subject/subject-lock.store.js';
import { findTarget, insertSetValue, type SetValue, type Target } from './target.store.js';
import { isAir } from './target-terms.js';

export interface TargetParts {
  readonly identity: Identity;
  readonly policy: Policy;
}

/** A value as it is set: from which day, by which paper. */
export interface ValueWish {
  readonly fromDay: CivilDate;
  readonly value: string;
  readonly document: string;
  readonly reason: string | null;
}

/**
 * Refuses subjects that are not there, those of units the writer does not reach (of a network: of any of its subjects), and
 * with TARGET_INDICATOR_INVALID kinds nobody sets targets for.
 */
export const requireSubject = async (
  tx: EntityManager,
  identity: Identity,
  { subjectKind, subjectId }: Pick<Target, 'subjectKind' | 'subjectId'>,
): Promise<void> => {
  switch (subjectKind) {
    case 'area':
      return requireArea(tx, identity, 'target.manage', subjectId);
    case 'station':
    case 'section':
    case 'outlet':
      return requireUnits(tx, identity, 'target.manage', await findSubjectOfKind(tx, subjectKind, subjectId));
    case 'network': {
      const members = await subjectsOfNetwork(tx, subjectId);
      if (members.length === 0) throw new Refusal('SUBJECT_NOT_FOUND', `no network ${subjectId}`);
      for (const member of members) await requireUnits(tx, identity, 'target.manage', member);
      return;
    }
    default:
      throw new Refusal('TARGET_INDICATOR_INVALID', `nobody sets targets for a ${subjectKind}`);
  }
};

/**
 * Nobody works on what figures of a target rest on to the end of the transaction: days worked out beside each other look once
 * whether there are targets over them. Comes before any row of the target is locked, as with whoever tells its figures.
 */
export const lockFigures = async (
  tx: EntityManager,
  { subjectKind, subjectId }: Pick<Target, 'subjectKind' | 'subjectId'>,
): Promise<void> => {
  if (subjectKind === 'area') await lockSubjects(tx, [`area ${subjectId}`]);
  else if (isAir(subjectKind)) await lockTouched(tx, [subjectId]);
};

const STRICT_DECIMALS = 2;

/** Refuses with TARGET_VALUE_INVALID and TARGET_PERIOD_INVALID. */
export const checkValue = (target: Target, { value, fromDay }: ValueWish, policy: Policy): void => {
  const { airFormula: formula, decimals, unit } = policy.indicator(target.definition, target.toDay);
  const isCount = formula?.statistic === 'good-days' || formula?.statistic === 'heavy-days';
  const most = target.isRounded || isCount ? decimals : Math.max(decimals, STRICT_DECIMALS);
  const days = daysBetween(target.fromDay, target.toDay) + 1;
  const isFit = formula ? isTargetValue(value, formula, { decimals: most, days }) : true;
  if (!isFit)
    throw new Refusal('TARGET_VALUE_INVALID', `${value}${unit} is no value of this number over ${days} days`, {
      decimals: most,
      days,
    });
  if (fromDay < target.fromDay || fromDay > target.toDay)
    throw new Refusal('TARGET_PERIOD_INVALID', 'a version begins within the period of its target');
};

/** Refuses with TARGET_OUTLOOK_INVALID to warn of a number whose rest cannot be reckoned: nothing says that it lags. */
export const checkWatched = (target: Pick<Target, 'definition' | 'toDay' | 'isWatched'>, policy: Policy): void => {
  if (target.isWatched && !policy.indicator(target.definition, target.toDay).airFormula)
    throw new Refusal('TARGET_OUTLOOK_INVALID', `${target.definition} is only published: no outlook, no warning`);
};

/** Keeps a version of a target's value, with its row of audit. */
export const recordValue = async (
  tx: EntityManager,
  target: Target,
  value: SetValue,
  before: SetValue | null,
): Promise<void> => {
  await insertSetValue(tx, target.id, value);
  await audit(tx, {
    at: value.recordedAt,
    action: 'target.set',
    subject: { kind: 'target', id: target.id },
    old: before && { value: before.value, document: before.document, fromDay: before.fromDay },
    new: {
      definition: target.definition,
      subject: { kind: target.subjectKind, id: target.subjectId },
      period: target.periodLabel,
      value: value.value,
      document: value.document,
      fromDay: value.fromDay,
      ...(before ? {} : { watched: target.isWatched }),
    },
    reason: value.reason,
  });
};

export const valueOf = (wish: ValueWish, version: number, at: Date): SetValue => ({
  ...wish,
  version,
  recordedAt: at,
  recordedBy: currentCause().actor.name,
});

/** The target in force as the writer has seen it, locked. Refuses with TARGET_NOT_FOUND, STATE_CHANGED_MEANWHILE, TARGET_WITHDRAWN. */
export const lockedTarget = async (
  tx: EntityManager,
  id: string,
  expectedVersion: number,
  identity: Identity,
): Promise<Target> => {
  const known = await findTarget(tx, id);
  if (known) await lockFigures(tx, known);
  const target = known && (await findTarget(tx, id, 'for update'));
  if (!target) throw new Refusal('TARGET_NOT_FOUND', `no target ${id}`);
  await requireSubject(tx, identity, target);
  requireVersion('the target', target.version, expectedVersion);
  if (target.isWithdrawn) throw new Refusal('TARGET_WITHDRAWN', 'the target has been withdrawn');
  return target;
};
