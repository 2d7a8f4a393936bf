import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { importLayout } from '#libs/domain/telemetry/import-layout.js';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { scopeRoots } from '#libs/identity/scope.js';
import { currentCause } from '#libs/observability/cause.js';
import type { RequestImport } from './import.api.js';
import { pathsOfUnits } from '../reach.js';
import { insertImport } from './import.store.js';

/**
 * Notes that somebody wants a file imported; a job takes it up. Refuses with IMPORT_PROVINCE_INVALID where rows are told
 * by province and name and no province is given.
 */
export const requestImport = async (
  tx: EntityManager,
  wish: RequestImport,
  at: Date,
  identity: Identity,
): Promise<string> => {
  const layout = importLayout(wish.layout);
  if ((layout?.columns.code.length ?? 0) > 1 && wish.province === undefined)
    throw new Refusal('IMPORT_PROVINCE_INVALID', `the layout ${wish.layout} needs the province the register is about`);
  const id = uuidv7();
  const { province = null, ...rest } = wish;
  const reach = scopeRoots(identity, 'feed.deliver');
  const unitPath = await pathsOfUnits(tx, reach);
  const requestedBy = currentCause().actor.name;
  await insertImport(tx, { id, ...rest, province, requestedAt: at, requestedBy, reach, unitPath: unitPath.flat() });
  await audit(tx, { at, action: 'import.request', subject: { kind: 'import', id }, new: wish });
  return id;
};
