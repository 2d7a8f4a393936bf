import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  BASIC_ITEMS,
  EVALUATED_ITEMS,
  GB3838_2002,
  type BasicItem,
  type WaterBody,
  type WaterClass,
} from './edition.js';
import { Exact, type DecimalsColumn } from './rounding.js';
import {
  classOfItem,
  compareWithTarget,
  evaluateSection,
  exceedingItemText,
  type SectionInput,
  type SectionValues,
} from './section-class.js';

const W01: SectionValues = { ph: '7.5', do: '7.5', codmn: '2', nh3n: '0.15', tp: '0.02' };
const W02: SectionValues = { ph: '8', do: '5', codmn: '6', cod: '20', bod5: '4', nh3n: '1.0', tp: '0.2' };
const W04: SectionValues = { ph: '7', do: '4.99', codmn: '3', nh3n: '0.3', tp: '0.08' };
const W22: SectionValues = { codmn: '12', cod: '46', bod5: '5', nh3n: '2.6', tp: '0.5', do: '4', ph: '7' };

const evaluate = (values: SectionValues, more: Partial<SectionInput> = {}) =>
  evaluateSection({ values, body: 'river', decimals: 'none', ...more });

type Row = [id: string, values: SectionValues, body: WaterBody, expected: WaterClass, word: string, main: string];

const ROWS: Row[] = [
  ['W01', W01, 'river', 1, '优', ''],
  ['W02', W02, 'river', 3, '良好', ''],
  ['W03', { ...W02, nh3n: '1.01' }, 'river', 4, '轻度污染', '氨氮(0.01)'],
  ['W04', W04, 'river', 4, '轻度污染', '溶解氧'],
  ['W05', { ...W04, do: '1.99' }, 'river', 6, '重度污染', '溶解氧'],
  ['W06', { ...W04, do: '2' }, 'river', 5, '中度污染', '溶解氧'],
  ['W07', { do: '12', codmn: '1', nh3n: '0.1', tp: '0.01', ph: '7' }, 'river', 1, '优', ''],
  ['W08', { ...W01, tp: '0.06' }, 'river', 2, '优', ''],
  ['W09', { ...W01, tp: '0.06' }, 'lake', 4, '轻度污染', '总磷(0.2)'],
  ['W10 river', { ...W01, tp: '0.2' }, 'river', 3, '良好', ''],
  ['W10 lake', { ...W01, tp: '0.2' }, 'lake', 5, '中度污染', '总磷(3.0)'],
  ['W11 at the limit', { ...W01, tp: '0.05' }, 'lake', 3, '良好', ''],
  ['W11 above it', { ...W01, tp: '0.0501' }, 'lake', 4, '轻度污染', '总磷(0.002)'],
  ['W12 low', { ...W01, ph: '5.99' }, 'river', 6, '重度污染', 'pH'],
  ['W12 high', { ...W01, ph: '9.01' }, 'river', 6, '重度污染', 'pH'],
  ['W13 low', { ...W01, ph: '6' }, 'river', 1, '优', ''],
  ['W13 high', { ...W01, ph: '9' }, 'river', 1, '优', ''],
  ['W17', { ...W01, cu: '0.02' }, 'river', 2, '优', ''],
  ['W18', { ...W01, hg: '0.00006' }, 'river', 3, '良好', ''],
  ['W19', { ...W01, hg: '0.00004L' }, 'river', 1, '优', ''],
  ['W20 Ⅳ', { ...W01, f: '1.2' }, 'river', 4, '轻度污染', '氟化物(0.2)'],
  ['W20 劣Ⅴ', { ...W01, f: '1.6' }, 'river', 6, '重度污染', '氟化物(0.6)'],
  ['W21', { cod: '15.0' }, 'river', 1, '优', ''],
  ['W22', W22, 'river', 6, '重度污染', '氨氮(1.6), 总磷(1.5), 化学需氧量(1.3)'],
  ['W23', { ...W22, pb: '0.06' }, 'river', 6, '重度污染', '铅(0.2), 氨氮(1.6), 总磷(1.5)'],
  ['N04', { ...W01, vp: '0.0003L' }, 'river', 1, '优', ''],
];

