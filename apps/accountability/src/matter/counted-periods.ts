import type { WarningRow } from '../warning/warning.store.js';

/** Labels of the periods a warning counts, the earliest first; its own alone where it names none. */
export const countedPeriods = ({ details, period }: Pick<WarningRow, 'details' | 'period'>): string[] => {
  const told = details['periods'];
  const labels = (Array.isArray(told) ? told : []).flatMap((one: unknown) => {
    const label = (one as { label?: unknown } | null)?.label;
    return typeof label === 'string' ? [label] : [];
  });
  return [...new Set([period.label, ...labels])].sort();
};
