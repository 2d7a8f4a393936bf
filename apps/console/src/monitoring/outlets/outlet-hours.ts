import type { Schemas } from '../../api/client.js';

export type OutletIndicator = Pick<
  Schemas['MonitoringIndicator'],
  'value' | 'valid' | 'period' | 'details' | 'dataState'
>;

export interface OutletHour {
  /** End of the hour, an instant. */
  readonly label: string;
  /** Decimal text in the unit of the limit. */
  readonly value: string;
  /** That of its day. */
  readonly limit: string;
  readonly dataState: OutletIndicator['dataState'];
}

interface Measured {
  readonly factor: string;
  readonly value: string;
  readonly limit: string;
}
const isMeasured = (one: unknown): one is Measured =>
  typeof one === 'object' &&
  one !== null &&
  'factor' in one &&
  'value' in one &&
  'limit' in one &&
  typeof one.limit === 'string' &&
  typeof one.factor === 'string' &&
  typeof one.value === 'string';

/** All factors of one published hour: the one nearest its limit stands for the hour, the others beside it. */
const measuredOf = ({ value, valid, details }: OutletIndicator): Measured[] => {
  if (!valid) return [];
  const others = Array.isArray(details['others']) ? (details['others'] as readonly unknown[]) : [];
  return [{ factor: details['factor'], value, limit: details['limit'] }, ...others].filter(isMeasured);
};

/** Hour means by factor, ascending. Hours without a usable value are not there. */
export const hoursByFactor = (indicators: readonly OutletIndicator[]): ReadonlyMap<string, readonly OutletHour[]> => {
  const byFactor = new Map<string, OutletHour[]>();
  for (const indicator of indicators) {
    for (const { factor, value, limit } of measuredOf(indicator)) {
      const hours = byFactor.get(factor) ?? [];
      const label = new Date(indicator.period.end).toISOString();
      hours.push({ label, value, limit, dataState: indicator.dataState });
      byFactor.set(factor, hours);
    }
  }
  for (const hours of byFactor.values()) hours.sort((a, b) => a.label.localeCompare(b.label));
  return byFactor;
};

const HOUR_MS = 3_600_000;

/** Hours of a curve under one limit, by their places in it. */
export interface LimitStretch {
  readonly from: number;
  readonly to: number;
  readonly limit: string;
}

export interface Curve {
  readonly first: string;
  readonly values: readonly (number | null)[];
  /** In their order; one reaches up to where the next begins. */
  readonly limits: readonly LimitStretch[];
}

/** Every hour from the first to the last one measured, those missing as null: what a curve is drawn from. */
export const curveOf = (hours: readonly OutletHour[]): Curve | null => {
  const [first, last] = [hours[0], hours.at(-1)];
  if (!first || !last) return null;
  const begin = Date.parse(first.label);
  const placeOf = (label: string): number => Math.round((Date.parse(label) - begin) / HOUR_MS);
  const values = new Array<number | null>(placeOf(last.label) + 1).fill(null);
  for (const { label, value } of hours) values[placeOf(label)] = Number(value);
  const begins = hours.filter(({ limit }, n) => limit !== hours[n - 1]?.limit);
  const limits = begins.map(({ label, limit }, n) => ({
    from: placeOf(label),
    to: placeOf(begins[n + 1]?.label ?? last.label),
    limit,
  }));
  return { first: first.label, values, limits };
};

/** The limit at a place of a curve. */
export const limitAt = ({ limits }: Pick<Curve, 'limits'>, place: number): string =>
  limits.findLast(({ from }) => from <= place)?.limit ?? '';

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
