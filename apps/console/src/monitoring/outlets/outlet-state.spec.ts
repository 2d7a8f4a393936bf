import { describe, expect, it } from '@jest/globals';
import { outletState } from './outlet-state.js';

const LIMIT = { factor: 'w01018', limit: '50', unit: 'mg/L', basis: 'permit' };
/** 16:00 UTC is the beginning of the next day in the district. */
const latest = (label: string, openExceedances = 0) => ({ label, factors: [], openExceedances });

describe('the state of an outlet on 2026-06-16', () => {
  it.each([
    ['nothing came yet', { latest: null, limits: [LIMIT] }, 'silent'],
    ['within its limit', { latest: latest('2026-06-16T02:00:00Z'), limits: [LIMIT] }, 'within'],
    ['above its limit', { latest: latest('2026-06-16T02:00:00Z', 1), limits: [LIMIT] }, 'exceeding'],
    ['nothing to judge it by', { latest: latest('2026-06-16T02:00:00Z'), limits: [] }, 'unlimited'],
    ['the first hour of yesterday', { latest: latest('2026-06-14T16:00:00Z'), limits: [LIMIT] }, 'within'],
    ['older than yesterday', { latest: latest('2026-06-14T15:00:00Z'), limits: [LIMIT] }, 'stopped'],
    ['above when it fell silent', { latest: latest('2026-06-10T02:00:00Z', 1), limits: [LIMIT] }, 'stopped'],
  ])('%s', (_name, outlet, state) => {
    expect(outletState(outlet, '2026-06-16')).toBe(state);
  });
});
