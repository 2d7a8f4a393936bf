import { describe, expect, it } from '@jest/globals';
import { type EvidenceAnswer, type EvidenceReference, walkEvidence } from './walk-evidence.js';

const warning = (version?: number): EvidenceReference => ({
  service: 'accountability',
  kind: 'warning',
  id: 'w',
  ...(version === undefined ? {} : { version }),
});
const BASIS: Readonly<Record<string, EvidenceReference[]>> = { act: [warning(1), warning(3), warning()], warning: [] };

describe('the walk from record to record', () => {
  it('asks for every version that is named, each once, and keeps them apart', async () => {
    const asked: EvidenceReference[] = [];
    const ask = (reference: EvidenceReference): Promise<EvidenceAnswer> => {
      asked.push(reference);
      const { version = 3, ...rest } = reference;
      return Promise.resolve({
        record: { ...rest, version, title: `${rest.kind} ${version}`, at: null, facts: [] },
        basis: { references: BASIS[rest.kind] ?? [] },
      });
    };
    const act = { service: 'accountability', kind: 'act', id: 'a', version: 2 };
    const { start, nodes } = await walkEvidence(act, ask, { depth: 4, limit: 10 });
    expect(asked).toEqual([act, warning(1), warning(3), warning()]);
    expect(start).toBe('accountability/act/a@v2');
    expect(nodes[0]!.references).toEqual(
      [1, 3].map((n) => `accountability/warning/w@v${n}`).concat('accountability/warning/w'),
    );
    expect(nodes.map(({ key, record }) => [key, record?.title])).toEqual([
      ['accountability/act/a@v2', 'act 2'],
      ['accountability/warning/w@v1', 'warning 1'],
      ['accountability/warning/w@v3', 'warning 3'],
      ['accountability/warning/w', 'warning 3'],
    ]);
  });
});
