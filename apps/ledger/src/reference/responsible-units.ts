import type { EntityManager } from 'typeorm';
import { DutyState } from '#libs/contracts/directory.events.js';
import { dutyFor, type Matter } from '#libs/domain/problem/responsibility-list.js';
import { allReferences } from '#libs/messaging/reference.js';
import { inForce } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import { findUnit, onlyUnitOfType, unitsOfTypes } from './directory.store.js';

/** Unit type of the office that runs the ledger. */
export const OFFICE = 'ECO_COMMITTEE_OFFICE';

export interface Responsible {
  readonly leadUnitId: string | null;
  readonly cooperatingUnitIds: readonly string[];
  readonly supervisingUnitId: string | null;
}

/** Who leads, helps and supervises by the responsibility list; without a row, by the type of unit the category names. */
export const responsibleFor = async (tx: EntityManager, pack: Pack, matter: Matter): Promise<Responsible> => {
  const duty = dutyFor(await allReferences(tx, DutyState), matter);
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

/** The office leads for the time being what nobody answers for. */
export const temporaryLead = async (tx: EntityManager): Promise<string | null> =>
  (await unitsOfTypes(tx, [OFFICE]))[0] ?? null;
