import { describe, expect, it } from '@jest/globals';
import { canonicalJson } from './canonical-json.js';

describe('canonical JSON', () => {
  it.each([
    [{ b: 1, a: { d: 'x', c: null } }, '{"a":{"c":null,"d":"x"},"b":1}'],
    [{ 10: 'ten', 9: 'nine', a: undefined }, '{"10":"ten","9":"nine"}'],
    [[2, 1, { b: 1, a: 2 }], '[2,1,{"a":2,"b":1}]'],
    ['超标"', '"超标\\""'],
    [null, 'null'],
  ])('%j is %s', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it('is JSON again', () => {
    const value = { z: [{ y: 1.5, x: true }], a: '\n' };
    expect(JSON.parse(canonicalJson(value))).toEqual(value);
  });
});
