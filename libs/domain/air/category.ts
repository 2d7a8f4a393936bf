/** Levels of the index, HJ 633-2012 Table 2 and Table A.1, HJ 633-2026 Table 1 and Table A.1: the same in both. */
export type AqiLevel = 1 | 2 | 3 | 4 | 5 | 6;

export interface AqiCategory {
  readonly level: AqiLevel;
  /** 级别 */
  readonly levelName: string;
  /** 类别 */
  readonly name: string;
  readonly colourName: string;
  /** Screen colour of Table A.1; purple is not that of the United States palette. */
  readonly colour: string;
  readonly from: number;
  /** Last index of the level; null for the last level, which is open. */
  readonly to: number | null;
}

const category = (
  level: AqiLevel,
  levelName: string,
  name: string,
  colourName: string,
  colour: string,
  from: number,
  to: number | null,
): AqiCategory => ({ level, levelName, name, colourName, colour, from, to });

export const AQI_CATEGORIES: Readonly<Record<AqiLevel, AqiCategory>> = {
  1: category(1, '一级', '优', '绿色', '#00E400', 0, 50),
  2: category(2, '二级', '良', '黄色', '#FFFF00', 51, 100),
  3: category(3, '三级', '轻度污染', '橙色', '#FF7E00', 101, 150),
  4: category(4, '四级', '中度污染', '红色', '#FF0000', 151, 200),
  5: category(5, '五级', '重度污染', '紫色', '#99004C', 201, 300),
  6: category(6, '六级', '严重污染', '褐红色', '#7E0023', 301, null),
};

/** Level of a whole-number index. */
export const aqiLevelOf = (aqi: number): AqiLevel => {
  if (aqi <= 50) return 1;
  if (aqi <= 100) return 2;
  if (aqi <= 150) return 3;
  if (aqi <= 200) return 4;
  return aqi <= 300 ? 5 : 6;
};

/** Level, names and colour of a whole-number index. */
export const aqiCategoryOf = (aqi: number): AqiCategory => AQI_CATEGORIES[aqiLevelOf(aqi)];
