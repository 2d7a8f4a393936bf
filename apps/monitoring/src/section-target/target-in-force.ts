/** Which target a section has in a year: pure. */
import { type TargetClass, type TargetStatement, targetOf } from '#libs/domain/water/section-register.js';
import type { SubjectState } from '../register/register.store.js';

/** The target a paper sets for the year; the standing target of the register where none does. Null where neither is known. */
export const targetInForce = (
  section: Pick<SubjectState, 'water'>,
  statements: readonly TargetStatement[],
  year: number,
): TargetClass | null =>
  targetOf(statements, year)?.target ?? (section.water?.target as TargetClass | undefined) ?? null;

/** The section as it is held against its target in a year. */
export const withTargetOf = (
  section: SubjectState,
  statements: readonly TargetStatement[],
  year: number,
): SubjectState => {
  const statement = targetOf(statements, year);
  return section.water === null || statement === null
    ? section
    : { ...section, water: { ...section.water, target: statement.target, basis: statement.basis } };
};
