import { describe, expect, it } from '@jest/globals';
import { keyOf, partsOf } from './chain.js';

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
  ])('%s names a record and the version cited', (key, parts) => {
    expect(partsOf(key)).toEqual(parts);
    expect(keyOf(parts)).toBe(key);
  });
});
