/** Units of values as devices and feeds send them. */
import type { EntityManager } from 'typeorm';
import { FACTOR_OF_ITEM, POLLUTANT_FACTORS } from '#libs/domain/telemetry/factor-codes.js';
import { limitOfHour } from '../packet/measured.js';
import { devicesByNumber, devicesOfSubject, findSubject } from '../register/register.store.js';
import { itemUnit } from '#libs/evidence/item-facts.js';

const ITEM_OF_FACTOR = new Map(Object.entries(FACTOR_OF_ITEM).map(([item, factor]) => [factor, item]));

/**
 * The unit of a reading: a device counts as its profile says, rows come in the units of GB 3095 and GB 3838. Undefined where
 * neither says one.
 */
export const readingUnit = async (
  tx: EntityManager,
  { door, code, factor }: { readonly door: string; readonly code: string; readonly factor: string },
): Promise<string | undefined> => {
  if (door === 'hj212') return (await devicesByNumber(tx, [code])).get(code)?.profile.units[factor];
  const item = ITEM_OF_FACTOR.get(factor);
  return POLLUTANT_FACTORS[factor]?.unit ?? (item === undefined ? undefined : itemUnit(item));
};

/** The unit an hour of an outlet is kept in: that of its limit, or of its devices where the factor has none. */
export const outletHourUnit = async (
  tx: EntityManager,
  outletId: string,
  factor: string,
  label: Date,
): Promise<string | undefined> => {
  const outlet = await findSubject(tx, outletId);
  const limit = outlet && limitOfHour(outlet, factor, label);
  if (limit) return limit.unit;
  const units = (await devicesOfSubject(tx, outletId)).flatMap(({ profile }) => profile.units[factor] ?? []);
  return new Set(units).size === 1 ? units[0] : undefined;
};
