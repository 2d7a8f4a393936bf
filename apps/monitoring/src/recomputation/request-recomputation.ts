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
import { areasWithin } from '../area/area-tree.js';
import { subjectsById, subjectsInUse, type SubjectState } from '../register/register.store.js';
import { findRecomputation, insertRecomputation, type Recomputation } from './recomputation.store.js';

export interface RecomputationWish {
  readonly kind: 'air' | 'water';
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly stationIds?: readonly string[] | undefined;
  readonly sectionIds?: readonly string[] | undefined;
  readonly areaId?: string | undefined;
  readonly reason: string;
}

const requireReach = async (
  tx: EntityManager,
  identity: Identity,
  subjects: readonly SubjectState[],
): Promise<void> => {
  const paths = new Map((await allReferences(tx, UnitState)).map(({ id, path }) => [id, path]));
  const isReached = answersWithin(scopeRoots(identity, 'data.review'), paths);
  const beyond = subjects.filter((subject) => !isReached(subject)).map(({ id }) => id);
  if (beyond.length > 0)
    throw new Refusal('FORBIDDEN_UNIT', `your permission does not reach ${beyond.slice(0, 5).join(', ')}`, {
      permission: 'data.review',
    });
};

/** What is asked for: the subjects named, those of an area, or all; null for the ids of all. */
const subjectsWanted = async (
  tx: EntityManager,
  wish: RecomputationWish,
): Promise<{ readonly subjects: readonly SubjectState[]; readonly ids: readonly string[] | null }> => {
  const kind = wish.kind === 'air' ? 'station' : 'section';
  const named = wish.stationIds ?? wish.sectionIds;
  if (named) {
    const known = await subjectsById(tx, named);
    const unknown = named.filter((id) => known.get(id)?.kind !== kind);
    if (unknown.length > 0) throw new Refusal('SUBJECT_NOT_FOUND', `no ${kind} ${unknown.join(', ')}`, { unknown });
    return { subjects: [...known.values()], ids: named };
  }
  const all = (await subjectsInUse(tx)).filter((subject) => subject.kind === kind);
  if (wish.areaId === undefined) return { subjects: all, ids: null };
  const within = await areasWithin(tx, wish.areaId);
  if (within.size === 0) throw new Refusal('AREA_UNKNOWN_INVALID', `no area ${wish.areaId} is known here (yet)`);
  const subjects = all.filter(({ areaId }) => within.has(areaId));
  return { subjects, ids: subjects.map(({ id }) => id) };
};

/**
 * Asks for days, or for weeks and months of sections, to be worked out again. Refuses with SUBJECT_NOT_FOUND, naming
 * stations or sections nobody has registered, with AREA_UNKNOWN_INVALID, and with FORBIDDEN_UNIT where one of them, of all where
 * none are named, is answered for by units the asker does not reach.
 */
export const requestRecomputation = async (
  tx: EntityManager,
  wish: RecomputationWish,
  at: Date,
  identity: Identity,
): Promise<Recomputation> => {
  const { subjects, ids } = await subjectsWanted(tx, wish);
  await requireReach(tx, identity, subjects);
  const of = {
    kind: wish.kind,
    stationIds: wish.kind === 'air' ? ids : null,
    sectionIds: wish.kind === 'water' ? ids : null,
    areaId: wish.areaId ?? null,
  };
  const id = uuidv7();
  await insertRecomputation(tx, {
    ...of,
    id,
    dustId: null,
    fromDay: wish.from,
    toDay: wish.to,
    reason: wish.reason,
    requestedAt: at,
    requestedBy: currentCause().actor.name,
  });
  await audit(tx, {
    at,
    action: 'recomputation.request',
    subject: { kind: 'recomputation', id },
    old: null,
    new: { from: wish.from, to: wish.to, ...of },
    reason: wish.reason,
  });
  return (await findRecomputation(tx, id))!;
};
