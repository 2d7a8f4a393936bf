import { describe, expect, it } from '@jest/globals';
import { compliance } from './compliance.js';
import { monthFigures, type MonthValues } from './month-figures.js';
import { spanAbsence, spanBefore, spanLastYear, spanOutcomes, spanValues, waterSpan } from './water-span.js';

const month = (name: string, nh3n: string): MonthValues => ({ month: name, values: { nh3n } });

describe('spans of months', () => {
  it.each([
    ['month', '2026-05', '2026-05', '2026-05', '2025-05', '2026-04'],
    ['quarter', '2026-Q2', '2026-04', '2026-06', '2025-Q2', '2026-Q1'],
    ['year', '2026', '2026-01', '2026-12', '2025', '2025'],
    ['cumulative', '2026-01~05', '2026-01', '2026-05', '2025-01~05', '2025-01~05'],
  ] as const)('%s', (kind, label, from, to, lastYear, before) => {
    const span = waterSpan(kind, '2026-05');
    expect(span).toEqual({ kind, label, from, to });
    expect([spanLastYear(span).label, spanBefore(span).label]).toEqual([lastYear, before]);
  });

  it('a quarter needs two results, a year eight, a month and what is cumulative one', () => {
    const results = ['01', '02', '03', '04', '05', '06', '07'].map((one) => month(`2026-${one}`, `0.${one[1]}`));
    const of = (kind: 'month' | 'quarter' | 'year' | 'cumulative', upTo: string) =>
      spanValues(results, waterSpan(kind, upTo))?.nh3n ?? null;
    expect(of('month', '2026-07')).toBe('0.7');
    expect(of('month', '2026-08')).toBeNull();
    expect(of('quarter', '2026-04')).toBe('0.50');
    expect(of('quarter', '2026-07')).toBeNull();
    expect(of('cumulative', '2026-02')).toBe('0.15');
    expect(of('year', '2026-07')).toBeNull();
    expect(spanValues([...results, month('2026-08', '0.8')], waterSpan('year', '2026-08'))?.nh3n).toBe('0.45');
  });

  it('C01: a quarter pools its section-months', () => {
    const section = (target: 2 | 3) =>
      ({ body: 'river', targetOf: () => target, absences: [], mustKeep: null }) as const;
    const results = [month('2026-04', '0.9'), month('2026-05', '0.9'), month('2026-06', '0.4')];
    const span = waterSpan('quarter', '2026-04');
    const outcomes = [2, 3].flatMap((target) =>
      spanOutcomes(`s${target}`, monthFigures(section(target as 2), results, '2026-06'), span),
    );
    expect(compliance(outcomes)).toMatchObject({ compliant: 4, evaluated: 6, rate: '66.7' });
  });

  it('a span without a result is dry where most of its months were', () => {
    const absences = [
      { state: 'dry', from: '2026-04-01', to: '2026-05-31', reason: '断流', proof: ['p'] },
      { state: 'notMonitored', from: '2026-06-01', to: '2026-06-30', reason: '道路中断', proof: [] },
    ] as const;
    const months = monthFigures({ body: 'river', targetOf: () => 3, absences, mustKeep: null }, [], '2026-07');
    expect(spanAbsence(months, waterSpan('quarter', '2026-05'))).toBe('dry');
    expect(spanAbsence(months, waterSpan('month', '2026-06'))).toBe('notMonitored');
    expect(spanAbsence(months, waterSpan('month', '2026-07'))).toBeNull();
  });
});
