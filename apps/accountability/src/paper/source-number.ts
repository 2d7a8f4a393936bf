import type { Pack } from '#libs/policy/pack.js';

/** What of a figure its source is found by. */
export interface Sourced {
  /** Indicator of the pack, or the name of the fact. */
  readonly definition: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** ISO instant, or a civil date. */
  readonly cutoff: string;
  readonly revision: number;
}

export type NameOfDefinition = (definition: string) => string;

/** Chinese name of an indicator as the pack has it; a fact the pack does not name goes by its own name. */
export const indicatorNames =
  (pack: Pack): NameOfDefinition =>
  (definition) =>
    pack.indicators.find(({ id }) => id === definition)?.name.zh ?? definition;

/**
 * The number under which a figure of a paper is found again: what it is about (number of an item, code of a section or area),
 * the indicator, its period, its revision, as in `T-07 工作滞后天数 2026-07-09 17:00 第1版`. The evidence route
 * `/evidence/accountability/source/{number}` answers for it.
 */
export const sourceNumber = ({ definition, parameters, cutoff, revision }: Sourced, nameOf: NameOfDefinition): string =>
  [
    parameters['problemNo'] ?? parameters['subject'],
    nameOf(definition),
    parameters['period'] ?? cutoff.slice(0, 10),
    `第${revision}版`,
  ]
    .filter((part) => part !== undefined)
    .join(' ');

export interface SourceParts {
  readonly about: string;
  readonly indicator: string;
  readonly period: string;
  readonly revision: number;
}

/** The parts of a printed source number; null for what is none. Only a period may hold a blank. */
export const readSourceNumber = (number: string): SourceParts | null => {
  const [, about, indicator, period, revision] = /^(\S+)\s+(\S+)\s+(\S.*?)\s+第(\d{1,6})版$/.exec(number.trim()) ?? [];
  return about && indicator && period && revision ? { about, indicator, period, revision: Number(revision) } : null;
};
