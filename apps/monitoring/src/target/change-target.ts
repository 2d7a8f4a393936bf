import type { EntityManager } from 'typeorm';
import { retellTarget } from './publish-targets.js';
import { saveTargetState, type Target, valuesOfTargets } from './target.store.js';
import { checkValue, lockedTarget, recordValue, type TargetParts, valueOf, type ValueWish } from './write-target.js';

/** Gives a target another value from a day on; the versions before stay. What was told of days since is told anew. */
export const changeTarget = async (
  tx: EntityManager,
  id: string,
  wish: ValueWish & { readonly expectedVersion: number },
  at: Date,
  { identity, policy }: TargetParts,
): Promise<Target> => {
  const { expectedVersion, ...value } = wish;
  const target = await lockedTarget(tx, id, expectedVersion, identity);
  checkValue(target, value, policy);
  const before = (await valuesOfTargets(tx, [id])).get(id)?.at(-1) ?? null;
  const after = { ...target, version: target.version + 1 };
  await saveTargetState(tx, after);
  await recordValue(tx, after, valueOf(value, after.version, at), before);
  await retellTarget(tx, after, value.fromDay, at, policy);
  return after;
};
