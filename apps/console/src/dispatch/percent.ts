import { percentText as printed } from '#libs/domain/assessment/percentage.js';

/** Percent or percentage points with at most one decimal, rounded as everywhere (`percentage.ts`): `15.0` as `15`, never up to 100. */
export const percentText = (decimal: string): string => printed(decimal, 100)!.replace(/\.0$/, '');
