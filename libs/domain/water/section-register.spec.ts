import { describe, expect, it } from '@jest/globals';
import {
  countByLevel,
  declaredBody,
  type RegisteredSection,
  targetOf,
  type TargetStatement,
  withTarget,
} from './section-register.js';

const statement = (more: Partial<TargetStatement> = {}): TargetStatement => ({
  year: 2026,
  target: 4,
  basis: '文号一',
  recordedOn: '2026-01-10',
  ...more,
});
const HISTORY = [
  statement({ year: 2025, target: 5, recordedOn: '2025-02-01' }),
  statement(),
  statement({ target: 3, basis: '文号二', recordedOn: '2026-06-01' }),
];

describe('target of a year', () => {
  it.each([
    [2026, undefined, 3],
    [2026, '2026-05-31', 4],
    [2026, '2026-06-01', 3],
    [2026, '2026-01-09', null],
    [2025, '2026-12-31', 5],
    [2027, undefined, null],
  ])('%i, as known on %s, is %s', (year, knownOn, target) => {
    expect(targetOf(HISTORY, year, knownOn)?.target ?? null).toBe(target);
  });

  it.each<[string, Partial<TargetStatement>, string]>([
    ['劣Ⅴ is no target', { target: 6 as never }, 'TARGET_CLASS_INVALID'],
    ['nor is half a class', { target: 2.5 as never }, 'TARGET_CLASS_INVALID'],
    ['no paper', { basis: ' ' }, 'TARGET_BASIS_MISSING'],
    ['before the last one', { recordedOn: '2026-05-31' }, 'TARGET_ORDER'],
    ['nothing new', { target: 3, basis: '文号二' }, 'TARGET_UNCHANGED'],
  ])('is refused: %s', (_, more, code) => {
    const written = statement({ target: 2, recordedOn: '2026-07-01', ...more });
    expect(() => withTarget(HISTORY, written)).toThrow(expect.objectContaining({ name: 'Refusal', code }));
  });

  it('keeps what was said before', () => {
    const outcome = withTarget(HISTORY, statement({ target: 2, recordedOn: '2026-07-01' }));
    expect(outcome.slice(0, 3)).toEqual(HISTORY);
    expect([targetOf(outcome, 2026)?.target, targetOf(outcome, 2026, '2026-06-30')?.target]).toEqual([2, 3]);
    expect(withTarget([], statement())).toEqual([statement()]);
  });

  it.each<[string, Partial<TargetStatement>]>([
    ['Ⅰ', { target: 1 }],
    ['Ⅴ', { target: 5 }],
    ['on the same day', { target: 2, recordedOn: '2026-06-01' }],
    ['the same class by another paper', { target: 3, basis: '文号三' }],
    ['of a year gone by', { year: 2024 }],
  ])('may be %s', (_, more) => {
    expect(withTarget(HISTORY, statement({ recordedOn: '2026-07-01', ...more }))).toHaveLength(4);
  });
});

describe('sections by control level', () => {
  const section = (id: string, levels: string[], more: Partial<RegisteredSection> = {}): RegisteredSection => ({
    id,
    body: 'river',
    levels,
    isRetired: false,
    ...more,
  });
  const SECTIONS = [
    section('a', ['国控', '出境']),
    section('b', ['国控']),
    section('c', ['省控'], { body: null }),
    section('d', []),
    section('e', ['省控'], { isRetired: true }),
  ];

  it('counts those in use, each level and each section', () => {
    const counts = countByLevel(SECTIONS, ['国控', '省控', '省级专项']);
    expect([...counts.byLevel]).toEqual([
      ['国控', 2],
      ['省控', 1],
      ['省级专项', 0],
      ['出境', 1],
    ]);
    expect(counts).toMatchObject({ sections: 4, withoutLevel: ['d'], undeclared: ['c'] });
  });

  it('does not guess a type of water', () => {
    expect(declaredBody({ id: 'a', body: 'lake' })).toBe('lake');
    expect(() => declaredBody({ id: 'c', body: null })).toThrow(
      expect.objectContaining({ code: 'SECTION_BODY_UNDECLARED' }),
    );
  });
});
