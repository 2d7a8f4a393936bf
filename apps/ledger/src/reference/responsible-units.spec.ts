import { describe, expect, it } from '@jest/globals';
import { matchingDuty } from './responsible-units.js';

const duty = (id: string, more: Partial<Parameters<typeof matchingDuty>[0][number]> = {}) => ({
  id,
  version: 1,
  retired: false,
  category: 'noise',
  subjectKind: null,
  areaId: null,
  leadUnitId: id,
  cooperatingUnitIds: [],
  supervisingUnitId: null,
  basisDoc: 'list',
  from: '2026-01-01',
  to: null,
  ...more,
});
const matter = { category: 'noise', subjectKind: 'site', areaId: 'n', on: '2026-05-06' };
const found = (...duties: ReturnType<typeof duty>[]) => matchingDuty(duties, matter)?.id ?? null;

describe('the row of the responsibility list', () => {
  it.each([
    ['of the category', [duty('a'), duty('b', { category: 'dust' })], 'a'],
    ['in force that day', [duty('a', { to: '2026-05-06' }), duty('b', { from: '2026-05-06' })], 'b'],
    ['not yet in force', [duty('a', { from: '2026-05-07' })], null],
    ['for its area before one for everywhere', [duty('a'), duty('b', { areaId: 'n' })], 'b'],
    ['of another area', [duty('a', { areaId: 's' })], null],
    ['for its kind of subject before one for all kinds', [duty('a'), duty('b', { subjectKind: 'site' })], 'b'],
    ['for its area before one for its kind', [duty('a', { subjectKind: 'site' }), duty('b', { areaId: 'n' })], 'b'],
    ['by kind of subject where the category has none', [duty('a', { category: 'x', subjectKind: 'site' })], 'a'],
    ['none in a dispute of two', [duty('a'), duty('b')], null],
    ['none at all', [], null],
  ])('%s', (_what, duties, expected) => {
    expect(found(...duties)).toBe(expected);
  });
});
