/** Whom a permission to deliver values reaches, by the units the directory told of. */
import type { EntityManager } from 'typeorm';
import { UnitState } from '#libs/contracts/directory.events.js';
import type { DataOf } from '#libs/contracts/event.js';
import { MonitoredSubjectState } from '#libs/contracts/monitoring.events.js';
import { answersWithin } from '#libs/identity/scope.js';
import { allReferences } from '#libs/messaging/reference.js';

const pathsOf = async (tx: EntityManager): Promise<ReadonlyMap<string, readonly string[]>> =>
  new Map((await allReferences(tx, UnitState)).map(({ id, path }) => [id, path]));

/** Paths of units, in their order; that of a unit not known (yet) is itself. */
export const pathsOfUnits = async (tx: EntityManager, unitIds: readonly string[]): Promise<(readonly string[])[]> => {
  const paths = await pathsOf(tx);
  return unitIds.map((id) => paths.get(id) ?? [id]);
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
