import { Refusal } from '#libs/domain/refusal.js';
import type { Identity } from './identity.js';

/**
 * Whether the identity has a permission for a unit. A grant reaches its own unit and everything below it, so it is enough
 * that the grant's unit stands in `unitPath`: the ancestors from the root down to and including the unit itself, as
 * directory publishes them. For a record several units answer for, pass their paths joined.
 */
export const mayFor = (identity: Identity, permission: string, unitPath: readonly string[]): boolean =>
  identity.grants.some((grant) => grant.permission === permission && unitPath.includes(grant.unitId));

/**
 * Refuses with FORBIDDEN_UNIT what `mayFor` denies. The door answers a read with 404, since a foreign record is none of the
 * asker's knowledge, and an act with 403.
 */
export const requireScope = (identity: Identity, permission: string, unitPath: readonly string[]): void => {
  if (!mayFor(identity, permission, unitPath)) {
    throw new Refusal('FORBIDDEN_UNIT', 'your permission does not reach the unit of this record', { permission });
  }
};

/** Units whose subtrees a list may show: a row is the identity's to see when one of them stands in its unit's path. */
export const scopeRoots = (identity: Identity, permission: string): string[] => [
  ...new Set(identity.grants.filter((grant) => grant.permission === permission).map((grant) => grant.unitId)),
];

/**
 * Whether grants on `roots` reach everybody who answers for a subject, by the paths of the units. A unit whose path is not
 * known (yet) is reached by a grant on itself only; a subject nobody answers for by any.
 */
export const answersWithin = (
  roots: readonly string[],
  pathOf: ReadonlyMap<string, readonly string[]>,
): ((subject: { readonly answersFor: readonly { readonly unitId: string }[] }) => boolean) => {
  const reached = new Map<string, boolean>();
  const reaches = (unitId: string): boolean => {
    const known = reached.get(unitId);
    if (known !== undefined) return known;
    const is = (pathOf.get(unitId) ?? [unitId]).some((id) => roots.includes(id));
    reached.set(unitId, is);
    return is;
  };
  return ({ answersFor }) => answersFor.every(({ unitId }) => reaches(unitId));
};