describe('class of a section', () => {
  it.each(ROWS)('%s', (_id, values, body, expected, word, main) => {
    const evaluation = evaluate(values, { body });
    expect(evaluation.waterClass).toBe(expected);
    expect(evaluation.word).toBe(word);
    expect(evaluation.mainIndicators.map(exceedingItemText).join(', ')).toBe(main);
  });

  it.each<[string, SectionValues, Record<DecimalsColumn, WaterClass>]>([
    ['W14 pH 9.4', { ...W01, ph: '9.4' }, { assess: 1, hour: 6, none: 6 }],
    ['W27 TP 0.1001', { ...W01, tp: '0.1001' }, { assess: 2, hour: 2, none: 3 }],
    ['W28 DO 5.976', { ...W01, do: '5.976' }, { assess: 2, hour: 3, none: 3 }],
  ])('%s by column of decimals', (_id, values, expected) => {
    for (const decimals of ['assess', 'hour', 'none'] as const) {
      expect([decimals, evaluate(values, { decimals }).waterClass]).toEqual([decimals, expected[decimals]]);
    }
  });

  it('W15: 总氮 and 粪大肠菌群 do not count', () => {
    const evaluation = evaluate({ ph: '7.6', do: '8', codmn: '3', nh3n: '0.2', tp: '0.05', tn: '9.5', fc: '50000' });
    expect(evaluation.waterClass).toBe(2);
    expect(evaluation.reportedApart.map(({ item, waterClass }) => [item, waterClass])).toEqual([['fc', 6]]);
  });

  it('W16: 总氮 of a lake is stated apart', () => {
    const evaluation = evaluate({ ph: '8', do: '8', codmn: '3', nh3n: '0.2', tp: '0.03', tn: '3.0' }, { body: 'lake' });
    expect(evaluation.waterClass).toBe(3);
    expect(evaluation.reportedApart).toEqual([{ item: 'tn', name: '总氮', value: '3', waterClass: 6 }]);
  });

  it('W24: target Ⅲ, multiples against the target', () => {
    const evaluation = evaluate({ nh3n: '2.3', tp: '0.32', cod: '24', ph: '7', do: '6' });
    const comparison = compareWithTarget(evaluation, 3, 'river');
    expect(evaluation.waterClass).toBe(6);
    expect(comparison.isCompliant).toBe(false);
    expect(comparison.exceedingItems.map(exceedingItemText)).toEqual(['氨氮(1.3)', '总磷(0.6)', '化学需氧量(0.2)']);
  });

  it('takes the multiple against a stricter target from that class', () => {
    const evaluation = evaluate({ ...W01, nh3n: '0.75' });
    expect(evaluation.mainIndicators).toEqual([]);
    expect(compareWithTarget(evaluation, 2, 'river').exceedingItems.map(exceedingItemText)).toEqual(['氨氮(0.5)']);
    expect(compareWithTarget(evaluation, 3, 'river')).toEqual({ isCompliant: true, exceedingItems: [] });
  });

  it('W25: evaluates what is there and says that it is partial', () => {
    const evaluation = evaluate({ do: '8', ph: '8', tp: '0.03' });
    expect(evaluation.waterClass).toBe(2);
    expect(evaluation.isPartial).toBe(true);
    expect(evaluation.missingItems).toEqual(['codmn', 'nh3n']);
    expect(evaluate(W01).isPartial).toBe(false);
    expect(evaluate(W01, { expectedItems: EVALUATED_ITEMS }).isPartial).toBe(true);
  });

  it('W26: a dry section has no class and is in no rate', () => {
    const dry = evaluate({}, { absence: 'dry' });
    expect([dry.state, dry.waterClass, dry.word]).toEqual(['dry', null, null]);
    expect(compareWithTarget(dry, 3, 'river').isCompliant).toBeNull();
    expect(evaluate({ do: '--' }).state).toBe('missing');
  });

  it('lets a programme name the deciding items', () => {
    const values = { ...W01, cod: '50' };
    expect(evaluate(values).waterClass).toBe(6);
    expect(evaluate(values, { decidingItems: ['ph', 'do', 'codmn', 'nh3n', 'tp'] }).waterClass).toBe(1);
  });

  it('counts 21 evaluated items', () => {
    expect(EVALUATED_ITEMS).toHaveLength(21);
    expect(BASIC_ITEMS.filter((item) => !EVALUATED_ITEMS.includes(item))).toEqual(['wt', 'tn', 'fc']);
  });

  it('has limits that never become stricter from class to class', () => {
    for (const item of BASIC_ITEMS) {
      const { rule } = GB3838_2002.basic[item];
      const rows = 'river' in rule ? [rule.river, 'lake' in rule ? rule.lake : undefined] : [];
      for (const limits of rows) {
        for (let index = 1; index < (limits?.length ?? 0); index += 1) {
          const step = new Exact(limits?.[index] as string).comparedTo(limits?.[index - 1] as string);
          expect([item, rule.kind === 'floor' ? -step : step]).not.toEqual([item, -1]);
        }
      }
    }
  });

  it('never gives a worse class for cleaner water, and the section is as bad as its worst item', () => {
    const text = fc.integer({ min: 1, max: 60_000 }).map((value) => (value / 1000).toFixed(3));
    const item = fc.constantFrom(...EVALUATED_ITEMS.filter((key) => key !== 'ph'));
    fc.assert(
      fc.property(item, text, text, fc.constantFrom<WaterBody>('river', 'lake'), (key: BasicItem, a, b, body) => {
        const [cleaner, dirtier] = new Exact(a).lt(b) === (key !== 'do') ? [a, b] : [b, a];
        const better = classOfItem(key, new Exact(cleaner), body) as WaterClass;
        const worse = classOfItem(key, new Exact(dirtier), body) as WaterClass;
        expect(better).toBeLessThanOrEqual(worse);
        const evaluation = evaluate({ ...W01, [key]: a }, { body });
        expect(evaluation.waterClass).toBe(Math.max(...evaluation.items.map((entry) => entry.waterClass)));
        expect(evaluation.mainIndicators.length > 0).toBe((evaluation.waterClass as number) > 3);
      }),
      { seed: 2011 },
    );
  });
});
