/** The plan of a section (一断一策): why it fails, what is done about it, by whom and until when. */
import { addDays, type CivilDate } from '../calendar/shanghai.js';
import { Refusal } from '../refusal.js';
import type { TargetClass } from './section-register.js';

export interface PlanMeasure {
  readonly measure: string;
  /** Unit that answers for it. */
  readonly owner: string;
  readonly due: CivilDate;
  readonly projects: readonly string[];
}

/** The class the section is to have reached by a day. */
export interface PlanGoal {
  readonly by: CivilDate;
  readonly target: TargetClass;
}

export interface PlanVersion {
  readonly version: number;
  /** First day it is in force. */
  readonly from: CivilDate;
  /** Last day; null until another version follows or it is ended. */
  readonly to: CivilDate | null;
  readonly causes: readonly string[];
  readonly measures: readonly PlanMeasure[];
  /** In the order of their days. */
  readonly goals: readonly PlanGoal[];
}

export type PlanContent = Pick<PlanVersion, 'from' | 'causes' | 'measures' | 'goals'>;

const isBlank = (text: string): boolean => text.trim() === '';

/** The version in force on a day; null without one. */
export function planOn(versions: readonly PlanVersion[], on: CivilDate): PlanVersion | null {
  return versions.find(({ from, to }) => from <= on && (to === null || on <= to)) ?? null;
}

/**
 * The versions with one more, which ends the last one the day before it begins. Throws refusals: SECTION_PLAN_CAUSES,
 * SECTION_PLAN_MEASURES (none, or one without words or owner), SECTION_PLAN_DATES (it begins no later than the last
 * version or within one that has ended, or a measure is due, or a class to be reached, before it begins),
 * SECTION_PLAN_GOALS (a later goal asks for a worse class, or two are of one day).
 */
export function withPlan(versions: readonly PlanVersion[], plan: PlanContent): readonly PlanVersion[] {
  const { from, causes, measures } = plan;
  const goals = [...plan.goals].sort((a, b) => (a.by < b.by ? -1 : 1));
  if (causes.length === 0 || causes.some(isBlank))
    throw new Refusal('SECTION_PLAN_CAUSES', 'a plan names the causes it acts on');
  if (measures.length === 0 || measures.some(({ measure, owner }) => isBlank(measure) || isBlank(owner)))
    throw new Refusal('SECTION_PLAN_MEASURES', 'a plan has measures, each with words and an owner');
  const early = measures.filter(({ due }) => due < from).map(({ measure }) => measure);
  if (early.length > 0) throw new Refusal('SECTION_PLAN_DATES', 'a measure is due before the plan begins', { early });
  if (goals.some(({ by }) => by < from))
    throw new Refusal('SECTION_PLAN_DATES', 'a class is to be reached before the plan begins');
  if (goals.some((goal, n) => n > 0 && (goal.by === goals[n - 1]?.by || goal.target > (goals[n - 1]?.target ?? 0))))
    throw new Refusal('SECTION_PLAN_GOALS', 'goals have days of their own, and no later one asks for a worse class');
  const last = versions.at(-1);
  if (last !== undefined && (from <= last.from || (last.to !== null && from <= last.to)))
    throw new Refusal('SECTION_PLAN_DATES', `version ${last.version} stands until ${last.to ?? 'another one'}`);
  const ended = versions.map((one) => (one === last && one.to === null ? { ...one, to: addDays(from, -1) } : one));
  return [...ended, { version: (last?.version ?? 0) + 1, from, to: null, causes, measures, goals }];
}

/**
 * The versions with the last one ended on a day. Throws refusals: SECTION_PLAN_NONE (none is in force), SECTION_PLAN_DATES
 * (before it began).
 */
export function withPlanEnded(versions: readonly PlanVersion[], on: CivilDate): readonly PlanVersion[] {
  const last = versions.at(-1);
  if (last === undefined || last.to !== null) throw new Refusal('SECTION_PLAN_NONE', 'no plan is in force to be ended');
  if (on < last.from) throw new Refusal('SECTION_PLAN_DATES', `version ${last.version} begins on ${last.from}`);
  return [...versions.slice(0, -1), { ...last, to: on }];
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
