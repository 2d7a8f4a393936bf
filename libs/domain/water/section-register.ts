/** What a register says of a section, as far as figures rest on it. */
import type { CivilDate } from '../calendar/shanghai.js';
import { Refusal } from '../refusal.js';
import type { WaterBody, WaterClass } from './edition.js';

export type TargetClass = Exclude<WaterClass, 6>;

/** One statement of a section's target for a year. Statements are added, never changed: the history is the list. */
export interface TargetStatement {
  readonly year: number;
  readonly target: TargetClass;
  /** The paper that sets it. */
  readonly basis: string;
  readonly recordedOn: CivilDate;
}

/**
 * The target in force for a year, as it was known at the end of a day (today where none is named); null where no paper
 * had set one. The target of another year never stands in for it.
 */
export function targetOf(
  history: readonly TargetStatement[],
  year: number,
  knownOn?: CivilDate,
): TargetStatement | null {
  return (
    history.filter((one) => one.year === year && (knownOn === undefined || one.recordedOn <= knownOn)).at(-1) ?? null
  );
}

/**
 * The history with one more statement. Throws refusals: TARGET_CLASS_INVALID (a target is Ⅰ to Ⅴ), TARGET_BASIS_MISSING,
 * TARGET_ORDER (recorded before the last one), TARGET_UNCHANGED.
 */
export function withTarget(
  history: readonly TargetStatement[],
  statement: TargetStatement,
): readonly TargetStatement[] {
  const { year, target, basis, recordedOn } = statement;
  if (!Number.isInteger(target) || target < 1 || target > 5)
    throw new Refusal('TARGET_CLASS_INVALID', `a target is a class from 1 to 5, not ${target}`);
  if (basis.trim() === '') throw new Refusal('TARGET_BASIS_MISSING', 'a target needs the paper that sets it');
  const last = history.at(-1);
  if (last !== undefined && recordedOn < last.recordedOn)
    throw new Refusal('TARGET_ORDER', `a later statement is of ${last.recordedOn}`);
  const standing = targetOf(history, year);
  if (standing !== null && standing.target === target && standing.basis === basis)
    throw new Refusal('TARGET_UNCHANGED', `the target of ${year} says that already`);
  return [...history, statement];
}

/** A section with its control levels (国控, 省控, 省级专项, 出境 …), which a place names; one section may have several. */
export interface RegisteredSection {
  readonly id: string;
  /** Null while nobody has declared it: such a section cannot be evaluated. */
  readonly body: WaterBody | null;
  readonly levels: readonly string[];
  readonly isRetired: boolean;
}

/** The declared type of water. Throws Refusal SECTION_BODY_UNDECLARED: limits differ, so nothing is assumed. */
export function declaredBody(section: Pick<RegisteredSection, 'id' | 'body'>): WaterBody {
  if (section.body === null)
    throw new Refusal('SECTION_BODY_UNDECLARED', `section ${section.id} is declared neither river nor lake`);
  return section.body;
}

export interface LevelCounts {
  /** Sections in use by control level; one of two levels counts in both. */
  readonly byLevel: ReadonlyMap<string, number>;
  /** Each section once. */
  readonly sections: number;
  readonly withoutLevel: readonly string[];
  readonly undeclared: readonly string[];
}

/** How many sections each control level has, with all levels asked for even where there is none. */
export function countByLevel(sections: readonly RegisteredSection[], levels: readonly string[]): LevelCounts {
  const inUse = sections.filter(({ isRetired }) => !isRetired);
  const named = new Set([...levels, ...inUse.flatMap((section) => section.levels)]);
  return {
    byLevel: new Map([...named].map((level) => [level, inUse.filter((one) => one.levels.includes(level)).length])),
    sections: inUse.length,
    withoutLevel: inUse.filter((one) => one.levels.length === 0).map(({ id }) => id),
    undeclared: inUse.filter(({ body }) => body === null).map(({ id }) => id),
  };
}
