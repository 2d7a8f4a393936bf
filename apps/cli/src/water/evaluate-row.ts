import type { BasicItem, WaterBody, WaterClass } from '#libs/domain/water/edition.js';
import { compareWithTarget, evaluateSection, exceedingItemText } from '#libs/domain/water/section-class.js';
import type { SectionRow } from './section-row.js';

/** What counts as exceeding: worse than class Ⅲ, as in the national evaluation. */
const EXCEEDING_BEYOND = 3;

export const OUTPUT_HEADING = 'province,section,time,class,exceeding';

const csvCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * A line of the output. `class` is 1 to 6, empty where no deciding item has a value. `exceeding` names every item worse
 * than class Ⅲ, with how many times its limit it is beyond it: 氨氮(1.3)、总磷(0.6)、溶解氧; pH and 溶解氧 have no multiple.
 * Cyanide and heavy metals stand first, then the worse class, then the larger multiple (地表水环境质量评价办法(试行) §二).
 */
export const outputLine = (
  row: SectionRow,
  body: WaterBody,
  decidingItems: readonly BasicItem[],
): { readonly line: string; readonly waterClass: WaterClass | null } => {
  // The values are compared as they were published: rounding them again would move some across a limit.
  const evaluation = evaluateSection({ values: row.values, body, decimals: 'none', decidingItems });
  const { exceedingItems } = compareWithTarget(evaluation, EXCEEDING_BEYOND, body);
  const { waterClass } = evaluation;
  const cells = [
    row.province,
    row.section,
    row.time,
    String(waterClass ?? ''),
    exceedingItems.map(exceedingItemText).join('、'),
  ];
  return { line: cells.map(csvCell).join(','), waterClass };
};
