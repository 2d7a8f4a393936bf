import { describe, expect, it } from '@jest/globals';
import { riverSummary, type SummarySection } from './river-summary.js';
import type { SectionValues } from './section-class.js';

const GOOD: SectionValues = { ph: '7', do: '7', codmn: '3', nh3n: '0.5', tp: '0.08' };
const sections = (...values: SectionValues[]): SummarySection[] =>
  values.map((more, n) => ({ id: `s${n + 1}`, body: 'river', values: { ...GOOD, ...more } }));
const DRY: SummarySection = { id: 'dry', body: 'river', values: {}, absence: 'dry' };
const summary = (of: SummarySection[]) => riverSummary(of, { decimals: 'assess' });

describe('a small river', () => {
  it('R07: is evaluated by the means of its four sections', () => {
    const found = summary([...sections({}, {}, {}, { nh3n: '3.3' }), DRY]);
    expect(found).toMatchObject({ method: 'means', evaluated: 4, waterClass: 4, word: '轻度污染', shares: null });
    expect(found.mainIndicators).toEqual([{ item: 'nh3n', name: '氨氮', multiple: '0.2' }]);
    expect(found.notEvaluated).toEqual([{ id: 'dry', state: 'dry' }]);
    expect(found.classCounts).toEqual({ 1: 0, 2: 3, 3: 0, 4: 0, 5: 0, 6: 1 });
  });

  it('has no class over a river and a lake together', () => {
    const [river, lake] = sections({}, {}) as [SummarySection, SummarySection];
    expect(summary([river, { ...lake, body: 'lake' }])).toMatchObject({ method: 'none', waterClass: null, word: null });
    expect(summary([{ ...lake, body: 'lake' }])).toMatchObject({ method: 'means', waterClass: 4 });
  });

  it('without an evaluated section has none', () => {
    expect(summary([DRY])).toMatchObject({ method: 'none', evaluated: 0, word: null });
    expect(summary([])).toMatchObject({ method: 'none', evaluated: 0, notEvaluated: [] });
  });
});

describe('a river of five sections and more', () => {
  it('is evaluated by the shares of its classes; its items by how many sections exceed', () => {
    const found = summary([
      ...sections(
        { nh3n: '2.5', tp: '0.35', codmn: '7' },
        { nh3n: '1.2', tp: '0.35', bod5: '5' },
        { tp: '0.25', codmn: '7' },
        { bod5: '4' },
        {},
        {},
        {},
      ),
      DRY,
    ]);
    expect(found).toMatchObject({ method: 'shares', evaluated: 7, waterClass: null, word: '轻度污染' });
    expect(found.shares).toMatchObject({ goodShare: '57.1', inferiorShare: '14.3' });
    expect(found.mainIndicators).toEqual([
      { item: 'tp', name: '总磷', sections: 3, share: '42.9' },
      { item: 'codmn', name: '高锰酸盐指数', sections: 2, share: '28.6' },
      { item: 'nh3n', name: '氨氮', sections: 2, share: '28.6' },
    ]);
  });

  it('may have rivers and lakes among its sections, each under its own limits', () => {
    const five = sections({}, {}, {}, {}, {}).map((one, n) => (n === 0 ? { ...one, body: 'lake' as const } : one));
    expect(summary(five)).toMatchObject({ method: 'shares', word: '良好', classCounts: { 2: 4, 4: 1 } });
    expect(summary(sections({}, {}, {}, {}, {}))).toMatchObject({ word: '优', mainIndicators: [] });
  });
});
