import { describe, expect, it } from '@jest/globals';
import { absenceIn, type AbsenceRecord, absenceConflict, isDryYear } from './section-absence.js';

const record = (more: Partial<AbsenceRecord> = {}): AbsenceRecord => ({
  state: 'dry',
  from: '2026-04-01',
  to: '2026-04-20',
  reason: '断流',
  proof: ['照片'],
  ...more,
});
const APRIL = { from: '2026-04-01', to: '2026-04-30' };

describe('an absence', () => {
  it.each<[string, Partial<AbsenceRecord>, string | null]>([
    ['with its proof', {}, null],
    ['of one day', { to: '2026-04-01' }, null],
    ['that lasts', { to: null }, null],
    ['ending before it began', { to: '2026-03-31' }, 'ABSENCE_DATES'],
    ['without a reason', { reason: '' }, 'ABSENCE_REASON_MISSING'],
    ['dry without proof', { proof: [] }, 'ABSENCE_PROOF_MISSING'],
    ['of an instrument, without proof', { state: 'notMonitored', proof: [] }, null],
  ])('%s', (_, more, code) => {
    expect(absenceConflict(record(more))?.code ?? null).toBe(code);
  });

  it.each<[string, AbsenceRecord[], AbsenceRecord['state'] | null]>([
    ['none is recorded', [], null],
    ['dry for most of it', [record(), record({ state: 'notMonitored', from: '2026-04-21', to: '2026-04-30' })], 'dry'],
    [
      'mostly not monitored',
      [record({ to: '2026-04-05' }), record({ state: 'notMonitored', to: null })],
      'notMonitored',
    ],
    ['as long', [record({ state: 'notMonitored', from: '2026-04-21', to: null }), record({ to: '2026-04-10' })], 'dry'],
    [
      'days after it do not count',
      [record({ from: '2026-04-21', to: '2026-05-31' }), record({ state: 'notMonitored', to: '2026-04-20' })],
      'notMonitored',
    ],
    ['it ended the day before', [record({ from: '2026-03-01', to: '2026-03-31' })], null],
    ['it began the day after', [record({ from: '2026-05-01', to: null })], null],
    ['it lasts since March', [record({ from: '2026-03-01', to: null })], 'dry'],
  ])('in April: %s', (_, records, state) => {
    expect(absenceIn(records, APRIL)?.state ?? null).toBe(state);
  });
});

describe('a dry year', () => {
  const months = (...dry: number[]) =>
    Array.from({ length: 12 }, (_, n) => ({
      month: `2026-${String(n + 1).padStart(2, '0')}`,
      isDry: dry.includes(n + 1),
    }));

  it.each([
    [months(1, 2, 3, 4, 5, 6), true],
    [months(7, 8, 9, 10, 11, 12), true],
    [months(1, 2, 3, 4, 5), false],
    [months(1, 2, 3, 5, 6, 7), false],
    [months(1, 2, 3, 4, 5, 6).reverse(), true],
    [months(1, 2, 3, 4, 5, 6).filter(({ month }) => month !== '2026-03'), false],
    [[], false],
  ])('%#', (given, expected) => {
    expect(isDryYear(given)).toBe(expected);
  });
});
