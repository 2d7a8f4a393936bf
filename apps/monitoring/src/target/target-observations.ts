/** A target's figure to date and its standing as published numbers: pure. */
import { STANDING_VALUES, TARGET_STANDING, type TargetStandingDetails } from '#libs/contracts/target-standing.js';
import type { AirFormula } from '#libs/domain/air/air-formula.js';
import { pollutantsNeeded } from '#libs/domain/air/lost-validity.js';
import { daysLeftOut } from '#libs/domain/air/period-statistics.js';
import { type TargetDay, targetStanding } from '#libs/domain/air/target-course.js';
import { type CivilDate, daysBetween, spanInstants } from '#libs/domain/calendar/shanghai.js';
import type { IndicatorDefinition } from '#libs/policy/measurement.schema.js';
import type { RecordReference } from '#libs/evidence/reference-group.js';
import { dataStateOfDays } from '../air/days-data-state.js';
import { dustDetails, dustReferences } from '../air/dust-details.js';
import type { DayInForce } from '../air/period-days.store.js';
import { indicatorRecord } from '../evidence/record-id.js';
import { indicatorId, type Observation } from '../indicator/observe-indicators.js';
import type { Target } from './target.store.js';
import { editionOf } from './target-terms.js';

/** What a figure to date is printed under: the target's period, and the day it goes up to. */
export const figureLabel = ({ periodLabel }: Target, day: CivilDate): string => `${periodLabel}至${day}`;

const periodOf = (target: Target, day: CivilDate, label: string): Observation['period'] => ({
  kind: 'cutoff',
  label,
  ...spanInstants({ from: target.fromDay, to: day }),
});

/** Of one pollutant the days are told, too: those with a value, and those of them that count. */
const dustOf = (soFar: readonly DayInForce[], usedDays: number, formula: AirFormula) => {
  const leftOut = daysLeftOut(soFar, pollutantsNeeded(formula));
  return dustDetails(leftOut, 'pollutant' in formula ? { validDays: usedDays + leftOut.length, usedDays } : {});
};

/** The figure from the first day of a target's period to a day; `soFar` are the days in force in between. */
export const figureObservation = (
  target: Target,
  { state, rest, progress, ...point }: TargetDay,
  soFar: readonly DayInForce[],
  formula: AirFormula,
  restsOn: readonly RecordReference[],
): Observation => {
  const dust = dustOf(soFar, point.days, formula);
  const uncertain = [...new Set(soFar.flatMap((day) => day.uncertain ?? []))].sort();
  return {
    definition: target.definition,
    subject: { kind: target.subjectKind, id: target.subjectId },
    period: periodOf(target, point.day, figureLabel(target, point.day)),
    value: point.value,
    valid: point.value !== null,
    invalidReason: point.value === null ? '没有可评价的日' : null,
    coverage: { valid: point.days, expected: daysBetween(target.fromDay, point.day) + 1 },
    dataState: dataStateOfDays(soFar) ?? 'realtime',
    edition: editionOf(target).id,
    details: {
      targetId: target.id,
      target: point.target,
      targetVersion: point.version,
      gap: point.gap,
      isMet: point.isMet,
      remaining: point.remaining,
      state,
      rest,
      progress,
      ...(uncertain.length > 0
        ? { provisional: true, because: 'evaluation-point', uncertainStations: uncertain }
        : { provisional: false }),
      ...dust,
    },
    basis: { references: [...restsOn, ...dustReferences(dust)] },
  };
};

const aboutTarget = (
  target: Target,
  document: string,
  { unit }: IndicatorDefinition,
): Pick<TargetStandingDetails, 'definition' | 'of' | 'periodLabel' | 'periodTo' | 'document' | 'unit'> => ({
  definition: target.definition,
  of: { kind: target.subjectKind, id: target.subjectId },
  periodLabel: target.periodLabel,
  periodTo: target.toDay,
  document,
  unit,
});

/** How a target stands by a figure to date, which it rests on. */
export const standingObservation = (
  target: Target,
  document: string,
  definition: IndicatorDefinition,
  point: TargetDay,
  figure: Observation,
  figureRevision: number,
): Observation => {
  const standing = targetStanding(point);
  const details: TargetStandingDetails = {
    ...aboutTarget(target, document, definition),
    current: point.value,
    target: point.target,
    standing,
    state: point.state,
    remaining: point.remaining,
  };
  return {
    definition: TARGET_STANDING,
    subject: { kind: 'target', id: target.id },
    period: periodOf(target, point.day, point.day),
    value: STANDING_VALUES[standing],
    valid: true,
    coverage: figure.coverage ?? null,
    dataState: figure.dataState,
    edition: figure.edition,
    details: { ...details, provisional: figure.details['provisional'] },
    basis: {
      references: [
        indicatorRecord(
          indicatorId({
            definition: figure.definition,
            subject: figure.subject,
            period: { ...figure.period, start: '', end: '' },
            revision: figureRevision,
          }),
          figureRevision,
        ),
      ],
    },
  };
};

const WHY = { over: '目标时段已结束', withdrawn: '目标已撤销', unwatched: '不再督办预警' } as const;

/** The last word about a target nobody has to be warned of any more. */
export const endedObservation = (
  target: Target,
  document: string,
  definition: IndicatorDefinition,
  day: CivilDate,
): Observation => {
  const ended = target.isWithdrawn ? 'withdrawn' : target.isWatched ? 'over' : 'unwatched';
  const details: TargetStandingDetails = {
    ...aboutTarget(target, document, definition),
    current: null,
    target: null,
    standing: null,
    state: null,
    remaining: Math.max(0, daysBetween(day, target.toDay)),
    ended,
  };
  return {
    definition: TARGET_STANDING,
    subject: { kind: 'target', id: target.id },
    period: periodOf(target, day, day),
    value: null,
    valid: false,
    invalidReason: WHY[ended],
    dataState: 'reviewed',
    edition: editionOf(target).id,
    details,
    basis: { references: [] },
  };
};
