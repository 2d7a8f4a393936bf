import type { EntityManager } from 'typeorm';
import { requireVersion } from '#libs/domain/record-version.js';
import { monthOf, monthSpan, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import { standingRefusal } from '#libs/domain/water/black-water-list.js';
import type { Identity } from '#libs/identity/identity.js';
import { requireUnits } from '#libs/service/require-reach.js';
import { lockRegister } from '../register/register.store.js';
import type { BlackWaterState, MoveBlackWater } from './black-water.api.js';
import { monthsOfWater } from './black-water.view.js';
import { lockBlackWaters, samplesUpTo } from './black-water.store.js';
import { keepBlackWater } from './save-black-water.js';

const REFUSALS = {
  order: ['BLACK_WATER_STANDING_ORDER', 'a standing begins after the one before it'],
  move: ['BLACK_WATER_STANDING_MOVE', 'a water is treated after it was listed, and closed after it was treated'],
  notClean: ['BLACK_WATER_NOT_CLEAN', 'too few measured months in a row without a black one'],
} as const;

/**
 * Says from when and by which paper a water stands where on the list. Refuses with BLACK_WATER_NOT_FOUND, FORBIDDEN_UNIT,
 * STATE_CHANGED_MEANWHILE, RECORD_AHEAD_OF_TIME, BLACK_WATER_STANDING_ORDER, BLACK_WATER_STANDING_MOVE, and with
 * BLACK_WATER_NOT_CLEAN where its samples do not show what closing asks for.
 */
export const moveBlackWater = async (
  tx: EntityManager,
  id: string,
  { expectedVersion, instead, ...next }: MoveBlackWater,
  by: { readonly at: Date; readonly identity: Identity; readonly fewestCleanMonths: number },
): Promise<BlackWaterState> => {
  await lockRegister(tx);
  const [before] = await lockBlackWaters(tx, [id]);
  if (!before) throw new Refusal('BLACK_WATER_NOT_FOUND', `no black water ${id}`);
  await requireUnits(tx, by.identity, 'subject.manage', before);
  requireVersion(`water ${id}`, before.version, expectedVersion);
  if (next.from > shanghaiDate(by.at)) throw new Refusal('RECORD_AHEAD_OF_TIME', `${next.from} is still to come`);
  const samples = await samplesUpTo(tx, { waterIds: [id], to: monthSpan(monthOf(next.from)).to });
  const history = instead ? before.standings.slice(0, -1) : before.standings;
  const refusal = standingRefusal(history, next, monthsOfWater(samples), by.fewestCleanMonths);
  if (refusal !== null) throw new Refusal(REFUSALS[refusal][0], REFUSALS[refusal][1]);
  const state = { ...before, version: before.version + 1, standings: [...history, next] };
  await keepBlackWater(tx, before, state, { action: 'black-water.move', at: by.at, reason: next.basis });
  return state;
};
