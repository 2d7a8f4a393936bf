/** Whom a permission to deliver values reaches, by the units the directory told of. */
import type { EntityManager } from 'typeorm';
import { UnitState } from '#libs/contracts/directory.events.js';
import { answersWithin } from '#libs/identity/scope.js';
import { allReferences } from '#libs/messaging/reference.js';

type Reaches = ReturnType<typeof answersWithin>;

const pathsOf = async (tx: EntityManager): Promise<ReadonlyMap<string, readonly string[]>> =>
  new Map((await allReferences(tx, UnitState)).map(({ id, path }) => [id, path]));

/** Paths of units, in their order; that of a unit not known (yet) is itself. */
export const pathsOfUnits = async (tx: EntityManager, unitIds: readonly string[]): Promise<(readonly string[])[]> => {
  const paths = await pathsOf(tx);
  return unitIds.map((id) => paths.get(id) ?? [id]);
};

/** Tells whether all who answer for a subject are reached from these units. */
export const reachFrom = async (tx: EntityManager, roots: readonly string[]): Promise<Reaches> =>
  answersWithin(roots, await pathsOf(tx));
