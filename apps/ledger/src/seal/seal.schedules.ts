import type { Pack } from '#libs/policy/pack.js';
import type { Schedule } from '#libs/scheduling/schedule.js';
import { sealCutoff } from './seal-cutoff.js';

/** A schedule for every seal of the pack this service takes part in; each missed slot is run, in order. */
export const sealSchedules = (pack: Pack): Schedule[] =>
  pack.seals
    .filter(({ services }) => services.includes('ledger'))
    .map(({ id, slot }) => {
      const [hour, minute] = slot.at.split(':').map(Number);
      return {
        id: `seal-${id}`,
        pattern: `${minute} ${hour} * * ${slot.every === 'week' ? slot.weekday % 7 : '*'}`,
        timeZone: pack.zone,
        missed: 'all',
        run: (tx, { slot: cutoff }) => sealCutoff(tx, pack, { id, every: slot.every }, cutoff),
      };
    });
