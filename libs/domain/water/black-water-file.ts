/** Files of samples of black waters, row by row: which columns they have and what a row says. */
import { type CivilDate, shanghaiDate } from '../calendar/shanghai.js';
import { plainHeading } from '../table-heading.js';
import { csvCells } from '../telemetry/csv-cells.js';
import { instantOfWrittenTime } from '../telemetry/feed-time.js';
import type { GradedItem } from './black-odour.js';
import { GRADED_ITEMS } from './black-odour.js';

type Item = GradedItem | 'depth';

/** Headings a column may have; the first is told where it is missing. */
const WATER = ['水体', '水体名称', '黑臭水体', '水体编号'];
const POINT = ['点位', '监测点位', '点位名称', '点位编号'];
const DAY = ['采样日期', '取样日期', '监测日期'];
/** Units are those samples are kept in: cm, mV and mg/L. */
const ITEMS: Readonly<Record<Item, readonly string[]>> = {
  clarity: ['透明度(cm)', '透明度'],
  depth: ['水深(cm)', '水深'],
  do: ['溶解氧(mg/L)', '溶解氧'],
  orp: ['氧化还原电位(mV)', '氧化还原电位'],
  nh3n: ['氨氮(mg/L)', '氨氮'],
};
const MISSING = ['', '-', '--', '/'];
/** As a laboratory writes it, with L below that detection limit; the redox potential may be negative and has no such limit. */
const REPORTED = /^\d{1,9}(\.\d+)?L?$/;
const POTENTIAL = /^-?\d{1,5}(\.\d+)?$/;

export interface SampleRow {
  /** Id or name of the water, and of its point. */
  readonly water: string;
  readonly point: string;
  readonly sampledOn: CivilDate;
  /** Decimal text by item; one graded item at least. */
  readonly values: Readonly<Partial<Record<Item, string>>>;
}
export interface SampleFault {
  readonly column: string;
  readonly reason: string;
}
export type ReadSample = { readonly row: SampleRow } | { readonly fault: SampleFault };

const plain = (heading: string): string => plainHeading(heading.replace(/^\uFEFF/, ''));
const fault = (column: string, reason: string): ReadSample => ({ fault: { column, reason } });

const valueFault = (item: Item, text: string): string | null => {
  if ((item === 'orp' ? POTENTIAL : REPORTED).test(text)) return null;
  return item !== 'orp' && REPORTED.test(text.replace(/^-/, '')) ? 'NEGATIVE' : 'NOT_A_NUMBER';
};

/**
 * Opens a file by its heading line: a reader of its rows, or the columns it lacks: water, point, day, and one graded item at
 * least. Columns are found by name, in any order; others are passed over.
 */
export const openSampleFile = (
  heading: string,
): { readonly read: (line: string) => ReadSample } | { readonly lacking: readonly string[] } => {
  const headings = (csvCells(heading) ?? []).map(plain);
  const lower = headings.map((one) => one.toLowerCase());
  const placeOf = (names: readonly string[]): number =>
    lower.findIndex((one) => names.some((name) => name.toLowerCase() === one));
  const [water, point, day] = [placeOf(WATER), placeOf(POINT), placeOf(DAY)];
  const items = (Object.keys(ITEMS) as Item[])
    .map((item) => ({ item, place: placeOf(ITEMS[item]) }))
    .filter(({ place }) => place >= 0);
  const isGraded = items.some(({ item }) => (GRADED_ITEMS as readonly string[]).includes(item));
  const lacking = [
    ...[[water, WATER[0]!] as const, [point, POINT[0]!] as const, [day, DAY[0]!] as const].flatMap(([place, name]) =>
      place < 0 ? [name] : [],
    ),
    ...(isGraded ? [] : [GRADED_ITEMS.map((item) => ITEMS[item][0]).join('/')]),
  ];
  if (lacking.length > 0) return { lacking };
  return {
    read: (line) => {
      const cells = csvCells(line)?.map((cell) => cell.trim());
      if (!cells) return fault('', 'QUOTES_OPEN');
      if (cells.length !== headings.length) return fault('', 'COLUMN_COUNT');
      for (const place of [water, point]) if (cells[place] === '') return fault(headings[place]!, 'CODE_MISSING');
      const at = instantOfWrittenTime(cells[day]!);
      if (at === null) return fault(headings[day]!, 'TIME_IMPOSSIBLE');
      const values: Partial<Record<Item, string>> = {};
      for (const { item, place } of items) {
        const text = cells[place]!;
        if (MISSING.includes(text)) continue;
        const reason = valueFault(item, text);
        if (reason !== null) return fault(headings[place]!, reason);
        values[item] = text;
      }
      if (!GRADED_ITEMS.some((item) => values[item] !== undefined))
        return fault(headings[items.find(({ item }) => item !== 'depth')!.place]!, 'CELL_EMPTY');
      return { row: { water: cells[water]!, point: cells[point]!, sampledOn: shanghaiDate(at), values } };
    },
  };
};
