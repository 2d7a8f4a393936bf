import type { EntityManager } from 'typeorm';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { currentCause } from '#libs/observability/cause.js';
import { requireUnits } from '#libs/service/require-reach.js';
import { lockRegister } from '../register/register.store.js';
import { findBlackWater, findSampleForUpdate, upsertSample } from './black-water.store.js';
import { endBlackWaterImport, lockBlackWaterImport, samplesBrought } from './black-water-import.store.js';

/**
 * Takes a file of samples back as a whole: samples it corrected are as before, samples it brought count no more. What somebody
 * corrected since stands. Asks for the reach of every water in it. Refuses with BLACK_WATER_IMPORT_NOT_FOUND,
 * BLACK_WATER_IMPORT_UNDONE and FORBIDDEN_UNIT. Answers how many samples were put back.
 */
export const undoSamples = async (
  tx: EntityManager,
  id: string,
  reason: string,
  at: Date,
  identity: Identity,
): Promise<number> => {
  await lockRegister(tx);
  const found = await lockBlackWaterImport(tx, id);
  if (!found) throw new Refusal('BLACK_WATER_IMPORT_NOT_FOUND', `no import ${id}`);
  if (found.undoneAt !== null) throw new Refusal('BLACK_WATER_IMPORT_UNDONE', `import ${id} is taken back already`);
  const brought = await samplesBrought(tx, id);
  for (const waterId of new Set(brought.map((one) => one.waterId))) {
    const water = await findBlackWater(tx, waterId);
    if (!water) throw new Error(`black water ${waterId} is lost`);
    await requireUnits(tx, identity, 'subject.manage', water);
  }
  const by = currentCause().actor.name;
  let putBack = 0;
  for (const { waterId, point, sampledOn, version, itemValuesBefore } of brought) {
    const now = await findSampleForUpdate(tx, { waterId, point, sampledOn });
    if (now?.version !== version) continue;
    await upsertSample(tx, {
      ...{ waterId, point, sampledOn, version: version + 1, recordedAt: at, recordedBy: by },
      ...{ itemValues: itemValuesBefore ?? now.itemValues, withdrawn: itemValuesBefore === null },
    });
    putBack += 1;
  }
  await endBlackWaterImport(tx, id, { at, by, reason, putBack });
  await audit(tx, {
    at,
    action: 'black-water.undo-import',
    subject: { kind: 'black-water-import', id },
    new: { samples: brought.length, putBack },
    reason,
  });
  return putBack;
};
