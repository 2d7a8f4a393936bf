import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { currentCause } from '#libs/observability/cause.js';
import { insertRecomputation } from '../recomputation/recomputation.store.js';
import type { DustRecognition } from './dust-day.store.js';
import { dustReach } from './restate-figures.js';

/** A recognition with the recomputation that brings published figures up to it. */
export interface RecognitionAsked {
  readonly recognition: DustRecognition;
  readonly recomputationId: string;
}

/**
 * Asks for what was published over the days of a recognition to be worked out again, after it was recorded or withdrawn. The
 * stations of this moment are kept: one that leaves before its turn is worked out all the same.
 */
export const requestFigures = async (
  tx: EntityManager,
  recognition: DustRecognition,
  at: Date,
  reason: string,
): Promise<RecognitionAsked> => {
  const { id: dustId, areaId, fromDay, toDay } = recognition;
  const { stationIds } = await dustReach(tx, recognition);
  const id = uuidv7();
  await insertRecomputation(tx, {
    ...{ id, kind: 'dust', fromDay, toDay, stationIds, sectionIds: null, areaId, dustId, reason },
    ...{ requestedAt: at, requestedBy: currentCause().actor.name },
  });
  return { recognition, recomputationId: id };
};
