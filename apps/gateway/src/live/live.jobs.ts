import type { Schedule } from '#libs/scheduling/scheduler.js';
import { dropLiveEventsBefore } from './live.store.js';

/** A page that was away longer reads everything anew. */
const KEPT_DAYS = 7;
const DAY_MS = 86_400_000;

/** Every night what listeners heard long ago is taken away. */
export const liveEventSchedule: Schedule = {
  id: 'drop-live-events',
  pattern: '30 2 * * *',
  timeZone: 'Asia/Shanghai',
  missed: 'latest',
  run: async (tx, { slot }) => {
    await dropLiveEventsBefore(tx, new Date(slot.getTime() - KEPT_DAYS * DAY_MS));
  },
};
