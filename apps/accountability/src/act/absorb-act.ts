import type { EntityManager } from 'typeorm';
import { FINAL_ACT_STATES, isActIssued } from '#libs/domain/escalation/act-lifecycle.js';
import type { ActEntity } from './act.entity.js';
import { moveAct } from './move-act.js';
import { voidNumber } from './number-act.js';

/** A higher step takes the place of an act. One that is filed or gone stays as it is. */
export const absorbAct = async (
  tx: EntityManager,
  act: ActEntity,
  higher: ActEntity | null,
  at: Date,
): Promise<void> => {
  if (FINAL_ACT_STATES.includes(act.state)) return;
  if (!isActIssued(act.state)) await voidNumber(tx, act);
  act.absorbedByActId = higher?.actId ?? null;
  act.overAt = at;
  await moveAct(tx, act, 'absorb', {
    at,
    reason: higher ? `并入${higher.policy.name.zh}` : '并入上一级措施',
    given: { byActId: higher?.actId ?? null },
  });
};

/** Drops a draft; a number it may have had stays in its series as voided. What is out or gone stays as it is. */
export const dropDraft = async (tx: EntityManager, act: ActEntity, reason: string, at: Date): Promise<void> => {
  if (FINAL_ACT_STATES.includes(act.state) || isActIssued(act.state)) return;
  await voidNumber(tx, act);
  act.overAt = at;
  await moveAct(tx, act, 'cancel', { at, reason });
};
