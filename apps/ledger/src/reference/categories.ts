import type { EntityManager } from 'typeorm';
import { DutyState } from '#libs/contracts/directory.events.js';
import { Refusal } from '#libs/domain/refusal.js';
import { allReferences } from '#libs/messaging/reference.js';
import { inForce } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import type { Category, ClosureRules, ProblemSource } from '#libs/policy/work.schema.js';

/** Rules of closure in force on a date; the pack has one set at a time. */
export const closureRules = (pack: Pack, on: string): ClosureRules => {
  const [rules] = inForce(pack.closure, on);
  if (!rules) throw new Error(`the pack has no rules of closure on ${on}`);
  return rules;
};

/** The rules of closure a problem began with. */
export const closureRulesOf = (pack: Pack, version: number): ClosureRules => {
  const rules = pack.closure.find((one) => one.version === version);
  if (!rules) throw new Error(`the pack has no version ${version} of the rules of closure`);
  return rules;
};

/** Refuses with PROBLEM_SOURCE_INVALID. */
export const sourceOf = (pack: Pack, id: string, on: string): ProblemSource => {
  const source = inForce(pack.sources, on).find((one) => one.id === id);
  if (!source) throw new Refusal('PROBLEM_SOURCE_INVALID', `the pack knows no source ${id}`, { source: id });
  return source;
};

export const categoryOf = (pack: Pack, id: string, on: string): Category | null =>
  inForce(pack.categories, on).find((one) => one.id === id) ?? null;

/** A category is one of the pack, or one the place's responsibility list names. Refuses with PROBLEM_CATEGORY_INVALID. */
export const needCategory = async (tx: EntityManager, pack: Pack, id: string, on: string): Promise<void> => {
  if (categoryOf(pack, id, on)) return;
  if ((await allReferences(tx, DutyState)).some((duty) => duty.category === id)) return;
  throw new Refusal('PROBLEM_CATEGORY_INVALID', `neither the pack nor the responsibility list knows category ${id}`, {
    category: id,
  });
};

/** Source and category of what a warning about a kind of subject opens. */
export const kindOfSubject = (pack: Pack, subjectKind: string, on: string): { source: string; category: string } => {
  const source = inForce(pack.sources, on).find((one) => one.subjectKinds.includes(subjectKind));
  const category = inForce(pack.categories, on).find((one) => one.subjectKinds.includes(subjectKind));
  if (!source || !category) throw new Error(`the pack has no source or category for warnings about a ${subjectKind}`);
  return { source: source.id, category: category.id };
};
