import { describe, expect, it } from '@jest/globals';
import { collectEvidence, type Collected, recordsMissing } from './collect-evidence.js';
import type { OwnerClient, Reference } from './owner-client.js';

const record = (id: string): Reference => ({ service: 'ledger', kind: 'problem', id });

/** A tree of records: each rests on `fan` others, down to a level. */
const treeOf = (fan: number, levels: number): OwnerClient => ({
  packets: (ids) =>
    Promise.resolve(
      new Map(
        ids
          .map((id) => [id, { bytes: Buffer.from(id), sha256: id, isIntact: true }])
          .filter(([id]) => id !== 'gone') as never,
      ),
    ),
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
const walk = async (
  start: readonly Reference[],
  client: OwnerClient,
  limits: { depth: number; records: number },
  shares: number[] = [],
) => {
  const missing: string[] = [];
  const collected: Collected[] = [];
  const progress = (share: number): Promise<void> => Promise.resolve(void shares.push(share));
  for await (const one of collectEvidence(start, client, limits, missing, progress)) collected.push(one);
  return { collected, missing };
};

describe('collecting evidence', () => {
  it.each([
    [10, 100, 13, 0],
    [10, 5, 5, 1],
    [10, 1, 1, 3],
    // What lies deeper than the walk goes is told, too.
    [1, 100, 4, 9],
  ])('depth %i and %i records at the most: %i there, %i named as missing', async (depth, records, there, missing) => {
    const found = await walk([record('a')], treeOf(3, 3), { depth, records });
    expect(found.collected).toHaveLength(there);
    expect(found.missing.length > 0).toBe(missing > 0);
    if (missing > 0) expect(recordsMissing(found.missing)).toBeGreaterThanOrEqual(missing);
  });

  it('asks for a record once, a hundred at a time, and tells how far it is', async () => {
    const asked: string[][] = [];
    const tree = treeOf(150, 2);
    const shares: number[] = [];
    const client: OwnerClient = {
      ...tree,
      records: (references) => {
        asked.push(references.map(({ id }) => id));
        return tree.records(references);
      },
    };
    const { collected } = await walk([record('a'), record('a')], client, { depth: 10, records: 1000 }, shares);
    expect(collected).toHaveLength(151);
    expect(asked.map(({ length }) => length)).toEqual([1, 100, 50]);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  });

  it('asks for every version of a record that is named, and gives the one twice named once', async () => {
    const versions = [1, 3, undefined].map((version) => ({ ...record('a'), ...(version ? { version } : {}) }));
    const asked: (number | undefined)[] = [];
    const client: OwnerClient = {
      ...treeOf(0, 1),
      // It keeps version 1, and 3 is the newest.
      records: (references) => {
        asked.push(...references.map(({ version }) => version));
        const answers = references.map(({ version = 3, ...rest }) => ({
          record: { ...rest, version, title: 'a', at: null, facts: [] },
          basis: { references: [], query: null },
        }));
        return Promise.resolve(answers);
      },
    };
    const { collected, missing } = await walk([...versions, ...versions], client, { depth: 1, records: 10 });
    expect(asked).toEqual([1, 3, undefined]);
    expect(collected.map(({ answer }) => answer.record.version)).toEqual([1, 3]);
    expect(missing).toEqual([]);
  });

  it('brings the bytes of packets, and names those that are gone', async () => {
    const packets = ['7', 'gone'].map((id) => ({ service: 'monitoring', kind: 'packet', id }));
    const { collected, missing } = await walk(packets, treeOf(0, 1), { depth: 1, records: 10 });
    expect(collected.map(({ packet }) => packet?.bytes.toString() ?? null)).toEqual(['7', null]);
    expect(missing).toEqual(['monitoring/packet/gone: bytes']);
  });

  it('counts what a line stands for', () => {
    expect(recordsMissing(['ledger/problem/x', '16000 further records of level 7'])).toBe(16_001);
    expect(recordsMissing([])).toBe(0);
  });
});
