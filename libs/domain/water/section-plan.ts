/** The plan of a section (一断一策): why it fails, what is done about it, by whom and until when. */
import { addDays, type CivilDate } from '../calendar/shanghai.js';
import { Refusal } from '../refusal.js';

export interface PlanMeasure {
  readonly measure: string;
  /** Unit that answers for it. */
  readonly owner: string;
  readonly due: CivilDate;
  readonly projects: readonly string[];
}

export interface PlanVersion {
  readonly version: number;
  /** First day it is in force. */
  readonly from: CivilDate;
  /** Last day; null until another version follows or it is ended. */
  readonly to: CivilDate | null;
  readonly causes: readonly string[];
  readonly measures: readonly PlanMeasure[];
}

export type PlanContent = Pick<PlanVersion, 'from' | 'causes' | 'measures'>;

const isBlank = (text: string): boolean => text.trim() === '';

/** The version in force on a day; null without one. */
export function planOn(versions: readonly PlanVersion[], on: CivilDate): PlanVersion | null {
  return versions.find(({ from, to }) => from <= on && (to === null || on <= to)) ?? null;
}

/**
 * The versions with one more, which ends the last one the day before it begins. Throws refusals: SECTION_PLAN_CAUSES,
 * SECTION_PLAN_MEASURES (none, or one without words or owner), SECTION_PLAN_DATES (it begins no later than the last
 * version or within one that has ended, or a measure is due before it begins).
 */
export function withPlan(versions: readonly PlanVersion[], plan: PlanContent): readonly PlanVersion[] {
  const { from, causes, measures } = plan;
  if (causes.length === 0 || causes.some(isBlank))
    throw new Refusal('SECTION_PLAN_CAUSES', 'a plan names the causes it acts on');
  if (measures.length === 0 || measures.some(({ measure, owner }) => isBlank(measure) || isBlank(owner)))
    throw new Refusal('SECTION_PLAN_MEASURES', 'a plan has measures, each with words and an owner');
  const early = measures.filter(({ due }) => due < from).map(({ measure }) => measure);
  if (early.length > 0) throw new Refusal('SECTION_PLAN_DATES', 'a measure is due before the plan begins', { early });
  const last = versions.at(-1);
  if (last !== undefined && (from <= last.from || (last.to !== null && from <= last.to)))
    throw new Refusal('SECTION_PLAN_DATES', `version ${last.version} stands until ${last.to ?? 'another one'}`);
  const ended = versions.map((one) => (one === last && one.to === null ? { ...one, to: addDays(from, -1) } : one));
  return [...ended, { version: (last?.version ?? 0) + 1, from, to: null, causes, measures }];
}

/** Sections that fail on a day on which no plan of theirs is in force, in the order given. */
export function failingWithoutPlan(
  sections: readonly {
    readonly id: string;
    readonly isFailing: boolean;
    readonly versions: readonly PlanVersion[];
  }[],
  on: CivilDate,
): string[] {
  return sections.filter(({ isFailing, versions }) => isFailing && planOn(versions, on) === null).map(({ id }) => id);
}
