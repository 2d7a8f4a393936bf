import type { Schemas } from '../../api/client.js';

export type OutletIndicator = Pick<Schemas['MonitoringIndicator'], 'value' | 'valid' | 'period' | 'details'>;

export interface OutletHour {
  /** End of the hour, an instant. */
  readonly label: string;
  /** Decimal text in the unit of the limit. */
  readonly value: string;
}

interface Measured {
  readonly factor: string;
  readonly value: string;
}
const isMeasured = (one: unknown): one is Measured =>
  typeof one === 'object' &&
  one !== null &&
  'factor' in one &&
  'value' in one &&
  typeof one.factor === 'string' &&
  typeof one.value === 'string';

/** All factors of one published hour: the one nearest its limit stands for the hour, the others beside it. */
const measuredOf = ({ value, valid, details }: OutletIndicator): Measured[] => {
  if (!valid) return [];
  const others = Array.isArray(details['others']) ? (details['others'] as readonly unknown[]) : [];
  return [{ factor: details['factor'], value }, ...others].filter(isMeasured);
};

/** Hour means by factor, ascending. Hours without a usable value are not there. */
export const hoursByFactor = (indicators: readonly OutletIndicator[]): ReadonlyMap<string, readonly OutletHour[]> => {
  const byFactor = new Map<string, OutletHour[]>();
  for (const indicator of indicators) {
    for (const { factor, value } of measuredOf(indicator)) {
      const hours = byFactor.get(factor) ?? [];
      hours.push({ label: new Date(indicator.period.end).toISOString(), value });
      byFactor.set(factor, hours);
    }
  }
  for (const hours of byFactor.values()) hours.sort((a, b) => a.label.localeCompare(b.label));
  return byFactor;
};

const HOUR_MS = 3_600_000;

/** Every hour from the first to the last one measured, those missing as null: what a curve is drawn from. */
export const curveOf = (
  hours: readonly OutletHour[],
): { readonly first: string; readonly values: readonly (number | null)[] } | null => {
  const [first, last] = [hours[0], hours.at(-1)];
  if (!first || !last) return null;
  const begin = Date.parse(first.label);
  const placeOf = (label: string): number => Math.round((Date.parse(label) - begin) / HOUR_MS);
  const values = new Array<number | null>(placeOf(last.label) + 1).fill(null);
  for (const { label, value } of hours) values[placeOf(label)] = Number(value);
  return { first: first.label, values };
};

/** Labels after `from` up to `to`. */
export interface LabelSpan {
  readonly from: string;
  readonly to: string;
}
type Episode = Pick<Schemas['Exceedance'], 'hours'>;

const isIn = (span: LabelSpan, label: string): boolean =>
  Date.parse(label) > Date.parse(span.from) && Date.parse(label) <= Date.parse(span.to);

/** Labels of episodes that lie in a span. */
export const aboveIn = (episodes: readonly Episode[], span: LabelSpan): string[] =>
  episodes.flatMap(({ hours }) => hours.map(({ label }) => label)).filter((label) => isIn(span, label));
/** Episodes with an hour in a span. */
export const episodesIn = <E extends Episode>(episodes: readonly E[], span: LabelSpan): E[] =>
  episodes.filter((episode) => aboveIn([episode], span).length > 0);
/** The newest label of all; an episode that began earlier may have lasted longer. */
export const lastAbove = (episodes: readonly Episode[]): string | null =>
  episodes
    .flatMap(({ hours }) => hours.map(({ label }) => label))
    .reduce<string | null>(
      (last, label) => (last === null || Date.parse(label) > Date.parse(last) ? label : last),
      null,
    );
