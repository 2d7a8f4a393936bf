import type { EntityManager } from 'typeorm';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import { isOwnNetwork } from '#libs/domain/telemetry/value-void.js';
import type { Identity } from '#libs/identity/identity.js';
import { requireUnits } from '#libs/service/require-reach.js';
import type { Policy } from '../policy.js';
import { findSubjectOfKind, type SubjectState } from '../register/register.store.js';

/** Who acts on a void, with what the pack says. */
export interface VoidParts {
  readonly identity: Identity;
  readonly policy: Policy;
}

/**
 * The station, where its values may be voided: refuses with STATION_NOT_FOUND, FORBIDDEN_UNIT, and
 * FORBIDDEN_FOREIGN_NETWORK for stations of a level that is not one's own.
 */
export const ownStation = async (
  tx: EntityManager,
  stationId: string,
  permission: string,
  at: Date,
  { identity, policy }: VoidParts,
): Promise<SubjectState> => {
  const station = await findSubjectOfKind(tx, 'station', stationId);
  await requireUnits(tx, identity, permission, station);
  const { ownLevels } = policy.on(shanghaiDate(at));
  if (!isOwnNetwork(station.controlLevel, ownLevels))
    throw new Refusal('FORBIDDEN_FOREIGN_NETWORK', 'values of this network may be annotated, not voided', {
      controlLevel: station.controlLevel ?? null,
      ownLevels,
    });
  return station;
};
