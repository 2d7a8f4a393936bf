import type { ServiceParts } from '#libs/service/service-definition.js';
import type { JobKind, Schedule, TimerHandler } from '#libs/scheduling/scheduler.js';
import type { AccountabilityConfig } from '../config.js';
import { noRefusal } from '../no-refusal.js';
import { unrenderedDispatches } from './dispatch.store.js';
import { drawReadyDispatches, REPLY_TIMER } from './draw-dispatch.js';
import { markUnanswered } from './mark-unanswered.js';
import { openDispatch } from './open-dispatch.js';
import { renderSheet } from './render-sheet.js';
import { WAIT_TIMER } from './wake-dispatches.js';

type Parts = ServiceParts<AccountabilityConfig>;

const ZONE = 'Asia/Shanghai';

/** One schedule per rhythm of the pack, by the version that comes last; a slot of a version not in force opens nothing. */
export const dispatchSchedules = ({ pack, clock }: Parts): Schedule[] =>
  [...new Map(pack.dispatches.map((policy) => [policy.id, policy])).values()].map(({ id, cutoff }) => {
    const [hour, minute] = cutoff.at.split(':').map(Number);
    return {
      id: `open-dispatch-${id}`,
      pattern: `${minute} ${hour} * * ${cutoff.weekday}`,
      timeZone: ZONE,
      missed: 'all',
      run: (tx, slot) => noRefusal(async () => openDispatch(tx, pack, id, slot, await clock.now())),
    };
  });

export const dispatchTimers = ({ pack, clock }: Parts): Record<string, TimerHandler> => ({
  [WAIT_TIMER]: (tx) => noRefusal(async () => drawReadyDispatches(tx, pack, await clock.now())),
  [REPLY_TIMER]: markUnanswered,
});

export const dispatchJobs = ({ db, pack, files, config }: Parts): Record<string, JobKind> => ({
  'render-sheet': {
    run: ({ id }) =>
      renderSheet({ db, pack, files, mark: config.SAMPLE_WATERMARK === 'true' ? '样例' : undefined }, id),
    pending: unrenderedDispatches,
  },
});
