import type { EntityManager } from 'typeorm';
import { AreaState } from '#libs/contracts/directory.events.js';
import { findReference } from '#libs/messaging/reference.js';

/** Name and code of an area; the code alone of one the directory has not told of. */
export const areaText = async (tx: EntityManager, areaId: string): Promise<string> => {
  const area = await findReference(tx, AreaState, areaId);
  return area ? `${area.name}（${areaId}）` : areaId;
};
