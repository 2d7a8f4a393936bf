import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import { currentCause } from '#libs/observability/cause.js';
import { subjectsById } from '../register/register.store.js';
import { findRecomputation, insertRecomputation, type Recomputation } from './recomputation.store.js';

export interface RecomputationWish {
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly stationIds?: readonly string[] | undefined;
  readonly reason: string;
}

/** Asks for days to be worked out again. Refuses with SUBJECT_NOT_FOUND, naming stations nobody has registered. */
export const requestRecomputation = async (
  tx: EntityManager,
  wish: RecomputationWish,
  at: Date,
): Promise<Recomputation> => {
  const known = await subjectsById(tx, wish.stationIds ?? []);
  const unknown = (wish.stationIds ?? []).filter((id) => known.get(id)?.kind !== 'station');
  if (unknown.length > 0) throw new Refusal('SUBJECT_NOT_FOUND', `no station ${unknown.join(', ')}`, { unknown });
  const id = uuidv7();
  await insertRecomputation(tx, {
    id,
    fromDay: wish.from,
    toDay: wish.to,
    stationIds: wish.stationIds ?? null,
    reason: wish.reason,
    requestedAt: at,
    requestedBy: currentCause().actor.id,
  });
  await audit(tx, {
    at,
    action: 'recomputation.request',
    subject: { kind: 'recomputation', id },
    old: null,
    new: { from: wish.from, to: wish.to, stationIds: wish.stationIds ?? null },
    reason: wish.reason,
  });
  return (await findRecomputation(tx, id))!;
};
