/**
 * Factor codes of HJ 524-2009 (air) and HJ 525-2009 (water) as HJ 212-2017 annex B uses them, for the items the kernels
 * evaluate. Ozone and turbidity are missing in the annex and come from the coding standards themselves.
 */
import type { Pollutant } from '../air/pollutant.js';
import { factorOf } from '../hj212/factor.js';

/** The six basic items of GB 3095 with the unit the air kernels work in. */
export const POLLUTANT_FACTORS: Readonly<Record<string, { readonly pollutant: Pollutant; readonly unit: string }>> = {
  a21026: { pollutant: 'SO2', unit: 'µg/m³' },
  a21004: { pollutant: 'NO2', unit: 'µg/m³' },
  a21005: { pollutant: 'CO', unit: 'mg/m³' },
  a05024: { pollutant: 'O3', unit: 'µg/m³' },
  a34002: { pollutant: 'PM10', unit: 'µg/m³' },
  a34004: { pollutant: 'PM2.5', unit: 'µg/m³' },
};

export const FACTOR_OF_POLLUTANT: Readonly<Record<Pollutant, string>> = Object.fromEntries(
  Object.entries(POLLUTANT_FACTORS).map(([code, { pollutant }]) => [pollutant, code]),
) as Record<Pollutant, string>;

/** Factor code by item of the water kernels, for the items an automatic station publishes. */
export const FACTOR_OF_ITEM: Readonly<Record<string, string>> = {
  wt: 'w01010',
  ph: 'w01001',
  do: 'w01009',
  ec: 'w01014',
  turbidity: 'w01003',
  codmn: 'w01019',
  nh3n: 'w21003',
  tp: 'w21011',
  tn: 'w21001',
};

/** Names of factors where papers use other words than the coding tables: those of GB 3095, GB 3838 and GB 8978. */
const NAMES: Readonly<Record<string, string>> = {
  a21026: '二氧化硫',
  a21004: '二氧化氮',
  a21005: '一氧化碳',
  a05024: '臭氧',
  a34002: '可吸入颗粒物',
  a34004: '细颗粒物',
  w00000: '污水流量',
  w01001: 'pH值',
  w01003: '浑浊度',
  w01009: '溶解氧',
  w01010: '水温',
  w01012: '悬浮物',
  w01014: '电导率',
  w01017: '五日生化需氧量',
  w01018: '化学需氧量',
  w01019: '高锰酸盐指数',
  w21001: '总氮',
  w21003: '氨氮',
  w21011: '总磷',
};

/** Codes that have a name here. */
export const NAMED_FACTORS: readonly string[] = Object.keys(NAMES);

/** Name of a factor on paper, that of the coding tables (HJ 212-2017 annex B, HJ 212-2025 annex B) otherwise; its code where no table has it. */
export const factorName = (code: string): string => NAMES[code] ?? factorOf(code)?.name ?? code;
