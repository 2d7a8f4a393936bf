import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { counted } from '../counted.js';
import { FileFault, NO_ROWS, requireFile, tellFileFaults } from '../file-fault.js';
import { OUTPUT_HEADING, outputLine } from './evaluate-row.js';
import { readCsvRows } from './read-csv-rows.js';
import { readLakes, sectionKey } from './read-lakes.js';
import { readWorkbookRows } from './read-workbook-rows.js';
import { SECTION_LAYOUTS } from './section-layout.js';

export interface EvaluateOptions {
  readonly layout: string;
  readonly out: string;
  /** List of the sections that are lakes; without it every section is a river. */
  readonly lakes?: string;
}

/** Faults told one by one; after as many the file is of another layout and only their number says anything. */
const TOLD_FAULTS = 100;
const LINES_AT_ONCE = 1_000;

/**
 * `duban water evaluate`: a line for each readable row of the file, in their order. A row that cannot be read is named on
 * stderr and left out. Answers the exit code: 0, or 2 with rows left out. Throws a FileFault, leaving no file behind, where
 * a file or a column is missing, or there is no row below the heading.
 */
export const evaluateFile = async (file: string, { layout: id, out, lakes: list }: EvaluateOptions): Promise<0 | 2> => {
  const layout = SECTION_LAYOUTS.find((one) => one.id === id);
  if (!layout) throw new Error(`no layout ${id}: there are ${SECTION_LAYOUTS.map((one) => one.id).join(', ')}`);
  if (path.resolve(file) === path.resolve(out)) throw new FileFault(out, 'this is the file to be read');
  await requireFile(file);
  const lakes = list === undefined ? null : await tellFileFaults(list, () => readLakes(list));
  const absent = new Set(lakes);
  const unfinished = `${out}.${process.pid}.new`;
  const handle = await tellFileFaults(out, () => open(unfinished, 'w'), 'written');
  const counts = { rows: 0, withoutClass: 0, faults: 0 };
  let lines = [OUTPUT_HEADING];
  const flush = async (): Promise<void> => {
    await handle.write(lines.map((line) => `${line}\n`).join(''));
    lines = [];
  };
  try {
    await tellFileFaults(file, async () => {
      for await (const read of (layout.form === 'csv' ? readCsvRows : readWorkbookRows)(file, layout)) {
        if ('fault' in read) {
          const { row, column, problem } = read.fault;
          counts.faults += 1;
          if (counts.faults <= TOLD_FAULTS) console.error(`${file}: row ${row}, column ${column}: ${problem}`);
          continue;
        }
        const key = sectionKey(read.row.province, read.row.section);
        absent.delete(key);
        const { line, waterClass } = outputLine(read.row, lakes?.has(key) ? 'lake' : 'river', layout.decidingItems);
        counts.rows += 1;
        if (waterClass === null) counts.withoutClass += 1;
        if (lines.push(line) >= LINES_AT_ONCE) await flush();
      }
      if (counts.rows + counts.faults === 0) throw new FileFault(file, NO_ROWS);
    });
    await flush();
    await handle.close();
    await rename(unfinished, out);
  } catch (why) {
    await handle.close();
    await rm(unfinished, { force: true });
    throw why;
  }
  if (counts.faults > TOLD_FAULTS)
    console.error(`${file}: ${counted(counts.faults - TOLD_FAULTS, 'more row')} that cannot be read`);
  if (lakes === null) console.error('no list of lakes: every section is held against the limits of rivers');
  if (absent.size > 0)
    console.error(
      `${list}: ${absent.size} of ${lakes!.size} lakes do not occur in the file: ${[...absent].slice(0, 5).join('; ')}`,
    );
  const left = counts.faults === 0 ? '' : `, ${counts.faults} left out because they cannot be read`;
  console.error(`${counted(counts.rows, 'row')} evaluated, ${counts.withoutClass} without a class${left}`);
  return counts.faults === 0 ? 0 : 2;
};
