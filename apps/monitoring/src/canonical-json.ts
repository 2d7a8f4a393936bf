/** A value with its keys in one order all the way down and without undefined ones: jsonb keeps an order of its own. */
const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : value && typeof value === 'object'
      ? Object.fromEntries(
          Object.entries(value)
            .filter(([, each]) => each !== undefined)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, each]) => [key, sorted(each)]),
        )
      : value;

/** Text that is equal for equal values, however their keys are ordered. */
export const canonicalJson = (value: unknown): string => JSON.stringify(sorted(value));
