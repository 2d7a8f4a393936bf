import { AIR_FACTORS } from './air-factor.js';
import type { FactorRow } from './factor-row.js';
import { DEVICE_FACTORS, NOISE_FACTORS } from './other-factor.js';
import { WATER_FACTORS } from './water-factor.js';

export interface Factor {
  readonly code: string;
  readonly name: string;
  /** Default unit of the standard's table. What a device really sends is in its profile. */
  readonly unit: string;
  readonly code2005: string | null;
  /** Default unit of an amount over a period (Cou); null where the standard has none. */
  readonly amountUnit: string | null;
}

const toFactor = ([code, name, unit, code2005, amountUnit]: FactorRow): Factor => ({
  code,
  name,
  unit,
  code2005,
  amountUnit,
});

const ROWS = [...WATER_FACTORS, ...AIR_FACTORS, ...NOISE_FACTORS, ...DEVICE_FACTORS];
const FACTORS = new Map(ROWS.map((row) => [row[0], toFactor(row)]));

function by2005(rows: readonly FactorRow[]): ReadonlyMap<string, string> {
  return new Map(rows.flatMap(([code, , , code2005]) => (code2005 === null ? [] : [[code2005, code] as const])));
}
const WATER_2005 = by2005(WATER_FACTORS);
const AIR_2005 = by2005(AIR_FACTORS);

/** System codes of air: ambient stations, pollution sources, dust of construction sites, flue gas process. */
const AIR_SYSTEMS = ['22', '31', '39', '51'];

export type FactorCodeForm = 'water' | 'air' | 'noise' | 'process' | 'code2005' | 'unknown';

/** Tells by its form what kind of code a key is. Decided code by code: devices mix editions in one packet. */
export function formOfCode(code: string): FactorCodeForm {
  if (/^w\d{5}$/.test(code)) return 'water';
  if (/^a\d{5}$/.test(code)) return 'air';
  if (/^[a-z][0-9a-z]{5}$/.test(code)) return 'process';
  if (/^(?:\d{2,3}|[BS]\d{2})$/.test(code)) return 'code2005';
  return /^L[A-Za-z0-9]{1,2}$/.test(code) ? 'noise' : 'unknown';
}

/**
 * The code of 2017 for a key as sent. Codes of 2005 overlap between water (three digits) and air (two): ST chooses the
 * table. A code no table knows is returned as it is.
 */
export function currentCode(code: string, st: string): string {
  if (formOfCode(code) !== 'code2005') return code;
  const [first, second] = AIR_SYSTEMS.includes(st) ? [AIR_2005, WATER_2005] : [WATER_2005, AIR_2005];
  return first.get(code) ?? (/^[BS]/.test(code) ? second.get(code) : undefined) ?? code;
}

/** Name and default units of a code of 2017 or 2025, or undefined. */
export function factorOf(code: string): Factor | undefined {
  return FACTORS.get(code);
}
