/** Whom a permission to deliver values reaches, by the units the directory told of. */
import type { EntityManager } from 'typeorm';
import { UnitState } from '#libs/contracts/directory.events.js';
import type { DataOf } from '#libs/contracts/event.js';
import { MonitoredSubjectState } from '#libs/contracts/monitoring.events.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { Identity } from '#libs/identity/identity.js';
import { answersWithin, scopeRoots } from '#libs/identity/scope.js';
import { allReferences } from '#libs/messaging/reference.js';

const pathsOf = async (tx: EntityManager): Promise<ReadonlyMap<string, readonly string[]>> =>
  new Map((await allReferences(tx, UnitState)).map(({ id, path }) => [id, path]));

/** Paths of units, in their order; that of a unit not known (yet) is itself. */
export const pathsOfUnits = async (tx: EntityManager, unitIds: readonly string[]): Promise<(readonly string[])[]> => {
  const paths = await pathsOf(tx);
  return unitIds.map((id) => paths.get(id) ?? [id]);
};

const REVIEW = 'data.review';

/**
 * Units for whose subjects somebody may bring values of a data state. Preliminary and reviewed values take the place of those
 * in force: they take the permission to review beside that to deliver, and a reason. Refuses with FORBIDDEN_REVIEW and
 * FEED_REASON_REQUIRED.
 */
export const deliveryRoots = async (
  tx: EntityManager,
  identity: Identity,
  { dataState, reason }: { readonly dataState: string; readonly reason?: string | undefined },
): Promise<string[]> => {
  const delivers = scopeRoots(identity, 'feed.deliver');
  if (dataState === 'realtime') return delivers;
  const reviews = scopeRoots(identity, REVIEW);
  if (reviews.length === 0)
    throw new Refusal('FORBIDDEN_REVIEW', `${dataState} values need the permission ${REVIEW}`, { permission: REVIEW });
  if (reason === undefined) throw new Refusal('FEED_REASON_REQUIRED', `${dataState} values need a reason`);
  const paths = await pathsOf(tx);
  const isBelow = (unit: string, roots: readonly string[]): boolean =>
    (paths.get(unit) ?? [unit]).some((id) => roots.includes(id));
  return [
    ...new Set([...delivers.filter((id) => isBelow(id, reviews)), ...reviews.filter((id) => isBelow(id, delivers))]),
  ];
};

/** The subjects in use, and which of them whoever delivers may bring values for. */
export interface ReachedRegister {
  readonly subjects: readonly KnownSubject[];
  readonly isReached: (subject: KnownSubject) => boolean;
}
type KnownSubject = DataOf<typeof MonitoredSubjectState>;

/** The register as grants on these units reach it. */
export const reachedRegister = async (tx: EntityManager, roots: readonly string[]): Promise<ReachedRegister> => ({
  subjects: await allReferences(tx, MonitoredSubjectState),
  isReached: answersWithin(roots, await pathsOf(tx)),
});
