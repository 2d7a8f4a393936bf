/**
 * The state a gas volume refers to. Until 2018-08-31 concentrations of gases stand for 273 K, since then for 298.15 K
 * (amendment of 2018 to GB 3095-2012; GB 3095-2026 3.14, 4.3): the same air reads 8.4 % lower. Particles were put on
 * the state of sampling at the same time; without temperature and pressure of the site they cannot be converted.
 */
import type { AirEdition } from './edition.js';
import { type Concentrations, type PerPollutant, type Pollutant, POLLUTANTS } from './pollutant.js';
import { powerOfTen, roundRatio, scaled, unscaled } from './rounding.js';

const GASES: readonly Pollutant[] = ['SO2', 'NO2', 'CO', 'O3'];

/** Kelvin, in hundredths. */
const KELVIN: Readonly<Record<AirEdition['gasState'], number>> = { STANDARD_273K: 27_300, REFERENCE_298K: 29_815 };
/** Digits carried by a value that is converted. */
const VALUE_DECIMALS = 4;

/**
 * Values of one edition as they would stand in the gas state of another, each rounded once to `decimals`. Particles and
 * values of the same state are given back as they are.
 */
export const inGasStateOf = (
  to: AirEdition,
  values: Concentrations,
  from: AirEdition,
  decimals: PerPollutant<number>,
): Concentrations => {
  if (to.gasState === from.gasState) return values;
  const [numerator, denominator] = [KELVIN[from.gasState], KELVIN[to.gasState]];
  return Object.fromEntries(
    POLLUTANTS.flatMap((pollutant) => {
      const value = values[pollutant];
      if (value === undefined) return [];
      if (!GASES.includes(pollutant)) return [[pollutant, value]];
      const places = decimals[pollutant];
      const units = roundRatio(
        scaled(value, VALUE_DECIMALS) * numerator * powerOfTen(places),
        denominator * powerOfTen(VALUE_DECIMALS),
      );
      return [[pollutant, unscaled(units, places)]];
    }),
  );
};
