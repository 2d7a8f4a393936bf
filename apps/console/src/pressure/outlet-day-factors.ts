/** Factors of an outlet's day above their limits, as the number a warning rests on tells them: pure. */
export interface ExceedingFactor {
  readonly name: string;
  readonly mean: string;
  readonly limit: string;
  readonly unit: string;
  readonly basis: string;
  readonly hours: number;
  /** What the limit asks for; days published long ago do not say. */
  readonly fewestHours: number | null;
  readonly multiple: string;
}

const DEFINITION = 'outlet.day.beyond-factors';

const isFactor = (one: unknown): one is Omit<ExceedingFactor, 'fewestHours'> & { readonly fewestHours?: unknown } => {
  if (typeof one !== 'object' || one === null) return false;
  const told = one as Readonly<Record<string, unknown>>;
  return (
    ['name', 'mean', 'limit', 'unit', 'basis', 'multiple'].every((key) => typeof told[key] === 'string') &&
    typeof told['hours'] === 'number'
  );
};

/** Those of the details of a warning; none where it rests on another number. */
export const exceedingFactors = (details: Readonly<Record<string, unknown>>): ExceedingFactor[] => {
  const of = details['of'];
  if (details['definition'] !== DEFINITION || typeof of !== 'object' || of === null || !('factors' in of)) return [];
  return (Array.isArray(of.factors) ? (of.factors as readonly unknown[]) : []).filter(isFactor).map((one) => ({
    ...one,
    fewestHours: typeof one.fewestHours === 'number' ? one.fewestHours : null,
  }));
};
