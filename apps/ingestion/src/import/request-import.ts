import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { MAPPED_LAYOUT } from '#libs/domain/telemetry/column-mapping.js';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { mayFor } from '#libs/identity/scope.js';
import { currentCause } from '#libs/observability/cause.js';
import type { RequestImport } from './import.api.js';
import { findMapping } from '../mapping/mapping.store.js';
import { deliveryRoots, pathsOfUnits } from '../reach.js';
import { insertImport } from './import.store.js';
import { layoutOfImport } from './read-file.js';

/**
 * Notes that somebody wants a file imported; a job takes it up. Refuses with IMPORT_PROVINCE_INVALID where rows are told
 * by province and name and no province is given,
 * MAPPING_NOT_FOUND, and what `deliveryRoots` refuses.
 */
export const requestImport = async (
  tx: EntityManager,
  wish: RequestImport,
  at: Date,
  identity: Identity,
): Promise<string> => {
  const mapping = wish.mappingId === undefined ? null : await findMapping(tx, wish.mappingId);
  if (wish.mappingId !== undefined && (!mapping || !mayFor(identity, 'feed.deliver', mapping.unitPath)))
    throw new Refusal('MAPPING_NOT_FOUND', `no mapping ${wish.mappingId}`);
  const layout = wish.layout ?? MAPPED_LAYOUT;
  const read = layoutOfImport({ layout, mapping: mapping?.content ?? null });
  if ((read?.columns.code.length ?? 0) > 1 && wish.province === undefined)
    throw new Refusal('IMPORT_PROVINCE_INVALID', `the layout ${layout} needs the province the register is about`);
  const id = uuidv7();
  const { province = null, mappingId: _asked, reason, ...rest } = wish;
  const reach = await deliveryRoots(tx, identity, wish);
  const unitPath = await pathsOfUnits(tx, reach);
  const requestedBy = currentCause().actor.name;
  await insertImport(tx, {
    id,
    ...rest,
    layout,
    mappingId: mapping?.id ?? null,
    mappingVersion: mapping?.version ?? null,
    mapping: mapping?.content ?? null,
    province,
    requestedAt: at,
    requestedBy,
    reach,
    unitPath: unitPath.flat(),
  });
  await audit(tx, { at, action: 'import.request', subject: { kind: 'import', id }, new: wish, reason: reason ?? null });
  return id;
};
