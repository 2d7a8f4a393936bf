/** Centralised drinking-water sources (集中式饮用水水源地) and what leaves a waterworks: pass or fail, no class. */
import { readConcentration, type ReportedValue } from './concentration.js';
import { GB3838_2002, type SupplementaryItem, type WaterBody, type WaterClass, type WaterEdition } from './edition.js';
import { sharePercent } from './river-quality.js';
import { Exact, roundItem, roundedText, type DecimalsColumn } from './rounding.js';
import { compareWithTarget, evaluateSection, type ItemEvaluation, type SectionValues } from './section-class.js';

/** A limit a value must not exceed, of an item outside Tables 1 and 2: Table 3, groundwater, or drinking water itself. */
export interface ItemLimit {
  readonly name: string;
  /** Decimal text in the unit the values are reported in. */
  readonly limit: string;
}

export interface BeyondLimit {
  readonly item: string;
  readonly name: string;
  /** (C − S) / S with one decimal; null for pH and 溶解氧. */
  readonly multiple: string | null;
}

/**
 * Items beyond their limits, in the order of the limits; null where no item has a value. Equality complies. For
 * groundwater sources (GB/T 14848-2017, class Ⅲ) and samples of a waterworks' outlet.
 */
export function beyondLimits(
  values: Readonly<Record<string, ReportedValue>>,
  limits: Readonly<Record<string, ItemLimit>>,
): BeyondLimit[] | null {
  const measured = Object.entries(limits).flatMap(([item, { name, limit }]) => {
    const value = readConcentration(values[item])?.effective;
    return value === undefined ? [] : [{ item, name, multiple: value.minus(limit).div(limit) }];
  });
  if (measured.length === 0) return null;
  return measured
    .filter(({ multiple }) => multiple.gt(0))
    .map(({ item, name, multiple }) => ({ item, name, multiple: roundedText(multiple, 1) }));
}

export interface SourceSample {
  /** A reservoir source follows the limits of lakes. */
  readonly body: WaterBody;
  readonly basic: SectionValues;
  readonly supplementary?: Readonly<Partial<Record<SupplementaryItem, ReportedValue>>>;
  /** Items of Table 3 that the place measures, with their limits. */
  readonly specific?: Readonly<Record<string, ReportedValue>>;
  readonly specificLimits?: Readonly<Record<string, ItemLimit>>;
  readonly decimals: DecimalsColumn;
  readonly edition?: WaterEdition;
}

export interface SourceEvaluation {
  /** Null without any value: neither compliant nor failing. */
  readonly isCompliant: boolean | null;
  readonly beyond: readonly BeyondLimit[];
  /** 总氮 of a lake and 粪大肠菌群 are told and decide nothing. */
  readonly reportedApart: readonly ItemEvaluation[];
}

const REQUIRED: WaterClass = 3;

/**
 * Evaluates a sample of a surface source: Table 1 within class Ⅲ (without 水温, 总氮 and 粪大肠菌群), Table 2 and the chosen
 * items of Table 3 within their limits. An item that was not measured is absent, not failed. Source: GB 3838-2002
 * clause 5.3.
 */
export function evaluateSource(sample: SourceSample): SourceEvaluation {
  const { body, decimals, edition = GB3838_2002 } = sample;
  const basic = evaluateSection({ values: sample.basic, body, decimals, edition });
  const supplementary = Object.fromEntries(
    Object.entries(sample.supplementary ?? {}).map(([item, reported]) => {
      const value = readConcentration(reported)?.effective;
      return [item, value === undefined ? null : roundItem(item as SupplementaryItem, value, decimals).text];
    }),
  );
  const others = [
    beyondLimits(supplementary, edition.supplementary),
    beyondLimits(sample.specific ?? {}, sample.specificLimits ?? {}),
  ];
  const isMeasured = basic.waterClass !== null || others.some((found) => found !== null);
  const beyond: BeyondLimit[] = [
    ...compareWithTarget(basic, REQUIRED, body, edition).exceedingItems,
    ...others.flatMap((found) => found ?? []),
  ];
  return {
    isCompliant: isMeasured ? beyond.length === 0 : null,
    beyond,
    reportedApart: basic.reportedApart,
  };
}

export interface SourceVolume {
  /** Water taken in the period, 万吨, decimal text. */
  readonly volume: string;
  readonly isCompliant: boolean | null;
}

/**
 * 水源达标率 and 水量达标率 of one or more periods, per cent with one decimal; over several months the source-months are
 * pooled. Sources without a result are left out of both. Null without a monitored source or without any water taken.
 */
export function sourceRates(sources: readonly SourceVolume[]): {
  readonly compliant: number;
  readonly monitored: number;
  readonly sourceRate: string | null;
  readonly volumeRate: string | null;
} {
  const monitored = sources.filter(({ isCompliant }) => isCompliant !== null);
  const compliant = monitored.filter(({ isCompliant }) => isCompliant === true);
  const sum = (of: readonly SourceVolume[]): Exact =>
    of.reduce((total, { volume }) => total.plus(volume), new Exact(0));
  return {
    compliant: compliant.length,
    monitored: monitored.length,
    sourceRate: sharePercent(compliant.length, monitored.length),
    volumeRate: sharePercent(sum(compliant), sum(monitored)),
  };
}
