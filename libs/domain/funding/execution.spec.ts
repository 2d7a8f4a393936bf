import { describe, expect, it } from '@jest/globals';
import { executionFigures, executionRate, type ProjectFunds } from './execution.js';

const funds = (
  projectId: string,
  paid: string,
  allocated: string,
  startedOn: string | null = '2026-04-01',
): ProjectFunds => ({
  projectId,
  paid,
  allocated,
  startedOn,
});
/** 万元, the sample season at the end of June. */
const season = [
  funds('P1', '420', '1200'),
  funds('P2', '240', '800'),
  funds('P3', '449.99', '1500'),
  funds('P4', '0', '600', null),
  funds('P5', '0', '2000', null),
  funds('P6', '760', '950'),
];

describe('execution at 06-30', () => {
  const figures = executionFigures(season, '2026-06-30', 30);

  it('counts three of six at 30 % or above: 30.0 counts, 29.9993 does not and never prints as 30.0', () => {
    expect(figures.projects.map(({ projectId, rate, standing }) => [projectId, rate.text, standing])).toEqual([
      ['P1', '35.0', 'reached'],
      ['P2', '30.0', 'reached'],
      ['P3', '29.9', 'below'],
      ['P4', '0.0', 'below'],
      ['P5', '0.0', 'below'],
      ['P6', '80.0', 'reached'],
    ]);
    expect([figures.counted, figures.reached, figures.below, figures.notStarted]).toEqual([6, 3, 3, 2]);
  });

  it('divides the sums for the total: 26.5 %', () => {
    expect(figures.total).toEqual({ numerator: '1869.99', denominator: '7050', text: '26.5' });
  });

  it('is JSON', () => expect(JSON.parse(JSON.stringify(figures))).toEqual(figures));
});

describe('rules of the count', () => {
  it('300 paid of 1000 is reached; the disbursed 450 would be 45.0', () => {
    expect(executionRate('300', '1000', [30])).toEqual({ numerator: '300', denominator: '1000', text: '30.0' });
    expect(executionRate('450', '1000', [30]).text).toBe('45.0');
  });

  it('leaves out projects without budget and reports those beyond it', () => {
    const figures = executionFigures(
      [funds('A', '0', '0', null), funds('B', '101', '100'), funds('C', '100', '100'), funds('D', '5', '0')],
      '2026-06-30',
      30,
    );
    expect(figures.projects.map(({ standing, rate }) => [standing, rate.text])).toEqual([
      ['no-budget', null],
      ['over-budget', '101.0'],
      ['reached', '100.0'],
      ['over-budget', null],
    ]);
    expect(figures).toMatchObject({ counted: 3, reached: 1, below: 0, notStarted: 0, overBudget: ['B', 'D'] });
    expect(figures.total.numerator).toBe('206');
  });

  it('never prints 100.0 below 100, and says nothing about no project', () => {
    expect(executionFigures([funds('A', '999.99', '1000')], '2026-12-31', 100).projects[0]!.rate.text).toBe('99.9');
    const none = executionFigures([], '2026-06-30', 30);
    expect([none.counted, none.total.text]).toEqual([0, null]);
  });

  it('counts a start only from its day', () => {
    const started = (on: string): number => executionFigures([funds('A', '1', '10', '2026-06-15')], on, 30).notStarted;
    expect([started('2026-06-14'), started('2026-06-15')]).toEqual([1, 0]);
  });
});
