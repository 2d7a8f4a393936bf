import { readConcentration } from './concentration.js';
import { BASIC_ITEMS, type BasicItem } from './edition.js';
import type { SectionValues } from './section-class.js';

/** Items for which the automatic result of a month comes before the manual one. */
const AUTOMATIC_FIRST: readonly BasicItem[] = ['ph', 'do', 'codmn', 'nh3n', 'tp', 'tn'];

export interface MonthResult {
  readonly values: Readonly<Partial<Record<BasicItem, string>>>;
  readonly sources: Readonly<Partial<Record<BasicItem, 'automatic' | 'manual'>>>;
}

/**
 * The result of a month from both ways of monitoring: of six items the automatic one where there is one, the manual one
 * where the station was out; of all others the manual one first. Source: 2020年地表水监测数据统计技术规定(试行), 环办监测函
 * 〔2020〕82号.
 */
export function monthResult(automatic: SectionValues, manual: SectionValues): MonthResult {
  const values: Partial<Record<BasicItem, string>> = {};
  const sources: Partial<Record<BasicItem, 'automatic' | 'manual'>> = {};
  for (const item of BASIC_ITEMS) {
    const ways = [
      ['automatic', automatic[item]],
      ['manual', manual[item]],
    ] as const;
    const found = (AUTOMATIC_FIRST.includes(item) ? ways : [...ways].reverse()).find(
      ([, reported]) => readConcentration(reported) !== null,
    );
    if (found === undefined) continue;
    [sources[item], values[item]] = [found[0], String(found[1])];
  }
  return { values, sources };
}
