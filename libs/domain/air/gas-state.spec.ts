import { describe, expect, it } from '@jest/globals';
import { inGasStateOf } from './gas-state.js';
import { CN_2012, CN_2012_AMENDED, CN_2026_TRANSITION } from './national-editions.js';
import type { Concentrations } from './pollutant.js';

const decimals = CN_2012.assessment.decimals.day;
const FINE = { SO2: 2, NO2: 2, CO: 4, O3: 2, PM10: 2, 'PM2.5': 2 };

describe('a value in another gas state', () => {
  it.each<[string, Concentrations, Concentrations]>([
    // 273 / 298.15 is 0.91565…
    ['of a gas', { O3: 100 }, { O3: 91.56 }],
    ['of CO', { CO: 1 }, { CO: 0.9156 }],
    ['of every gas', { SO2: 20, NO2: 40 }, { SO2: 18.31, NO2: 36.63 }],
    ['of particles stays', { PM10: 70, 'PM2.5': 35 }, { PM10: 70, 'PM2.5': 35 }],
    ['of nothing', {}, {}],
  ])('%s', (_, before, after) => {
    expect(inGasStateOf(CN_2012_AMENDED, before, CN_2012, FINE)).toEqual(after);
    expect(inGasStateOf(CN_2026_TRANSITION, before, CN_2012, FINE)).toEqual(after);
  });

  it('is rounded once to the decimals of its statistic', () => {
    expect(inGasStateOf(CN_2012_AMENDED, { O3: 160, CO: 1.2 }, CN_2012, decimals)).toEqual({ O3: 147, CO: 1.1 });
    expect(inGasStateOf(CN_2012, { O3: 147, CO: 1.1 }, CN_2012_AMENDED, decimals)).toEqual({ O3: 161, CO: 1.2 });
  });

  it('is the value itself where the state is the same', () => {
    expect(inGasStateOf(CN_2026_TRANSITION, { O3: 160.5 }, CN_2012_AMENDED, decimals)).toEqual({ O3: 160.5 });
  });
});
