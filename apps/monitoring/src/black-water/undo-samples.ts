import type { EntityManager } from 'typeorm';
import { Refusal } from '#libs/domain/refusal.js';
import { undoneSince } from '#libs/domain/water/sample-versions.js';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { currentCause } from '#libs/observability/cause.js';
import { requireUnits } from '#libs/service/require-reach.js';
import { lockBlackWaters, sampleKey, samplesByKey } from './black-water.store.js';
import {
  endBlackWaterImport,
  lockBlackWaterImport,
  versionsBrought,
  watersBrought,
} from './black-water-import.store.js';
import { type WrittenSample, writeSamples } from './write-samples.js';

/**
 * Takes a file of samples back as a whole: of each sample it wrote the newest version that no file taken back brought is in
 * force, in whatever order files are taken back; one with no such version counts no more. What somebody corrected since stands.
 * Asks for the reach of every water in it. Refuses with BLACK_WATER_IMPORT_NOT_FOUND, BLACK_WATER_IMPORT_UNDONE and
 * FORBIDDEN_UNIT. Answers how many samples changed.
 */
export const undoSamples = async (
  tx: EntityManager,
  id: string,
  reason: string,
  at: Date,
  identity: Identity,
): Promise<number> => {
  const found = await lockBlackWaterImport(tx, id);
  if (!found) throw new Refusal('BLACK_WATER_IMPORT_NOT_FOUND', `no import ${id}`);
  if (found.undoneAt !== null) throw new Refusal('BLACK_WATER_IMPORT_UNDONE', `import ${id} is taken back already`);
  for (const water of await lockBlackWaters(tx, await watersBrought(tx, id)))
    await requireUnits(tx, identity, 'subject.manage', water);
  const versions = new Map<string, Awaited<ReturnType<typeof versionsBrought>>>();
  for (const one of await versionsBrought(tx, id))
    (versions.get(sampleKey(one)) ?? versions.set(sampleKey(one), []).get(sampleKey(one))!).push(one);
  const inForce = await samplesByKey(
    tx,
    [...versions.values()].map(([first]) => first!),
  );
  const by = currentCause().actor.name;
  const written = [...versions].flatMap(([key, brought]): WrittenSample[] => {
    const before = inForce.get(key)!;
    const since = before.withdrawn ? null : undoneSince(before.restores ?? before.version, brought);
    if (since === null) return [];
    const sample = {
      ...before,
      ...{ version: before.version + 1, recordedAt: at, recordedBy: by },
      ...{ restores: since.versionBefore, withdrawn: since.versionBefore === null },
      itemValues: since.itemValuesBefore ?? before.itemValues,
    };
    return [{ sample, before }];
  });
  await writeSamples(tx, written, { action: 'black-water.undo-sample', at, reason });
  const putBack = written.length;
  await endBlackWaterImport(tx, id, { at, by, reason, putBack });
  await audit(tx, {
    at,
    action: 'black-water.undo-import',
    subject: { kind: 'black-water-import', id },
    new: { samples: versions.size, putBack },
    reason,
  });
  return putBack;
};
