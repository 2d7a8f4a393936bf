import { describe, expect, it } from '@jest/globals';
import { collectEvidence, recordsMissing } from './collect-evidence.js';
import type { OwnerClient, Reference } from './owner-client.js';

const record = (id: string): Reference => ({ service: 'ledger', kind: 'problem', id });

/** A tree of records: each rests on `fan` others, down to a level. */
const treeOf = (fan: number, levels: number): OwnerClient => ({
  packet: () => Promise.resolve(null),
  records: (references) =>
    Promise.resolve(
      references.map(({ service, kind, id }) => ({
        record: { service, kind, id, title: id, at: null, facts: [] },
        basis: {
          query: null,
          references: id.split('.').length < levels ? Array.from({ length: fan }, (_, n) => record(`${id}.${n}`)) : [],
        },
      })) as never,
    ),
});
const noProgress = () => Promise.resolve();

describe('collecting evidence', () => {
  it.each([
    [10, 100, 13, 0],
    [10, 5, 5, 1],
    [10, 1, 1, 3],
    [1, 100, 4, 0],
  ])('depth %i and %i records at the most: %i there, %i named as missing', async (depth, records, there, missing) => {
    const found = await collectEvidence([record('a')], treeOf(3, 3), { depth, records }, noProgress);
    expect(found.records).toHaveLength(there);
    expect(found.missing.length > 0).toBe(missing > 0);
    if (missing > 0) expect(recordsMissing(found.missing)).toBeGreaterThanOrEqual(missing);
  });

  it('counts what a line stands for', () => {
    expect(recordsMissing(['ledger/problem/x', '16000 further records of level 7'])).toBe(16_001);
    expect(recordsMissing([])).toBe(0);
  });
});
