import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { printedAqi } from '#libs/domain/air/aqi.js';
import { type AirEdition, editionOn } from '#libs/domain/air/edition.js';
import { feedOzone, type FeedValue, feedValueOf, nationalFeedReport } from '#libs/domain/air/national-feed.js';
import { NATIONAL_EDITIONS } from '#libs/domain/air/national-editions.js';
import type { Pollutant } from '#libs/domain/air/pollutant.js';
import { type CivilDate, naturalDayOf } from '#libs/domain/calendar/shanghai.js';
import { csvCells } from '#libs/domain/telemetry/csv-cells.js';
import { instantOfFeedTime } from '#libs/domain/telemetry/feed-time.js';
import { columnFinder } from '#libs/domain/telemetry/import-layout.js';
import { counted } from '../counted.js';
import { FileFault, NO_ROWS, NOT_TEXT, requireFile, tellFileFaults, UNREADABLE } from '../file-fault.js';
import { lineBatches } from './text-lines.js';

export interface EvaluateOptions {
  readonly layout: 'cnemc-hourly';
  readonly out: string;
}

const HEADER = 'timepoint,stationcode,aqi,primary_pollutant,level,standard\n';
/** Pollutants in the order in which they are joined. */
const PRINT_ORDER: readonly Pollutant[] = ['PM2.5', 'PM10', 'O3', 'NO2', 'SO2', 'CO'];

const COLUMNS = {
  timepoint: 'timepoint',
  station: 'stationcode',
  SO2: 'so2',
  NO2: 'no2',
  CO: 'co',
  O3: 'o3',
  PM10: 'pm10',
  'PM2.5': 'pm2_5',
} as const;
/** Read where it stands, for old hours. */
const OZONE_MAXIMUM = 'o3_24h';

/** Faults of a file told one by one; after as many the file is another layout and only the count says anything. */
const TOLD_FAULTS = 100;

/** Stands for a column where a row has more cells than the header. */
const BEHIND = '(behind the last)';

class RowFault extends Error {
  constructor(
    readonly column: string,
    message: string,
  ) {
    super(message);
  }
}

interface HourRules {
  readonly day: CivilDate;
  readonly edition: AirEdition;
}

const hourRulesOf = (timepoint: string): HourRules => {
  const label = instantOfFeedTime(timepoint);
  if (label === null) throw new RowFault(COLUMNS.timepoint, `not a time: "${timepoint}"`);
  const day = naturalDayOf(label);
  try {
    return { day, edition: editionOn(NATIONAL_EDITIONS, day) };
  } catch (why) {
    throw new RowFault(COLUMNS.timepoint, (why as Error).message);
  }
};

