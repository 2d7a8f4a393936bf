import type { EntityManager } from 'typeorm';
import { requireVersion } from '#libs/domain/record-version.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { Identity } from '#libs/identity/identity.js';
import { currentCause } from '#libs/observability/cause.js';
import { requireUnits } from '#libs/service/require-reach.js';
import type { BlackWaterState, RecordBlackWaterSample } from './black-water.api.js';
import { type BlackWaterSample, lockBlackWaters, sampleKey, samplesByKey } from './black-water.store.js';
import { writeSamples } from './write-samples.js';

/**
 * Records a sample of a point of a black water, or corrects it; what stood before is in the audit trail. Refuses with
 * BLACK_WATER_NOT_FOUND, BLACK_WATER_POINT_INVALID, BLACK_WATER_REASON_MISSING, FORBIDDEN_UNIT, STATE_CHANGED_MEANWHILE
 * and RECORD_AHEAD_OF_TIME.
 */
export const recordSample = async (
  tx: EntityManager,
  waterId: string,
  { point, sampledOn, values, expectedVersion, reason }: RecordBlackWaterSample,
  at: Date,
  identity: Identity,
): Promise<{ readonly water: BlackWaterState; readonly sample: BlackWaterSample }> => {
  const [water] = await lockBlackWaters(tx, [waterId]);
  if (!water) throw new Refusal('BLACK_WATER_NOT_FOUND', `no black water ${waterId}`);
  await requireUnits(tx, identity, 'subject.manage', water);
  if (sampledOn > shanghaiDate(at)) throw new Refusal('RECORD_AHEAD_OF_TIME', `${sampledOn} is still to come`);
  const key = { waterId, point, sampledOn };
  const known = (await samplesByKey(tx, [key])).get(sampleKey(key));
  const before = !known || known.withdrawn ? null : known;
  // A point that is registered no longer keeps its samples, and they may still be corrected.
  if (!before && !water.points.some(({ id }) => id === point))
    throw new Refusal('BLACK_WATER_POINT_INVALID', `${waterId} has no point ${point}`);
  requireVersion(`the sample of ${sampledOn}`, before?.version ?? 0, expectedVersion);
  if (before && !reason?.trim()) throw new Refusal('BLACK_WATER_REASON_MISSING', 'a correction needs its reason');
  const sample: BlackWaterSample = {
    ...key,
    itemValues: values as Readonly<Record<string, string>>,
    version: (known?.version ?? 0) + 1,
    withdrawn: false,
    restores: null,
    recordedAt: at,
    recordedBy: currentCause().actor.name,
  };
  await writeSamples(tx, [{ sample, before }], {
    ...{ action: 'black-water.record-sample', at, reason: reason ?? null },
  });
  return { water, sample };
};
