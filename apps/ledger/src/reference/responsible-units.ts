import type { EntityManager } from 'typeorm';
import { DutyState } from '#libs/contracts/directory.events.js';
import type { DataOf } from '#libs/contracts/event.js';
import { allReferences } from '#libs/messaging/reference.js';
import { inForce } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import { findUnit, onlyUnitOfType, unitsOfTypes } from './directory.store.js';

/** Unit type of the office that runs the ledger (governance 0.3). */
export const OFFICE = 'ECO_COMMITTEE_OFFICE';

type Duty = DataOf<typeof DutyState>;

export interface Matter {
  readonly category: string;
  readonly subjectKind: string | null;
  readonly areaId: string | null;
  readonly on: string;
}

export interface Responsible {
  readonly leadUnitId: string | null;
  readonly cooperatingUnitIds: readonly string[];
  readonly supervisingUnitId: string | null;
}

/**
 * The row of the responsibility list for a matter (governance 9.3): of its category, else of its kind of subject; the one
 * that names its area before one for everywhere. Two rows of equal rank are a dispute and match nothing.
 */
export const matchingDuty = (duties: readonly Duty[], matter: Matter): Duty | null => {
  const inSpan = duties.filter((duty) => duty.from <= matter.on && (duty.to === null || duty.to > matter.on));
  const fits = (duty: Duty): boolean =>
    (duty.subjectKind === null || duty.subjectKind === matter.subjectKind) &&
    (duty.areaId === null || duty.areaId === matter.areaId);
  const ofCategory = inSpan.filter((duty) => duty.category === matter.category && fits(duty));
  const candidates =
    ofCategory.length > 0
      ? ofCategory
      : inSpan.filter((duty) => matter.subjectKind !== null && duty.subjectKind === matter.subjectKind && fits(duty));
  const rank = (duty: Duty): number => (duty.areaId === null ? 0 : 2) + (duty.subjectKind === null ? 0 : 1);
  const best = candidates.reduce((most, duty) => Math.max(most, rank(duty)), -1);
  const first = candidates.filter((duty) => rank(duty) === best);
  return first.length === 1 ? first[0]! : null;
};

/** Who leads, helps and supervises by the responsibility list; without a row, by the type of unit the category names. */
export const responsibleFor = async (tx: EntityManager, pack: Pack, matter: Matter): Promise<Responsible> => {
  const duty = matchingDuty(await allReferences(tx, DutyState), matter);
  if (duty) {
    return {
      leadUnitId: duty.leadUnitId,
      cooperatingUnitIds: duty.cooperatingUnitIds,
      supervisingUnitId: duty.supervisingUnitId,
    };
  }
  const category = inForce(pack.categories, matter.on).find(({ id }) => id === matter.category);
  const leadUnitId = category ? await onlyUnitOfType(tx, category.lead) : null;
  return { leadUnitId, cooperatingUnitIds: [], supervisingUnitId: null };
};

/**
 * The supervising unit of work led by `leadUnitId`: the authority of the category, or, where that is the lead itself, the
 * unit its duty names; failing both, one of the bodies that accept what the office's host led.
 */
export const supervisorOf = async (
  tx: EntityManager,
  pack: Pack,
  responsible: Responsible,
  leadUnitId: string,
  on: string,
): Promise<string | null> => {
  const named = [responsible.leadUnitId, responsible.supervisingUnitId].find((id) => id !== null && id !== leadUnitId);
  if (named !== undefined) return named;
  const rules = inForce(pack.closure, on)[0];
  for (const id of await unitsOfTypes(tx, rules?.hostItemsAcceptedBy ?? [])) {
    const unit = await findUnit(tx, id);
    if (id !== leadUnitId && unit && !unit.external) return id;
  }
  return null;
};

/** The office leads for the time being what nobody answers for (governance 9.3). */
export const temporaryLead = async (tx: EntityManager): Promise<string | null> =>
  (await unitsOfTypes(tx, [OFFICE]))[0] ?? null;
