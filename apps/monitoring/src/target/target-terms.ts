/** What a target means, in the words of the kernels. */
import type { AirFormula } from '#libs/domain/air/air-formula.js';
import { type AirEdition, editionOn } from '#libs/domain/air/edition.js';
import { NATIONAL_EDITIONS } from '#libs/domain/air/national-editions.js';
import type { PeriodDay } from '#libs/domain/air/period-statistics.js';
import { restatedDays } from '#libs/domain/air/restatement.js';
import type { CourseOptions } from '#libs/domain/air/target-course.js';
import type { TargetVersion } from '#libs/domain/assessment/target.js';
import type { IndicatorDefinition } from '#libs/policy/measurement.schema.js';
import type { AirSubject } from '../air/period-days.store.js';
import type { SetValue, Target } from './target.store.js';

export const versionsOf = (values: readonly SetValue[]): TargetVersion[] =>
  values.map(({ version, fromDay, value, document }) => ({ version, from: fromDay, value, document }));

export const directionOf = ({ direction }: IndicatorDefinition): 'at-most' | 'at-least' =>
  direction === 'higher' ? 'at-least' : 'at-most';

/** The edition whose decimals and limits the figure has: the one named, or that of the period's last day. */
export const editionOf = ({ edition, toDay }: Target): AirEdition =>
  NATIONAL_EDITIONS.find(({ id }) => id === edition) ?? editionOn(NATIONAL_EDITIONS, toDay);

export const isAir = (kind: Target['subjectKind']): kind is AirSubject['kind'] => kind === 'area' || kind === 'station';

/** Days under the edition the target is stated under. */
export const stated = (target: Target, days: readonly PeriodDay[]): readonly PeriodDay[] =>
  target.edition === null ? days : restatedDays(days, editionOf(target), NATIONAL_EDITIONS);

/** How the course of a target is reckoned; `marginPoints` is the pack's. */
export const courseOptions = (
  target: Target,
  definition: IndicatorDefinition & { readonly airFormula: AirFormula },
  values: readonly SetValue[],
  marginPoints: string,
): CourseOptions => ({
  period: { from: target.fromDay, to: target.toDay },
  formula: definition.airFormula,
  direction: directionOf(definition),
  edition: editionOf(target),
  isRounded: target.isRounded,
  decimals: definition.decimals,
  versions: versionsOf(values),
  marginPoints,
});
