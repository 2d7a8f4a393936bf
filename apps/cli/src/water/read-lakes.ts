import { lineBatches } from '../air/text-lines.js';
import { FileFault } from '../file-fault.js';

/** A section by province and name: a name alone occurs in several provinces. */
export const sectionKey = (province: string, section: string): string => `${province},${section}`;

/** The heading such a list may carry. */
const HEADING = sectionKey('省份', '断面名称');

/**
 * Sections that are lakes or reservoirs, of a list with a line `省份,断面名称` each; for layouts without a province the
 * part before the comma is empty. Throws a FileFault that names the row which is no such pair.
 */
export const readLakes = async (file: string): Promise<ReadonlySet<string>> => {
  const lakes = new Set<string>();
  let row = 0;
  for await (const lines of lineBatches(file))
    for (const line of lines) {
      row += 1;
      if (line.trim() === '') continue;
      const cells = line.split(',').map((cell) => cell.trim());
      if (cells.length !== 2 || cells[1] === '')
        throw new FileFault(file, `row ${row}: not a line of 省份,断面名称: "${line}"`);
      const key = sectionKey(cells[0]!, cells[1]!);
      if (key !== HEADING) lakes.add(key);
    }
  return lakes;
};
