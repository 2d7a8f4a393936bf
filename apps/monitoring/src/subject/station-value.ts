/** Values of an hour of a station as they are kept. */
import type { Pollutant } from '#libs/domain/air/pollutant.js';

/** Column of each pollutant. */
export const POLLUTANT_COLUMNS: readonly (readonly [column: string, pollutant: Pollutant])[] = [
  ['so2', 'SO2'],
  ['no2', 'NO2'],
  ['co', 'CO'],
  ['o3', 'O3'],
  ['pm10', 'PM10'],
  ['pm25', 'PM2.5'],
];
/** In SQL's words: the hour `h` has a value; one whose values were all taken back has none. */
export const HAS_SOME_VALUE = `(${POLLUTANT_COLUMNS.map(([column]) => `h.${column} is not null`).join(' or ')})`;