/** Evaluates the rows of one file, whose columns are found by name. Throws when a column is missing. */
const rowEvaluator = (file: string, header: string): ((line: string) => string) => {
  if (header.includes(UNREADABLE)) throw new FileFault(file, NOT_TEXT);
  const names = (csvCells(header) ?? []).map((name) => name.trim());
  const placeOf = columnFinder(names);
  const lacking = Object.values(COLUMNS).filter((name) => placeOf([name]) < 0);
  if (lacking.length > 0) throw new FileFault(file, `column missing: ${lacking.join(', ')}`);
  const at = Object.fromEntries(Object.entries(COLUMNS).map(([key, name]) => [key, placeOf([name])])) as Readonly<
    Record<keyof typeof COLUMNS, number>
  >;
  const maximumAt = placeOf([OZONE_MAXIMUM]);

  const valueAt = (cells: readonly string[], index: number): FeedValue => {
    const text = cells[index]!;
    const value = feedValueOf(text) ?? feedValueOf(text.trim());
    if (value === null) throw new RowFault(names[index]!, `not a concentration: "${text}"`);
    return value;
  };

  let lastTimepoint = '';
  let rules: HourRules | null = null;
  return (line) => {
    const cells = csvCells(line);
    if (cells === null) {
      const column = names[line.slice(0, line.indexOf('"')).split(',').length - 1] ?? BEHIND;
      throw new RowFault(column, 'its quotes do not match');
    }
    if (cells.length !== names.length) {
      const column = cells.length < names.length ? names[cells.length]! : BEHIND;
      throw new RowFault(column, `${cells.length} cells instead of ${names.length}`);
    }
    const timepoint = cells[at.timepoint]!;
    const station = cells[at.station]!;
    if (rules === null || timepoint !== lastTimepoint) {
      rules = hourRulesOf(timepoint);
      lastTimepoint = timepoint;
    }
    if (station === '') throw new RowFault(COLUMNS.station, 'empty');
    if (station.includes(UNREADABLE)) throw new RowFault(COLUMNS.station, NOT_TEXT);
    const { day, edition } = rules;
    const hour = valueAt(cells, at.O3);
    const report = nationalFeedReport(
      {
        SO2: valueAt(cells, at.SO2),
        NO2: valueAt(cells, at.NO2),
        CO: valueAt(cells, at.CO),
        O3: maximumAt < 0 ? hour : feedOzone(hour, valueAt(cells, maximumAt), day),
        PM10: valueAt(cells, at.PM10),
        'PM2.5': valueAt(cells, at['PM2.5']),
      },
      edition,
    );
    const { aqi, primary, level } = report;
    const joined =
      primary.length < 2 ? (primary[0] ?? '') : PRINT_ORDER.filter((one) => primary.includes(one)).join('+');
    return `${timepoint},${station},${aqi === null ? '' : printedAqi(aqi, edition)},${joined},${level ?? ''},${edition.documents.index}\n`;
  };
};

interface Counts {
  rows: number;
  faults: number;
}

const evaluateFile = async (file: string, out: FileHandle, counts: Counts): Promise<void> => {
  let evaluate: ((line: string) => string) | null = null;
  let lineNo = 0;
  let rows = 0;
  let faults = 0;
  for await (const lines of lineBatches(file)) {
    let text = '';
    for (const line of lines) {
      lineNo += 1;
      if (evaluate === null) {
        evaluate = rowEvaluator(file, line);
        continue;
      }
      if (line === '') continue;
      rows += 1;
      try {
        text += evaluate(line);
        counts.rows += 1;
      } catch (why) {
        if (!(why instanceof RowFault)) throw why;
        faults += 1;
        if (faults <= TOLD_FAULTS) console.error(`${file}: row ${lineNo}, column ${why.column}: ${why.message}`);
      }
    }
    await out.write(text);
  }
  if (evaluate === null) throw new FileFault(file, 'the file is empty');
  if (rows === 0) throw new FileFault(file, NO_ROWS);
  if (faults > TOLD_FAULTS) console.error(`${file}: ${counted(faults - TOLD_FAULTS, 'more row')} that cannot be read`);
  counts.faults += faults;
};

/**
 * `duban air evaluate`: one line for each readable row of the files, in their order. A row that cannot be read is named
 * on stderr and left out. Answers the exit code: 0, or 2 with rows left out. Throws a FileFault, leaving no file behind,
 * where a file or a column is missing, or where a file has no row below its heading.
 */
export const evaluateHours = async (files: readonly string[], { out }: EvaluateOptions): Promise<0 | 2> => {
  const counts: Counts = { rows: 0, faults: 0 };
  const unfinished = `${out}.${process.pid}.new`;
  for (const file of files) {
    if (path.resolve(file) === path.resolve(out)) throw new FileFault(out, 'this is a file to be read');
    await requireFile(file);
  }
  const handle = await tellFileFaults(out, () => open(unfinished, 'w'), 'written');
  try {
    await handle.write(HEADER);
    for (const file of files) await tellFileFaults(file, () => evaluateFile(file, handle, counts));
    await handle.close();
    await rename(unfinished, out);
  } catch (why) {
    await handle.close();
    await rm(unfinished, { force: true });
    throw why;
  }
  const left = counts.faults === 0 ? '' : `, ${counts.faults} left out because they cannot be read`;
  console.error(`${counted(counts.rows, 'row')} evaluated${left}`);
  return counts.faults === 0 ? 0 : 2;
};
