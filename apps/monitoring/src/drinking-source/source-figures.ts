/** Results of drinking-water sources held against their limits, and the rates over them: pure. */
import type { CivilDate, CivilMonth } from '#libs/domain/calendar/shanghai.js';
import { monthsOf, quarterOf } from '#libs/domain/calendar/shanghai.js';
import { compliance } from '#libs/domain/water/compliance.js';
import {
  beyondLimits,
  evaluateSource,
  type SourceEvaluation,
  sourceRates,
} from '#libs/domain/water/drinking-source.js';
import { GB3838_2002 } from '#libs/domain/water/edition.js';
import { Exact } from '#libs/domain/water/rounding.js';
import type { SourceState } from './drinking-source.api.js';
import type { SourceResult } from './drinking-source.store.js';

export interface EvaluatedResult {
  readonly result: SourceResult;
  readonly evaluation: SourceEvaluation;
}

export const evaluateResult = (source: SourceState, result: SourceResult): EvaluatedResult => {
  const { itemValues } = result;
  const byLimits = (limits: SourceState['sourceLimits']): SourceEvaluation => {
    const beyond = beyondLimits(itemValues, limits);
    return { isCompliant: beyond && beyond.length === 0, beyond: beyond ?? [], reportedApart: [] };
  };
  if (result.kind === 'outlet') return { result, evaluation: byLimits(source.outletLimits) };
  if (source.water === 'ground') return { result, evaluation: byLimits(source.sourceLimits) };
  return {
    result,
    evaluation: evaluateSource({
      body: source.water,
      basic: itemValues,
      supplementary: Object.fromEntries(Object.keys(GB3838_2002.supplementary).map((item) => [item, itemValues[item]])),
      specific: itemValues,
      specificLimits: source.sourceLimits,
      decimals: 'assess',
    }),
  };
};

/** The month or quarter a sample counts for. */
const periodOf = (source: Pick<SourceState, 'sampledEvery'>, day: string): string =>
  source.sampledEvery === 'month' ? day.slice(0, 7) : quarterOf(day).label;

/** The periods of a source in a span of months. */
const periodsIn = (
  source: Pick<SourceState, 'sampledEvery'>,
  span: { readonly from: CivilMonth; readonly to: CivilMonth },
): string[] => [
  ...new Set(
    monthsOf({ from: `${span.from}-01`, to: `${span.to}-01` }).map((month) => periodOf(source, `${month}-01`)),
  ),
];

/**
 * Periods of a span without a sample of the source itself: from that of the first result given to the last one that is over
 * on `today`. Nothing is missing before the first sample of all.
 */
export const missingPeriods = (
  source: SourceState,
  results: readonly EvaluatedResult[],
  span: { readonly from: CivilMonth; readonly to: CivilMonth },
  today: CivilDate,
): string[] => {
  const have = new Set(
    results.flatMap(({ result }) => (result.kind === 'source' ? [periodOf(source, result.sampledOn)] : [])),
  );
  const [first = ''] = [...have].sort();
  const running = periodOf(source, today);
  return periodsIn(source, span).filter((period) => period >= first && period < running && !have.has(period));
};

export interface SourceRates extends ReturnType<typeof sourceRates> {
  /** By sources: one complies over the whole span when every period of it that says anything does. */
  readonly sources: { readonly compliant: number; readonly monitored: number; readonly rate: string | null };
  readonly outletCompliant: number;
  readonly outletEvaluated: number;
  readonly outletRate: string | null;
}

/** Rates over the results of some sources: a source complies in a period when every sample of it does. */
export const ratesOf = (
  of: readonly { readonly source: SourceState; readonly results: readonly EvaluatedResult[] }[],
): SourceRates => {
  const bySource = of.map(({ source, results }) => {
    const byPeriod = new Map<string, EvaluatedResult[]>();
    for (const one of results.filter(({ result }) => result.kind === 'source')) {
      const period = periodOf(source, one.result.sampledOn);
      (byPeriod.get(period) ?? byPeriod.set(period, []).get(period)!).push(one);
    }
    return [...byPeriod.values()].map((own) => {
      const known = own.flatMap(({ evaluation }) => evaluation.isCompliant ?? []);
      return {
        isCompliant: known.length === 0 ? null : known.every(Boolean),
        volume: own.reduce((sum, { result }) => sum.plus(result.volume ?? 0), new Exact(0)).toFixed(),
      };
    });
  });
  const whole = compliance(
    of.map(({ source }, n) => {
      const known = bySource[n]!.flatMap(({ isCompliant }) => isCompliant ?? []);
      return { subject: source.id, period: '', isCompliant: known.length === 0 ? null : known.every(Boolean) };
    }),
  );
  const outlets = compliance(
    of.flatMap(({ source, results }) =>
      results
        .filter(({ result }) => result.kind === 'outlet')
        .map(({ result, evaluation }) => ({
          subject: source.id,
          period: result.sampledOn,
          isCompliant: evaluation.isCompliant,
        })),
    ),
  );
  return {
    sources: { compliant: whole.compliant, monitored: whole.evaluated, rate: whole.rate },
    ...sourceRates(bySource.flat()),
    outletCompliant: outlets.compliant,
    outletEvaluated: outlets.evaluated,
    outletRate: outlets.rate,
  };
};
