/** Code, name, default unit, and the code of the edition of 2005 or null. */
export type FactorRow = readonly [code: string, name: string, unit: string, code2005: string | null];
