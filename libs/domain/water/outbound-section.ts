import type { WaterClass } from './edition.js';

export interface OutboundPeriod {
  readonly period: string;
  /** Null where the period was not evaluated. */
  readonly waterClass: WaterClass | null;
}

export interface OutboundStanding {
  /** Evaluated periods worse than the class the section has to keep. */
  readonly breaches: readonly { readonly period: string; readonly waterClass: WaterClass }[];
  /** The newest evaluated period is one of them. */
  readonly isBroken: boolean;
  /** By the mean of the year; null without one. A year that holds does not heal a breach. */
  readonly holdsOverYear: boolean | null;
}

/**
 * Whether an outbound section (出境断面) keeps its class: every period counts by itself, the mean of the year only beside.
 *
 * @param periods oldest first
 */
export function outboundStanding(
  mustKeep: WaterClass,
  periods: readonly OutboundPeriod[],
  classOfYear: WaterClass | null,
): OutboundStanding {
  const evaluated = periods.flatMap(({ period, waterClass }) => (waterClass === null ? [] : [{ period, waterClass }]));
  const newest = evaluated.at(-1);
  return {
    breaches: evaluated.filter(({ waterClass }) => waterClass > mustKeep),
    isBroken: newest !== undefined && newest.waterClass > mustKeep,
    holdsOverYear: classOfYear === null ? null : classOfYear <= mustKeep,
  };
}
