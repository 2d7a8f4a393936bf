import { describe, expect, it } from '@jest/globals';
import { type Duty, dutyFor, type Matter } from './responsibility-list.js';

const duty = (id: string, wanted: Partial<Duty>): Duty & { id: string } => ({
  id,
  category: 'dust',
  subjectKind: null,
  areaId: null,
  from: '2026-01-01',
  to: null,
  ...wanted,
});
const matter: Matter = { category: 'dust', subjectKind: 'site', areaId: 'north', on: '2026-05-09' };

describe('the row of the responsibility list for a matter', () => {
  it.each<[string, (Duty & { id: string })[], Partial<Matter>, string | null]>([
    ['of its category', [duty('a', {}), duty('b', { category: 'fume' })], {}, 'a'],
    ['its area before everywhere', [duty('a', {}), duty('b', { areaId: 'north' })], {}, 'b'],
    ['its kind before any', [duty('a', {}), duty('b', { subjectKind: 'site' })], {}, 'b'],
    ['its area before its kind', [duty('a', { subjectKind: 'site' }), duty('b', { areaId: 'north' })], {}, 'b'],
    ['another area', [duty('a', { areaId: 'south' })], {}, null],
    ['another kind', [duty('a', { subjectKind: 'outlet' })], {}, null],
    ['no longer held', [duty('a', { to: '2026-05-09' })], {}, null],
    ['not held yet', [duty('a', { from: '2026-05-10' })], {}, null],
    ['by its kind where no row has its category', [duty('a', { category: 'fume', subjectKind: 'site' })], {}, 'a'],
    ['two of equal rank', [duty('a', {}), duty('b', {})], {}, null],
    ['a matter of no kind and another category', [duty('a', { category: 'fume' })], { subjectKind: null }, null],
  ])('%s', (_case, duties, wanted, found) => {
    expect(dutyFor(duties, { ...matter, ...wanted })?.id ?? null).toBe(found);
  });
});
