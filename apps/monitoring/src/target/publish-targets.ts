import type { EntityManager } from 'typeorm';
import { TARGET_STANDING } from '#libs/contracts/target-standing.js';
import { targetDay } from '#libs/domain/air/target-course.js';
import { type CivilDate, datesOf, monthsOf, monthSpan } from '#libs/domain/calendar/shanghai.js';
import type { RecordReference } from '#libs/evidence/reference-group.js';
import { type AirSubject, type DayInForce, periodDaysOf } from '../air/period-days.store.js';
import { dayRecord, indicatorRecord } from '../evidence/record-id.js';
import { currentIds, currentIndicators } from '../indicator/indicator.store.js';
import { observeIndicators } from '../indicator/observe-indicators.js';
import type { Policy } from '../policy.js';
import { type Target, targetsOn, targetsOver, targetsToldOf, valuesOfTargets } from './target.store.js';
import { endedObservation, figureLabel, figureObservation, standingObservation } from './target-observations.js';
import { courseOptions, isAir, stated } from './target-terms.js';

/** A target and the days its figure to date is wanted for, ascending; its standing on those of `told`. */
interface Wanted {
  readonly target: Target;
  readonly days: readonly CivilDate[];
  readonly told: ReadonlySet<CivilDate>;
}

const AREA_DAY = 'air.area.day.aqi';

type BasisOf = (day: CivilDate, soFar: readonly DayInForce[]) => readonly RecordReference[];

/** What figures of an area rest on: its whole months that are published, and the other days. */
const areaBasis = async (
  tx: EntityManager,
  { definition, subjectId, fromDay }: Target,
  last: CivilDate,
): Promise<BasisOf> => {
  const area = { kind: 'area', id: subjectId };
  const byLabel = async (of: string, labels: readonly string[]): Promise<Map<string, RecordReference>> =>
    new Map(
      (await currentIds(tx, of, area, labels)).map(({ id, label, revision }) => [label, indicatorRecord(id, revision)]),
    );
  const span = { from: fromDay, to: last };
  const months = await byLabel(definition.replace('.cutoff.', '.month.'), monthsOf(span));
  const days = await byLabel(AREA_DAY, datesOf(span));
  return (day) => {
    const references = monthsOf({ from: fromDay, to: day }).flatMap((month) => {
      const { from, to } = monthSpan(month);
      const whole = from >= fromDay && to <= day ? months.get(month) : undefined;
      const [first, until] = [from < fromDay ? fromDay : from, to > day ? day : to];
      return whole ? [whole] : datesOf({ from: first, to: until }).flatMap((date) => days.get(date) ?? []);
    });
    return references;
  };
};

const basisOf = async (tx: EntityManager, target: Target, last: CivilDate): Promise<BasisOf> =>
  target.subjectKind === 'area'
    ? areaBasis(tx, target, last)
    : (_day, soFar) => soFar.map(({ date, revision }) => dayRecord(target.subjectId, date, revision));

