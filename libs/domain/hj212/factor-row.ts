/**
 * Code, name, default unit, the code of the edition of 2005 or null, and the unit of an amount (Cou) or null where the
 * table has none.
 */
export type FactorRow = readonly [
  code: string,
  name: string,
  unit: string,
  code2005: string | null,
  amountUnit: string | null,
];
