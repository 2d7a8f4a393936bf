import type { EntityManager } from 'typeorm';
import type { Pack } from '#libs/policy/pack.js';
import type { Schedule } from '#libs/scheduling/scheduler.js';

/** A cut-off a service seals: `id` of the pack's seal, and the instant up to which everything has been published. */
export interface SealedCutoff {
  readonly id: string;
  readonly every: 'day' | 'week';
  readonly cutoff: Date;
}

const MINUTE = 60_000;
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Time of day moved on by minutes; whether it passed midnight. */
const later = (at: string, minutes: number): { hour: number; minute: number; nextDay: boolean } => {
  const [hour = 0, minute = 0] = at.split(':').map(Number);
  const total = hour * 60 + minute + minutes;
  return { hour: Math.floor(total / 60) % 24, minute: total % 60, nextDay: total >= 24 * 60 };
};

/**
 * Schedules that seal a service's cut-offs as the pack says: each runs some minutes after its cut-off,
 * when what is dated up to it has come in. Every missed slot is run, in order: a dispatch waits for each.
 */
export const sealSchedules = (
  pack: Pack,
  service: 'ledger' | 'funding' | 'monitoring',
  seal: (tx: EntityManager, sealed: SealedCutoff) => Promise<void>,
): Schedule[] =>
  pack.seals
    .filter((one) => (one.services as readonly string[]).includes(service))
    .map((one) => {
      const { hour, minute, nextDay } = later(one.slot.at, one.afterMinutes);
      const day = one.slot.every === 'week' ? DAYS[(one.slot.weekday % 7) + (nextDay ? 1 : 0)] : '*';
      return {
        id: `seal-${one.id}`,
        pattern: `${minute} ${hour} * * ${day}`,
        timeZone: pack.zone,
        missed: 'all' as const,
        run: (tx, { slot }) =>
          seal(tx, { id: one.id, every: one.slot.every, cutoff: new Date(slot.getTime() - one.afterMinutes * MINUTE) }),
      };
    });
