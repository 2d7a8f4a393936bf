/** What a record of the evidence chain says of itself. */
export interface Fact {
  readonly label: string;
  readonly value: string;
  readonly unit?: string;
}

/** A fact; none where there is nothing to tell. */
export const fact = (label: string, value: unknown, unit?: string): Fact[] =>
  value === null || value === undefined || value === ''
    ? []
    : [{ label, value: String(value), ...(unit ? { unit } : {}) }];
