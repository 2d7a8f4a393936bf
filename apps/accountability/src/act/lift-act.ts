import type { EntityManager } from 'typeorm';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { FINAL_ACT_STATES, isActIssued } from '#libs/domain/escalation/act-lifecycle.js';
import type { ActEntity } from './act.entity.js';
import { moveAct, noteAct } from './move-act.js';

/** An act falls away: its cause is over, or another paper lifts it. It is filed afterwards. */
export const liftAct = async (
  tx: EntityManager,
  act: ActEntity,
  lift: { readonly on: CivilDate; readonly reason: string; readonly byActId?: string },
  at: Date,
): Promise<void> => {
  if (FINAL_ACT_STATES.includes(act.state) || !isActIssued(act.state)) return;
  act.liftedOn = lift.on;
  act.overAt = at;
  const step = { at, reason: lift.reason, given: { byActId: lift.byActId ?? null } };
  if (act.state !== 'filing') return moveAct(tx, act, 'lift', step);
  await noteAct(tx, act, 'lift', step);
  await moveAct(tx, act, 'file', { at, opinion: '自动归档' });
};
