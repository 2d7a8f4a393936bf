import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { citedByKey, evidenceKey } from './evidence-key.js';

describe('the key of a record in a chain', () => {
  it.each([
    ['accountability/warning/w@v1', { service: 'accountability', kind: 'warning', id: 'w', version: 1 }],
    ['accountability/warning/w', { service: 'accountability', kind: 'warning', id: 'w' }],
    [
      'monitoring/reading/hj212~A/B@v~hour~2026-05-01T00:00:00.000Z~a34004@v12',
      {
        service: 'monitoring',
        kind: 'reading',
        id: 'hj212~A/B@v~hour~2026-05-01T00:00:00.000Z~a34004',
        version: 12,
      },
    ],
  ])('%s names a record and the version cited', (key, cited) => {
    expect(citedByKey(key)).toEqual(cited);
    expect(evidenceKey(cited)).toBe(key);
  });

  it('leads back to any record cited with its version', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 1e9 }), (id, version) => {
        const cited = { service: 'monitoring', kind: 'reading', id, version };
        expect(citedByKey(evidenceKey(cited))).toEqual(cited);
      }),
      { seed: 11 },
    );
  });
});
