import type { DeviceEdition } from './edition.js';
import { AIR_2005_MARKS, STANDARD_MARKS, type MarkProfile } from './value.js';

export interface DataMark {
  readonly mark: string;
  readonly name: string;
  readonly editions: readonly DeviceEdition[];
  /** Digits belong to air stations of the edition of 2005 alone. */
  readonly isAirStationOnly: boolean;
}

type MarkRow = readonly [mark: string, name: string, editions: string];

/** HJ 212-2017 6.6.4 table 8, the marks of 2005 it dropped, and what is known of 2025. The table is open. */
const ROWS: readonly MarkRow[] = [
  ['N', '正常', '2005 2017 2025'],
  ['F', '停运', '2005 2017'],
  ['M', '维护', '2005 2017 2025'],
  ['S', '手工输入或设定值', '2005 2017'],
  ['D', '故障', '2005 2017 2025'],
  ['C', '校准', '2005 2017 2025'],
  ['T', '超测量上限', '2005 2017 2025'],
  ['B', '通讯异常', '2017'],
  ['P', '电源故障', '2005'],
];
const AIR_STATION_ROWS: readonly MarkRow[] = [
  ['0', '校准数据', '2005'],
  ['1', '气象参数', '2005'],
  ['2', '异常数据', '2005'],
  ['3', '正常数据', '2005'],
];

const toMark =
  (isAirStationOnly: boolean) =>
  ([mark, name, editions]: MarkRow): DataMark => ({
    mark,
    name,
    editions: editions.split(' ') as DeviceEdition[],
    isAirStationOnly,
  });

export const DATA_MARKS: readonly DataMark[] = [...ROWS.map(toMark(false)), ...AIR_STATION_ROWS.map(toMark(true))];

const AIR_STATION = '22';

/**
 * What a mark (数据标记) means under an edition, or under any where that is not known: letters never changed their meaning.
 * Undefined for those makers and provinces added, which never mean normal.
 */
export function markMeaning(mark: string, edition: DeviceEdition | null, st: string): DataMark | undefined {
  const asked = mark.trim().toUpperCase();
  return DATA_MARKS.find(
    (one) =>
      one.mark === asked &&
      (edition === null || one.editions.includes(edition)) &&
      (!one.isAirStationOnly || st === AIR_STATION),
  );
}

/** Which marks mean a normal value: N, and 3 for air stations of the edition of 2005. */
export function markProfileOf(edition: DeviceEdition, st: string): MarkProfile {
  return edition === '2005' && st === AIR_STATION ? AIR_2005_MARKS : STANDARD_MARKS;
}
