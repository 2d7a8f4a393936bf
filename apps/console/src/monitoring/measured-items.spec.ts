import { describe, expect, it } from '@jest/globals';
import { limitFault, limitRows, limitsOf, sampleItems, valuesOf, wrongValues } from './measured-items.js';

const ALUMINIUM = { item: 'aluminium', name: '铝', limit: '0.2' };

describe('limits of a form', () => {
  it('go out as they came in', () => {
    const limits = { aluminium: { name: '铝', limit: '0.2' }, cod: { name: '化学需氧量', limit: '50' } };
    expect(limitsOf(limitRows(limits))).toEqual(limits);
    expect(limitsOf(undefined)).toEqual({});
    expect(limitsOf([{ item: ' cod ', name: ' COD', limit: '50 ' }])).toEqual({ cod: { name: 'COD', limit: '50' } });
  });

  it.each([
    [[], false, null],
    [[], true, 'missing'],
    [[ALUMINIUM], true, null],
    [[{ ...ALUMINIUM, item: ' ' }], false, 'incomplete'],
    [[{ ...ALUMINIUM, name: '' }], false, 'incomplete'],
    [[{ ...ALUMINIUM, limit: '0.2L' }], false, 'incomplete'],
    [[ALUMINIUM, { ...ALUMINIUM, item: 'aluminium ' }], false, 'twice'],
  ] as const)('%j, needed: %s, are %s', (rows, isRequired, fault) => {
    expect(limitFault(rows, isRequired)).toBe(fault);
  });
});

it('values left empty are not sent, and those that are none are named', () => {
  expect(valuesOf({ ph: '7.5', do: '', cd: '0.0001L' })).toEqual({ ph: '7.5', cd: '0.0001L' });
  expect(valuesOf(undefined)).toEqual({});
  expect(wrongValues({ ph: '7.5', do: '', cd: '0.0001L', tp: '<0.01', tn: '-1' })).toEqual(['tp', 'tn']);
  const items = [{ item: 'orp', name: 'orp', mayBeNegative: true }] as const;
  expect(wrongValues({ orp: '-120', do: '-1' }, items)).toEqual(['do']);
  expect(wrongValues({ orp: '0.5L' }, items)).toEqual(['orp']);
});

describe('items of a sample', () => {
  const limits = {
    sourceLimits: { chloroform: { name: '三氯甲烷', limit: '0.06' } },
    outletLimits: { aluminium: ALUMINIUM },
  };
  const codesOf = (...of: Parameters<typeof sampleItems>): string[] => sampleItems(...of).map(({ item }) => item);

  it('are those of the standard and of the register in surface water', () => {
    const codes = codesOf({ water: 'lake', ...limits }, 'source', { ph: '7', chloroform: '0.01' });
    expect(codes).toEqual([...new Set(codes)]);
    expect(codes).toEqual(expect.arrayContaining(['ph', 'tn', 'fe']));
    expect(codes.at(-1)).toBe('chloroform');
  });

  it('are those of the register alone in groundwater and at the outlet, with what was recorded of others', () => {
    expect(codesOf({ water: 'ground', ...limits }, 'source')).toEqual(['chloroform']);
    expect(codesOf({ water: 'lake', ...limits }, 'outlet')).toEqual(['aluminium']);
    expect(sampleItems({ water: 'lake', ...limits }, 'outlet', { turbidity: '0.3' })).toEqual([
      { item: 'aluminium', name: '铝' },
      { item: 'turbidity', name: 'turbidity' },
    ]);
  });
});
