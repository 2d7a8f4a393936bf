import { limitsOn } from '#libs/domain/telemetry/outlet-limits.js';
import type { Schemas } from '../../api/client.js';
import { isOfLate } from '../stations/hour-times.js';

export type OutletState = 'exceeding' | 'within' | 'stopped' | 'silent' | 'unlimited';

/** What an outlet's newest hour comes to on a civil date. Old data says nothing about the present. */
export const outletState = (
  { latest, limits }: Pick<Schemas['Outlet'], 'latest' | 'limits'>,
  today: string,
): OutletState => {
  if (latest === null) return 'silent';
  if (!isOfLate(latest.label, today)) return 'stopped';
  if (latest.openExceedances > 0) return 'exceeding';
  return limitsOn(limits, today).length === 0 ? 'unlimited' : 'within';
};
