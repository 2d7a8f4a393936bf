import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Identity } from './identity.js';
import { mayFor, requireScope, scopeRoots } from './scope.js';

const identityWith = (grants: Identity['grants']): Identity => ({
  accountId: 'a',
  personId: 'p',
  name: 'n',
  postIds: [],
  grants,
  unitId: null,
  postId: null,
});

/** A random tree as parent numbers: unit 0 is the root, every other unit hangs under an earlier one. */
const tree = fc
  .array(fc.nat(), { minLength: 1, maxLength: 14 })
  .map((picks) => picks.map((pick, index) => (index === 0 ? null : pick % index)));
const permission = fc.constantFrom('problem.read', 'problem.sign', 'act.sign');

const unitName = (unit: number): string => `unit-${unit}`;

const pathOf = (parents: readonly (number | null)[], unit: number): string[] => {
  const parent = parents[unit];
  return [...(parent === null || parent === undefined ? [] : pathOf(parents, parent)), unitName(unit)];
};

/** The model, written the other way round: push every grant down the tree and look the unit up. */
const reached = (parents: readonly (number | null)[], grantUnit: number): Set<string> => {
  const found = new Set([grantUnit]);
  let size = -1;
  while (size !== found.size) {
    size = found.size;
    parents.forEach((parent, unit) => {
      if (parent !== null && found.has(parent)) found.add(unit);
    });
  }
  return new Set([...found].map(unitName));
};

describe('scope', () => {
  it('equals a simple model for a random identity and a random tree', () => {
    fc.assert(
      fc.property(
        tree,
        fc.array(fc.tuple(permission, fc.nat()), { maxLength: 6 }),
        permission,
        fc.nat(),
        (parents, picks, asked, pick) => {
          const unit = pick % parents.length;
          const given = picks.map(([name, grantPick]) => ({ name, unit: grantPick % parents.length }));
          const identity = identityWith(
            given.map((grant) => ({ permission: grant.name, unitId: unitName(grant.unit) })),
          );
          const expected = given.some(
            (grant) => grant.name === asked && reached(parents, grant.unit).has(unitName(unit)),
          );
          const path = pathOf(parents, unit);
          expect(mayFor(identity, asked, path)).toBe(expected);
          expect(scopeRoots(identity, asked).some((root) => path.includes(root))).toBe(expected);
          const require = () => requireScope(identity, asked, path);
          if (expected) expect(require).not.toThrow();
          else expect(require).toThrow(expect.objectContaining({ code: 'FORBIDDEN_UNIT' }));
        },
      ),
      { seed: 20260804, numRuns: 500 },
    );
  });

  it('does not reach upwards or sideways', () => {
    const identity = identityWith([{ permission: 'act.sign', unitId: 'town' }]);
    expect(mayFor(identity, 'act.sign', ['city', 'county', 'town'])).toBe(true);
    expect(mayFor(identity, 'act.sign', ['city', 'county', 'town', 'village'])).toBe(true);
    expect(mayFor(identity, 'act.sign', ['city', 'county'])).toBe(false);
    expect(mayFor(identity, 'act.sign', ['city', 'county', 'other-town'])).toBe(false);
    expect(mayFor(identity, 'act.issue', ['city', 'county', 'town'])).toBe(false);
    expect(mayFor(identity, 'act.sign', [])).toBe(false);
  });

  it('names each root once', () => {
    const grants = [
      { permission: 'a.b', unitId: 'x' },
      { permission: 'a.b', unitId: 'x' },
      { permission: 'a.b', unitId: 'y' },
      { permission: 'c.d', unitId: 'z' },
    ];
    expect(scopeRoots(identityWith(grants), 'a.b')).toEqual(['x', 'y']);
  });
});
