import type { EntityManager } from 'typeorm';
import { AreaState, DutyState, UnitState } from '#libs/contracts/directory.events.js';
import type { MonitoredSubjectState } from '#libs/contracts/monitoring.events.js';
import type { SubjectRef } from '#libs/contracts/shapes.js';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { dutyFor } from '#libs/domain/problem/responsibility-list.js';
import { allReferences, findReference } from '#libs/messaging/reference.js';
import { inForce } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import { sectionsOfWater, toldBy, type Watched } from './watched.js';

/** Takes a matter on while no row of the responsibility list fits. */
const TEMPORARY_LEAD = 'ECO_COMMITTEE_OFFICE';

interface Span {
  readonly from: CivilDate;
  readonly to: CivilDate | null;
}
const holdsOn = ({ from, to }: Span, day: CivilDate): boolean => from <= day && (to === null || day < to);

/** Units that answer for watched places on a day, the largest share first. */
const answerable = (places: readonly Watched[], day: CivilDate): string[] => {
  const shares = new Map<string, number>();
  for (const one of places.flatMap(({ answersFor }) => answersFor).filter((span) => holdsOn(span, day)))
    shares.set(one.unitId, (shares.get(one.unitId) ?? 0) + one.sharePerMille);
  return [...shares].sort(([a, of], [b, other]) => other - of || (a < b ? -1 : 1)).map(([unitId]) => unitId);
};

/**
 * Units that answer for a subject by its own record on a day. Of a river or basin those of the sections that brought the
 * matter about, or of all of them where none is named.
 */
const unitsByRecord = async (
  tx: EntityManager,
  subject: SubjectRef,
  day: CivilDate,
  causedBy: readonly string[],
): Promise<string[]> => {
  if (subject.kind === 'river' || subject.kind === 'basin') {
    const sections = await sectionsOfWater(tx, { kind: subject.kind, id: subject.id });
    const causes = sections.filter(({ id }) => causedBy.includes(id));
    return answerable(causes.length > 0 ? causes : sections, day);
  }
  const contract = toldBy(subject.kind);
  const state = contract && (await findReference(tx, contract as typeof MonitoredSubjectState, subject.id));
  return answerable(state ? [state] : [], day);
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

/**
 * Units that answer for a subject on a day, lead first: by its own record, by its area, by duty. `causedBy` names the
 * sections of a river or basin that brought the matter about.
 */
export const responsibleUnits = async (
  tx: EntityManager,
  pack: Pack,
  subject: SubjectRef,
  areaId: string | null,
  day: CivilDate,
  causedBy: readonly string[] = [],
): Promise<string[]> => {
  const units = await unitsByRecord(tx, subject, day, causedBy);
  if (units.length > 0) return units;
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
