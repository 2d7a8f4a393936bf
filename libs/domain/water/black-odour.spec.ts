import { describe, expect, it } from '@jest/globals';
import { blackOdour, type BlackOdourValues } from './black-odour.js';

describe('black and malodorous water', () => {
  it.each<[BlackOdourValues, ReturnType<typeof blackOdour>]>([
    [{}, undefined],
    [{ nh3n: '--' }, undefined],
    [{ nh3n: '8.0' }, null],
    [{ nh3n: '8.01' }, '轻度黑臭'],
    [{ nh3n: '15' }, '轻度黑臭'],
    [{ nh3n: '15.1' }, '重度黑臭'],
    [{ do: '2.0' }, null],
    [{ do: '1.99' }, '轻度黑臭'],
    [{ do: '0.2' }, '轻度黑臭'],
    [{ do: '0.19' }, '重度黑臭'],
    [{ clarity: '25' }, null],
    [{ clarity: '24' }, '轻度黑臭'],
    [{ clarity: '10' }, '轻度黑臭'],
    [{ clarity: '9' }, '重度黑臭'],
    [{ clarity: '0' }, '重度黑臭'],
    [{ clarity: '8', depth: '20' }, null],
    [{ clarity: '7', depth: '20' }, '重度黑臭'],
    [{ clarity: '12', depth: '25' }, '轻度黑臭'],
    [{ orp: '50' }, null],
    [{ orp: '-200' }, '轻度黑臭'],
    [{ orp: -201 }, '重度黑臭'],
    [{ do: '5', nh3n: '9', clarity: '30', orp: '100' }, '轻度黑臭'],
    [{ do: '0.1', nh3n: '9' }, '重度黑臭'],
  ])('%j is %s', (values, expected) => {
    expect(blackOdour(values)).toBe(expected);
  });
});
