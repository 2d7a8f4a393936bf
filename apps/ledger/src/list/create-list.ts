import type { EntityManager } from 'typeorm';
import { ALL_LISTS } from '#libs/contracts/item-lag.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import type { Pack } from '#libs/policy/pack.js';
import { sourceOf } from '../reference/categories.js';
import { needUnits } from '../reference/directory.store.js';
import type { CreateList } from './list.api.js';
import { ListEntity } from './list.entity.js';

/** Opens a list; `all` stands for all lists together in the figures. Refuses with LIST_ID_TAKEN, PROBLEM_SOURCE_INVALID, UNIT_UNKNOWN_INVALID. */
export const createList = async (tx: EntityManager, pack: Pack, list: CreateList, at: Date): Promise<ListEntity> => {
  const source = sourceOf(pack, list.source, shanghaiDate(at));
  await needUnits(tx, [list.assignedByUnitId]);
  if (list.id === ALL_LISTS || (await tx.existsBy(ListEntity, { id: list.id })))
    throw new Refusal('LIST_ID_TAKEN', `there is a list ${list.id}`, { id: list.id });
  const entity = tx.create(ListEntity, {
    id: list.id,
    version: 1,
    kind: list.kind,
    source: list.source,
    name: list.name,
    shortName: list.shortName,
    assignDocNo: list.assignDocNo ?? null,
    assignedByUnitId: list.assignedByUnitId ?? null,
    closingBody: list.closingBody ?? null,
    publicNotice: list.publicNotice,
    upperConfirmation: list.upperConfirmation,
    selfFound: source.selfFound,
    year: list.year ?? null,
    batch: list.batch ?? null,
    createdAt: at,
  });
  await tx.insert(ListEntity, entity);
  await audit(tx, { at, action: 'list.create', subject: { kind: 'list', id: list.id }, new: list });
  return entity;
};
