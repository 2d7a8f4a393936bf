/** How changes are written and coloured wherever periods are compared. */

/** A number with its sign and unit; a dash where there is none. */
export const signed = (value: number | null, unit = ''): string =>
  value === null ? '–' : `${value > 0 ? '+' : ''}${value}${unit}`;

/** Red for the worse, green for the better, nothing for no change. */
export const tone = (value: number | null, isLowerBetter = true): string =>
  value === null || value === 0 ? '' : value > 0 === isLowerBetter ? 'overdue' : 'better';

/** Which statistic of a pollutant is assessed: the percentile of CO and O3, the mean of all others. */
export const isAssessed = ({
  pollutant,
  statistic,
}: {
  readonly pollutant: string;
  readonly statistic: 'mean' | 'percentile';
}): boolean => (pollutant === 'CO' || pollutant === 'O3') === (statistic === 'percentile');

/** Whether a day comes out otherwise under one edition than under another: by its index or by what is primary. */
export const differs = ({
  under,
}: {
  readonly under: readonly { readonly aqi: number | null; readonly primary: readonly string[] }[];
}): boolean =>
  under.some(({ aqi, primary }) => aqi !== under[0]!.aqi || primary.join(' ') !== under[0]!.primary.join(' '));
