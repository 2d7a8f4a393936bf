import type { EntityManager } from 'typeorm';
import { isSameState, requireVersion } from '#libs/domain/record-version.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { currentCause } from '#libs/observability/cause.js';
import { requireUnits } from '#libs/service/require-reach.js';
import { lockSubjects } from '../subject/subject-lock.store.js';
import { findSubjectOfKind, insertVersion, subjectsById } from '../register/register.store.js';
import { PlantState, type ReportDays, type SavePlant } from './sewage-plant.api.js';
import {
  findPlant,
  type KeptPlantDay,
  knownDays,
  markDaysChanged,
  upsertDays,
  upsertPlant,
} from './sewage-plant.store.js';

/** Says that an outlet is a sewage plant's, and what the plant can treat. */
export const savePlant = async (
  tx: EntityManager,
  outletId: string,
  { expectedVersion, reason, ...written }: SavePlant,
  at: Date,
  identity: Identity,
): Promise<PlantState> => {
  await lockSubjects(tx, [`outlet ${outletId}`]);
  await requireUnits(tx, identity, 'subject.manage', await findSubjectOfKind(tx, 'outlet', outletId));
  const before = (await findPlant(tx, outletId))?.plant ?? null;
  requireVersion('the plant', before?.version ?? 0, expectedVersion);
  const known = await subjectsById(tx, written.downstream);
  const unknown = written.downstream.filter((id) => known.get(id)?.kind !== 'section');
  if (unknown.length > 0) throw new Refusal('SECTION_NOT_FOUND', `no section ${unknown.join(', ')}`, { unknown });
  const state = PlantState.parse({ ...written, outletId, version: expectedVersion + 1 });
  if (before && isSameState(before, state)) return before;
  await upsertPlant(tx, state);
  if (before) await markDaysChanged(tx, outletId, null);
  const by = currentCause().actor.id;
  await insertVersion(tx, { noun: 'sewage-plant', id: outletId, version: state.version, state, at, by });
  const subject = { kind: 'outlet', id: outletId };
  await audit(tx, { at, action: 'sewage-plant.save', subject, old: before, new: state, reason: reason ?? null });
  return state;
};

/**
 * Keeps days as a plant reports them. A day that says the same again changes nothing; one that says something else is a
 * correction, needs its reason, and leaves what it replaces in the audit trail.
 */
export const reportDays = async (
  tx: EntityManager,
  outletId: string,
  { days, reason }: ReportDays,
  at: Date,
  identity: Identity,
): Promise<void> => {
  await lockSubjects(tx, [`outlet ${outletId}`]);
  await requireUnits(tx, identity, 'subject.manage', await findSubjectOfKind(tx, 'outlet', outletId));
  if (!(await findPlant(tx, outletId))) throw new Refusal('SEWAGE_PLANT_NOT_FOUND', `outlet ${outletId} is no plant's`);
  const today = shanghaiDate(at);
  const ahead = days.find(({ day }) => day > today);
  if (ahead) throw new Refusal('RECORD_AHEAD_OF_TIME', `${ahead.day} is still to come`);
  if (new Set(days.map(({ day }) => day)).size < days.length)
    throw new Refusal('PLANT_DAY_TWICE', 'a day stands twice in the report');
  const known = await knownDays(
    tx,
    outletId,
    days.map(({ day }) => day),
  );
  const changed = days.flatMap((day): KeptPlantDay[] => {
    const before = known.get(day.day);
    const next = { ...day, outletId, version: (before?.version ?? 0) + 1 };
    return before && isSameState(before, next) ? [] : [next];
  });
  if (changed.length === 0) return;
  const corrected = changed.flatMap(({ day }) => known.get(day) ?? []);
  if (corrected.length > 0 && reason === undefined)
    throw new Refusal('PLANT_DAY_REASON_MISSING', 'a correction needs its reason', {
      days: corrected.map(({ day }) => day),
    });
  await upsertDays(tx, changed, { at, by: currentCause().actor.name });
  await markDaysChanged(tx, outletId, changed.map(({ day }) => day).sort()[0]!);
  await audit(tx, {
    at,
    action: 'sewage-plant.report-days',
    subject: { kind: 'outlet', id: outletId },
    old: corrected.length === 0 ? null : corrected,
    new: changed,
    reason: reason ?? null,
  });
};
