import type { EntityManager } from 'typeorm';
import { AreaState, DutyState, UnitState } from '#libs/contracts/directory.events.js';
import { MonitoredSubjectState } from '#libs/contracts/monitoring.events.js';
import type { SubjectRef } from '#libs/contracts/shapes.js';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { dutyFor } from '#libs/domain/problem/responsibility-list.js';
import { allReferences, findReference } from '#libs/messaging/reference.js';
import { inForce } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';

/** Takes a matter on while no row of the responsibility list fits. */
const TEMPORARY_LEAD = 'ECO_COMMITTEE_OFFICE';

interface Span {
  readonly from: CivilDate;
  readonly to: CivilDate | null;
}
const holdsOn = ({ from, to }: Span, day: CivilDate): boolean => from <= day && (to === null || day < to);

/** Units that answer for a station, section or outlet on a day, the largest share first. */
export const unitsOfMonitored = async (tx: EntityManager, id: string, day: CivilDate): Promise<string[]> => {
  const state = await findReference(tx, MonitoredSubjectState, id);
  return (state?.answersFor ?? [])
    .filter((one) => holdsOn(one, day))
    .sort((a, b) => b.sharePerMille - a.sharePerMille || (a.unitId < b.unitId ? -1 : 1))
    .map(({ unitId }) => unitId);
};

const firstOfType = async (tx: EntityManager, type: string): Promise<string[]> => {
  const unit = (await allReferences(tx, UnitState)).find((one) => one.type === type && !one.external);
  return unit ? [unit.id] : [];
};

/**
 * Units that answer for a kind of matter on a day by the responsibility list: lead first, then those that cooperate. Where
 * no row fits: the unit with the function the pack names for the category, and last the committee office.
 */
export const unitsByDuty = async (
  tx: EntityManager,
  pack: Pack,
  matter: { readonly subjectKind: string; readonly areaId: string | null },
  day: CivilDate,
): Promise<string[]> => {
  const category = inForce(pack.categories, day).find(({ subjectKinds }) => subjectKinds.includes(matter.subjectKind));
  if (category) {
    const duty = dutyFor(await allReferences(tx, DutyState), { ...matter, category: category.id, on: day });
    if (duty) return [duty.leadUnitId, ...duty.cooperatingUnitIds];
    const byFunction = await firstOfType(tx, category.lead);
    if (byFunction.length > 0) return byFunction;
  }
  return firstOfType(tx, TEMPORARY_LEAD);
};

/** Units that answer for a subject on a day, lead first: by its own record, by its area, by duty. */
export const responsibleUnits = async (
  tx: EntityManager,
  pack: Pack,
  subject: SubjectRef,
  areaId: string | null,
  day: CivilDate,
): Promise<string[]> => {
  if (subject.kind === 'station' || subject.kind === 'section' || subject.kind === 'outlet') {
    const units = await unitsOfMonitored(tx, subject.id, day);
    if (units.length > 0) return units;
  }
  if (subject.kind === 'unit') return [subject.id];
  if (subject.kind === 'area') {
    const area = await findReference(tx, AreaState, subject.id);
    if (area?.unitId) return [area.unitId];
  }
  return unitsByDuty(tx, pack, { subjectKind: subject.kind, areaId }, day);
};

/** Paths of units joined, for scope checks; a unit not known yet stands for itself. */
export const joinedPaths = async (tx: EntityManager, unitIds: readonly string[]): Promise<string[]> => {
  const paths = new Set<string>();
  for (const id of unitIds) {
    const unit = await findReference(tx, UnitState, id);
    for (const one of unit?.path ?? [id]) paths.add(one);
  }
  return [...paths];
};
