const writer = new Intl.NumberFormat('en', {
  minimumFractionDigits: 0,
  maximumFractionDigits: 1,
  roundingMode: 'halfEven',
  useGrouping: false,
});

/** Percent or percentage points with at most one decimal, half to even, as the papers print them. */
export const percentText = (decimal: string): string => writer.format(Number(decimal));
