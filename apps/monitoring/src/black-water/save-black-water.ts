import type { EntityManager } from 'typeorm';
import { isSameState, requireVersion } from '#libs/domain/record-version.js';
import { AreaState } from '#libs/contracts/directory.events.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { findReference } from '#libs/messaging/reference.js';
import { currentCause } from '#libs/observability/cause.js';
import { requireUnits } from '#libs/service/require-reach.js';
import { insertVersion, lockRegister } from '../register/register.store.js';
import { BlackWaterState, type SaveBlackWater } from './black-water.api.js';
import { findBlackWater, upsertBlackWater } from './black-water.store.js';

/** Writes a state of a water as its next version. */
export const keepBlackWater = async (
  tx: EntityManager,
  before: BlackWaterState | null,
  state: BlackWaterState,
  act: { readonly action: string; readonly at: Date; readonly reason: string | null },
): Promise<void> => {
  await upsertBlackWater(tx, state);
  const { id, version } = state;
  const by = currentCause().actor.id;
  await insertVersion(tx, { noun: 'black-water', id, version, state, at: act.at, by });
  await audit(tx, { ...act, subject: { kind: 'black-water', id }, old: before, new: state });
};

/**
 * Saves the register entry of a black water as a new version; one equal to the version in force writes nothing. How it
 * stands on the list is told when it is registered, and moved by `moveBlackWater` afterwards. Refuses with
 * SUBJECT_AREA_INVALID, SUBJECT_UNIT_INVALID, FORBIDDEN_UNIT, STATE_CHANGED_MEANWHILE, RECORD_AHEAD_OF_TIME and
 * BLACK_WATER_STANDING_INVALID.
 */
export const saveBlackWater = async (
  tx: EntityManager,
  id: string,
  { expectedVersion, reason, first, ...written }: SaveBlackWater,
  at: Date,
  identity: Identity,
): Promise<BlackWaterState> => {
  await lockRegister(tx);
  const before = await findBlackWater(tx, id);
  requireVersion(`water ${id}`, before?.version ?? 0, expectedVersion);
  if (!(await findReference(tx, AreaState, written.areaId)))
    throw new Refusal('SUBJECT_AREA_INVALID', `no area ${written.areaId} is known here (yet) to place ${id} in`);
  await requireUnits(tx, identity, 'subject.manage', { id, ...written });
  if (before) await requireUnits(tx, identity, 'subject.manage', before);
  const standings = before ? before.standings : first ? [first] : [];
  if (standings.length === 0)
    throw new Refusal('BLACK_WATER_STANDING_INVALID', 'a water is registered with how it stands on the list');
  if (!before && first && first.from > shanghaiDate(at))
    throw new Refusal('RECORD_AHEAD_OF_TIME', `${first.from} is still to come`);
  const state = BlackWaterState.parse({ ...written, standings, id, version: (before?.version ?? 0) + 1 });
  if (before && isSameState(before, state)) return before;
  await keepBlackWater(tx, before, state, { action: 'black-water.save', at, reason: reason ?? null });
  return state;
};
