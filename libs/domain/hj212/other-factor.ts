import type { FactorRow } from './factor-row.js';

/** Noise: HJ 212-2017 table B.3 (after GB 3096-2008). */
export const NOISE_FACTORS: readonly FactorRow[] = [
  ['LA', 'A声级', 'dB', null, null],
  ['L5', '累计百分声级L5', 'dB', null, null],
  ['L10', '累计百分声级L10', 'dB', null, null],
  ['L50', '累计百分声级L50', 'dB', null, null],
  ['L90', '累计百分声级L90', 'dB', null, null],
  ['L95', '累计百分声级L95', 'dB', null, null],
  ['Leq', '等效声级', 'dB', null, null],
  ['Ldn', '昼夜等效声级', 'dB', null, null],
  ['Ld', '昼间等效声级', 'dB', null, null],
  ['Ln', '夜间等效声级', 'dB', null, null],
  ['LMx', '最大瞬时声级', 'dB', null, null],
  ['LMn', '最小瞬时声级', 'dB', null, null],
];

/** What a logger says of itself under HJ 212-2025; texts, not numbers. */
export const DEVICE_FACTORS: readonly FactorRow[] = [
  ['i23005', '数采仪编号', '', null, null],
  ['i23006', 'CPU编号', '', null, null],
  ['i23007', 'MAC地址1', '', null, null],
  ['i23008', 'MAC地址2', '', null, null],
];
