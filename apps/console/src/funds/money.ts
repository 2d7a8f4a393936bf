/**
 * Amounts are exact decimal text in 万元. They are only grouped here, and their trailing zeros left out beyond two places;
 * no arithmetic.
 */
export const moneyText = (amount: string): string => {
  const [whole = '0', fraction = ''] = amount.replace(/^-/, '').split('.');
  const kept = fraction.replace(/0+$/, '').padEnd(2, '0');
  return `${amount.startsWith('-') ? '−' : ''}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${kept}`;
};

/** Percent and points to one place, as people say them; no sum is ever made of these. */
export const tenth = (value: number): string => value.toFixed(1);
