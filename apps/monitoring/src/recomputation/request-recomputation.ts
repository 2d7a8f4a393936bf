import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import { UnitState } from '#libs/contracts/directory.events.js';
import type { Identity } from '#libs/identity/identity.js';
import { answersWithin, scopeRoots } from '#libs/identity/scope.js';
import { allReferences } from '#libs/messaging/reference.js';
import { audit } from '#libs/identity/audit.js';
import { currentCause } from '#libs/observability/cause.js';
import { subjectsById, subjectsInUse, type SubjectState } from '../register/register.store.js';
import { findRecomputation, insertRecomputation, type Recomputation } from './recomputation.store.js';

export interface RecomputationWish {
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly stationIds?: readonly string[] | undefined;
  readonly reason: string;
}

const requireReach = async (
  tx: EntityManager,
  identity: Identity,
  stations: readonly SubjectState[],
): Promise<void> => {
  const paths = new Map((await allReferences(tx, UnitState)).map(({ id, path }) => [id, path]));
  const isReached = answersWithin(scopeRoots(identity, 'data.review'), paths);
  const beyond = stations.filter((station) => !isReached(station)).map(({ id }) => id);
  if (beyond.length > 0)
    throw new Refusal('FORBIDDEN_UNIT', `your permission does not reach ${beyond.slice(0, 5).join(', ')}`, {
      permission: 'data.review',
    });
};

/**
 * Asks for days to be worked out again. Refuses with SUBJECT_NOT_FOUND, naming stations nobody has registered, and with
 * FORBIDDEN_UNIT where a station, of all where none are named, is answered for by units the asker does not reach.
 */
export const requestRecomputation = async (
  tx: EntityManager,
  wish: RecomputationWish,
  at: Date,
  identity: Identity,
): Promise<Recomputation> => {
  const known = await subjectsById(tx, wish.stationIds ?? []);
  const unknown = (wish.stationIds ?? []).filter((id) => known.get(id)?.kind !== 'station');
  if (unknown.length > 0) throw new Refusal('SUBJECT_NOT_FOUND', `no station ${unknown.join(', ')}`, { unknown });
  const wanted = wish.stationIds ? [...known.values()] : await subjectsInUse(tx);
  await requireReach(
    tx,
    identity,
    wanted.filter(({ kind }) => kind === 'station'),
  );
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
