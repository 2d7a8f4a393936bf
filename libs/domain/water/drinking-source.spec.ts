import { describe, expect, it } from '@jest/globals';
import { beyondLimits, evaluateSource, sourceRates } from './drinking-source.js';

const WITHIN = { ph: '8', do: '6', codmn: '3', nh3n: '0.3', tp: '0.04' };

describe('a surface source', () => {
  it('D02: fails by iron; nitrogen of a lake is only told', () => {
    const found = evaluateSource({
      body: 'lake',
      basic: { ...WITHIN, tn: '2.5' },
      supplementary: { mn: '0.1', fe: '0.31' },
      decimals: 'none',
    });
    expect(found.isCompliant).toBe(false);
    expect(found.beyond).toEqual([{ item: 'fe', name: '铁', multiple: '0.03' }]);
    expect(found.reportedApart).toEqual([{ item: 'tn', name: '总氮', value: '2.5', waterClass: 6 }]);
  });

  it.each([
    ['all within, equal to the limits', WITHIN, { so4: '250', cl: '250', no3: '10', fe: '0.3', mn: '0.1' }, true, []],
    ['without COD, which is absent and not failed', WITHIN, {}, true, []],
    ['bacteria are only told', { ...WITHIN, fc: '50000' }, {}, true, []],
    ['class Ⅳ by one item of Table 1', { ...WITHIN, codmn: '6.3' }, {}, false, ['高锰酸盐指数 0.05']],
    ['pH out of range', { ...WITHIN, ph: '9.1' }, {}, false, ['pH ']],
    ['the phosphorus of a lake', { ...WITHIN, tp: '0.06' }, {}, false, ['总磷 0.2']],
    ['Table 2 alone', {}, { no3: '20' }, false, ['硝酸盐 1.0']],
  ])('%s', (_, basic, supplementary, isCompliant, beyond) => {
    const found = evaluateSource({ body: 'lake', basic, supplementary, decimals: 'none' });
    expect(found.isCompliant).toBe(isCompliant);
    expect(found.beyond.map(({ name, multiple }) => `${name} ${multiple ?? ''}`)).toEqual(beyond);
  });

  it('is rounded to the decimals of assessments before it is compared', () => {
    const iron = (decimals: 'assess' | 'none') =>
      evaluateSource({ body: 'river', basic: {}, supplementary: { fe: '0.3004' }, decimals }).isCompliant;
    expect([iron('assess'), iron('none')]).toEqual([true, false]);
  });

  it('counts the items of Table 3 a place measures', () => {
    const limits = { benzene: { name: '苯', limit: '0.01' }, nickel: { name: '镍', limit: '0.02' } };
    const of = (benzene: string) =>
      evaluateSource({
        body: 'river',
        basic: WITHIN,
        specific: { benzene },
        specificLimits: limits,
        decimals: 'none',
      });
    expect(of('0.01').isCompliant).toBe(true);
    expect(of('0.025')).toMatchObject({
      isCompliant: false,
      beyond: [{ item: 'benzene', name: '苯', multiple: '1.5' }],
    });
    expect(of('0.002L').isCompliant).toBe(true);
  });

  it('without any value is neither compliant nor failing', () => {
    expect(evaluateSource({ body: 'river', basic: { do: '--' }, decimals: 'none' }).isCompliant).toBeNull();
  });
});

describe('a sample held against limits of its own', () => {
  const LIMITS = { turbidity: { name: '浑浊度', limit: '1' }, chlorine: { name: '总氯', limit: '3' } };

  it.each([
    [{ turbidity: '1.0', chlorine: '0.5' }, []],
    [{ turbidity: '1.4' }, [{ item: 'turbidity', name: '浑浊度', multiple: '0.4' }]],
    [{}, null],
    [{ turbidity: '--' }, null],
    [{ colour: '99' }, null],
  ])('%j', (values, expected) => {
    expect(beyondLimits(values, LIMITS)).toEqual(expected);
  });
});

describe('rates of sources', () => {
  it('D01: two of three sources, four fifths of the water', () => {
    const sources = [
      { volume: '500', isCompliant: true },
      { volume: '300', isCompliant: true },
      { volume: '200', isCompliant: false },
    ];
    expect(sourceRates(sources)).toEqual({ compliant: 2, monitored: 3, sourceRate: '66.7', volumeRate: '80.0' });
    expect(sourceRates([...sources, { volume: '999', isCompliant: null }])).toEqual(sourceRates(sources));
  });

  it.each([
    [[], null, null],
    [[{ volume: '0', isCompliant: true }], '100.0', null],
    [
      [
        { volume: '9999.5', isCompliant: true },
        { volume: '0.5', isCompliant: false },
      ],
      '50.0',
      '99.9',
    ],
  ])('of %j', (sources, sourceRate, volumeRate) => {
    expect(sourceRates(sources)).toMatchObject({ sourceRate, volumeRate });
  });
});
