import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inGroups as groupsOf, type RecordReference } from './reference-group.js';

const days = (count: number): RecordReference[] =>
  Array.from({ length: count }, (_, n) => ({
    service: 'monitoring',
    kind: 'station-day',
    id: `S~day ${n}`,
    version: (n % 3) + 1,
  }));
const inGroups = (references: readonly RecordReference[]) => groupsOf('monitoring', references);

/** All records a basis leads to, in order. */
const walked = (references: readonly RecordReference[]): RecordReference[] => {
  const grouped = inGroups(references);
  const held = new Map(grouped.groups.map((group) => [group.id, group.references]));
  const walk = (one: RecordReference): RecordReference[] =>
    one.kind === 'reference-group' ? held.get(one.id)!.flatMap(walk) : [one];
  return grouped.references.flatMap(walk);
};

describe('records a number rests on', () => {
  it.each([
    [0, 0, 0],
    [100, 100, 0],
    [101, 2, 2],
    [10_000, 100, 100],
    [10_001, 2, 103],
  ])('%i are told by %i references and %i groups', (count, references, groups) => {
    const grouped = inGroups(days(count));
    expect(grouped.references).toHaveLength(references);
    expect(grouped.groups).toHaveLength(groups);
  });

  it('are all found again, in order and with their revisions, a hundred at a time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 12_000 }), (count) => {
        const all = days(count);
        expect(walked(all)).toEqual(all);
        const { references, groups } = inGroups(all);
        for (const held of [references, ...groups.map((group) => group.references)])
          expect(held.length).toBeLessThanOrEqual(100);
      }),
      { seed: 20261123, numRuns: 20 },
    );
  });

  it('are held by groups of the service that keeps them, and hash the same in every service', () => {
    const [here, there] = [groupsOf('accountability', days(101)), groupsOf('ledger', days(101))];
    expect(here.references.map(({ service }) => service)).toEqual(['accountability', 'accountability']);
    expect(there.references.map(({ service }) => service)).toEqual(['ledger', 'ledger']);
    expect(here.groups).toEqual(there.groups);
  });

  it('share the groups of the day before', () => {
    const [before, after] = [inGroups(days(250)), inGroups(days(251))];
    expect(after.groups.slice(0, 2)).toEqual(before.groups.slice(0, 2));
    expect(after.groups[2]).not.toEqual(before.groups[2]);
  });

  it('are other groups where one record has another revision', () => {
    const all = days(101);
    const corrected = all.map((one, n) => (n === 5 ? { ...one, version: 9 } : one));
    expect(inGroups(corrected).groups[0]!.id).not.toBe(inGroups(all).groups[0]!.id);
    expect(inGroups(corrected).groups[1]!.id).toBe(inGroups(all).groups[1]!.id);
  });
});