/** Publishes figures to date and standings, where they say anything new. The standing rests on the figure, so that goes first. */
const tell = async (tx: EntityManager, wanted: readonly Wanted[], learnedAt: Date, policy: Policy): Promise<void> => {
  const values = await valuesOfTargets(
    tx,
    wanted.map(({ target }) => target.id),
  );
  for (const { target, days, told } of wanted) {
    const { airFormula, ...definition } = policy.indicator(target.definition, target.toDay);
    const last = days.at(-1);
    const kind = target.subjectKind;
    if (!airFormula || !isAir(kind) || last === undefined) continue;
    const own = values.get(target.id) ?? [];
    const known = (await periodDaysOf(tx, kind, [target.subjectId], { from: target.fromDay, to: last })).get(
      target.subjectId,
    )!;
    const asStated = stated(target, known);
    const { targetMarginPoints } = policy.on(target.fromDay);
    const options = courseOptions(target, { ...definition, airFormula }, own, targetMarginPoints);
    const basis = await basisOf(tx, target, last);
    const points = days.flatMap((day) => {
      const point = targetDay(
        asStated.filter(({ date }) => date <= day),
        day,
        options,
      );
      const soFar = known.filter(({ date }) => date <= day);
      return point ? [{ point, figure: figureObservation(target, point, soFar, airFormula, basis(day, soFar)) }] : [];
    });
    await observeIndicators(
      tx,
      points.map(({ figure }) => figure),
      learnedAt,
      policy,
    );
    const standing = points.filter(({ point }) => told.has(point.day));
    if (standing.length === 0) continue;
    const revisions = new Map(
      (
        await currentIndicators(
          tx,
          standing.map(({ figure: { definition: of, subject, period } }) => ({
            definition: of,
            subjectKind: subject.kind,
            subjectId: subject.id,
            periodLabel: period.label,
          })),
        )
      ).map(({ period, revision }) => [period.label, revision]),
    );
    await observeIndicators(
      tx,
      standing.map(({ point, figure }) => {
        const { document } = own.find(({ version }) => version === point.version) ?? own.at(-1)!;
        const revision = revisions.get(figure.period.label) ?? 1;
        return standingObservation(target, document, definition, point, figure, revision);
      }),
      learnedAt,
      policy,
    );
  }
};

/**
 * Tells of every target of a day that just ended: its figure to date, and its standing where somebody wants warnings. Of one
 * told of before whose period is over, that was withdrawn, or that nobody watches any more, it tells a last time.
 */
export const publishTargets = async (tx: EntityManager, day: CivilDate, at: Date, policy: Policy): Promise<void> => {
  const targets = await targetsOn(tx, day);
  await tell(
    tx,
    targets.map((target) => ({ target, days: [day], told: new Set(target.isWatched ? [day] : []) })),
    at,
    policy,
  );
  const ended = await targetsToldOf(tx, TARGET_STANDING, day);
  const values = await valuesOfTargets(
    tx,
    ended.map(({ id }) => id),
  );
  await observeIndicators(
    tx,
    ended.map((target) => {
      const document = values.get(target.id)?.at(-1)?.document ?? '';
      return endedObservation(target, document, policy.indicator(target.definition, target.toDay), day);
    }),
    at,
    policy,
  );
};

/** Tells again of the days from one on that were told of before. */
export const retellTarget = async (
  tx: EntityManager,
  target: Target,
  from: CivilDate,
  learnedAt: Date,
  policy: Policy,
): Promise<void> => {
  const days = datesOf({ from: from < target.fromDay ? target.fromDay : from, to: target.toDay });
  const labels = new Map(days.map((day) => [figureLabel(target, day), day]));
  const subject = { kind: target.subjectKind, id: target.subjectId };
  const figures = await currentIds(tx, target.definition, subject, [...labels.keys()]);
  if (figures.length === 0) return;
  const told = target.isWatched ? await currentIds(tx, TARGET_STANDING, { kind: 'target', id: target.id }, days) : [];
  await tell(
    tx,
    [
      {
        target,
        days: figures.map(({ label }) => labels.get(label)!).sort(),
        told: new Set(told.map(({ label }) => label)),
      },
    ],
    learnedAt,
    policy,
  );
};

/** After days changed: figures to date that were told of, from the first of them on. */
export const retellTargets = async (
  tx: EntityManager,
  kind: AirSubject['kind'],
  changed: readonly { readonly id: string; readonly day: CivilDate }[],
  learnedAt: Date,
  policy: Policy,
): Promise<void> => {
  if (changed.length === 0) return;
  const dates = changed.map(({ day }) => day).sort();
  const ids = [...new Set(changed.map(({ id }) => id))];
  const targets = await targetsOver(tx, kind, ids, { from: dates[0]!, to: dates.at(-1)! });
  for (const target of targets) {
    const first = changed
      .filter(({ id, day }) => id === target.subjectId && day >= target.fromDay && day <= target.toDay)
      .map(({ day }) => day)
      .sort()[0];
    if (first !== undefined) await retellTarget(tx, target, first, learnedAt, policy);
  }
};
