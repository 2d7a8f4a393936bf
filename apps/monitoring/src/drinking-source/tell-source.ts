import type { EntityManager } from 'typeorm';
import { DrinkingSourceState } from '#libs/contracts/monitoring.events.js';
import { deterministicId, publish } from '#libs/messaging/outbox.js';
import type { SourceState } from './drinking-source.api.js';
import { markToldSource } from './drinking-source.store.js';

/** Tells others of a source what they need to name it and to find who answers for it. */
export const tellSource = async (tx: EntityManager, state: SourceState, at: Date): Promise<void> => {
  const { id, version, retired, name, areaId, answersFor } = state;
  await publish(tx, DrinkingSourceState, {
    id: deterministicId(DrinkingSourceState.topic, id, version),
    key: id,
    data: { id, version, retired, name, areaId, answersFor },
    occurredAt: at,
  });
  await markToldSource(tx, state);
};
