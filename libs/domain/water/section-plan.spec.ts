import { describe, expect, it } from '@jest/globals';
import { failingWithoutPlan, type PlanContent, planOn, withPlan, withPlanEnded } from './section-plan.js';

const content = (more: Partial<PlanContent> = {}): PlanContent => ({
  from: '2026-03-01',
  causes: ['生活污水直排'],
  measures: [{ measure: '雨污分流', owner: 'u1', due: '2026-10-31', projects: [] }],
  goals: [],
  ...more,
});
const FIRST = withPlan([], content());
const BOTH = withPlan(FIRST, content({ from: '2026-06-01' }));

describe('plan of a section', () => {
  it('has one version in force at a time, and keeps the others', () => {
    expect(BOTH.map(({ version, from, to }) => [version, from, to])).toEqual([
      [1, '2026-03-01', '2026-05-31'],
      [2, '2026-06-01', null],
    ]);
    expect(FIRST).toEqual([{ ...content(), version: 1, to: null }]);
  });

  it.each([
    ['2026-02-28', null],
    ['2026-03-01', 1],
    ['2026-05-31', 1],
    ['2026-06-01', 2],
    ['2030-01-01', 2],
  ])('on %s is version %s', (on, version) => {
    expect(planOn(BOTH, on)?.version ?? null).toBe(version);
  });

  it.each<[string, Partial<PlanContent>, string]>([
    ['no cause', { causes: [] }, 'SECTION_PLAN_CAUSES'],
    ['a blank cause', { causes: [' '] }, 'SECTION_PLAN_CAUSES'],
    ['no measure', { measures: [] }, 'SECTION_PLAN_MEASURES'],
    [
      'nobody answers',
      { measures: [{ measure: 'm', owner: '', due: '2026-10-31', projects: [] }] },
      'SECTION_PLAN_MEASURES',
    ],
    [
      'due before it begins',
      { measures: [{ measure: 'm', owner: 'u1', due: '2026-02-28', projects: [] }] },
      'SECTION_PLAN_DATES',
    ],
    ['a class before it begins', { goals: [{ by: '2026-02-28', target: 3 }] }, 'SECTION_PLAN_DATES'],
    [
      'a worse class later',
      {
        goals: [
          { by: '2026-12-31', target: 4 },
          { by: '2026-06-30', target: 3 },
        ],
      },
      'SECTION_PLAN_GOALS',
    ],
    ['not after the last', { from: '2026-03-01' }, 'SECTION_PLAN_DATES'],
  ])('is refused: %s', (_, more, code) => {
    expect(() => withPlan(FIRST, content(more))).toThrow(expect.objectContaining({ name: 'Refusal', code }));
  });

  it('that was ended may be followed later, not before', () => {
    const ended = FIRST.map((one) => ({ ...one, to: '2026-04-30' }));
    expect(() => withPlan(ended, content({ from: '2026-04-30' }))).toThrow(
      expect.objectContaining({ code: 'SECTION_PLAN_DATES' }),
    );
    const after = withPlan(ended, content({ from: '2026-07-01' }));
    expect([after[0]?.to, planOn(after, '2026-05-15'), planOn(after, '2026-07-01')?.version]).toEqual([
      '2026-04-30',
      null,
      2,
    ]);
  });

  it('may have a measure due on its first day, and a third version ends the second', () => {
    const sameDay = content({ measures: [{ measure: 'm', owner: 'u1', due: '2026-03-01', projects: ['p1'] }] });
    expect(withPlan([], sameDay)).toHaveLength(1);
    const third = withPlan(BOTH, content({ from: '2026-09-01' }));
    expect(third.map(({ version, to }) => [version, to])).toEqual([
      [1, '2026-05-31'],
      [2, '2026-08-31'],
      [3, null],
    ]);
    expect(() => withPlan(BOTH, content({ from: '2026-06-01' }))).toThrow(
      expect.objectContaining({ code: 'SECTION_PLAN_DATES' }),
    );
  });

  it('keeps its goals in the order of their days, and may be ended once', () => {
    const goals = [
      { by: '2027-12-31', target: 3 },
      { by: '2026-12-31', target: 4 },
    ] as const;
    const versions = withPlan([], content({ goals }));
    expect(versions[0]?.goals.map(({ by }) => by)).toEqual(['2026-12-31', '2027-12-31']);
    const ended = withPlanEnded(versions, '2026-05-31');
    expect(ended[0]?.to).toBe('2026-05-31');
    const code = (run: () => unknown): void => void expect(run).toThrow(expect.objectContaining({ name: 'Refusal' }));
    code(() => withPlanEnded(ended, '2026-06-30'));
    code(() => withPlanEnded(versions, '2026-02-28'));
    code(() => withPlanEnded([], '2026-02-28'));
  });

  it('is missed where a section fails without one', () => {
    const sections = [
      { id: 'planned', isFailing: true, versions: BOTH },
      { id: 'bare', isFailing: true, versions: [] },
      { id: 'good', isFailing: false, versions: [] },
      { id: 'ended', isFailing: true, versions: FIRST.map((one) => ({ ...one, to: '2026-04-30' })) },
    ];
    expect(failingWithoutPlan(sections, '2026-05-15')).toEqual(['bare', 'ended']);
  });
});
