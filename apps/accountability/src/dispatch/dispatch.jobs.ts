import type { ServiceParts } from '#libs/service/service-definition.js';
import type { JobKind, Schedule, TimerHandler } from '#libs/scheduling/scheduler.js';
import type { AccountabilityConfig } from '../config.js';
import { unrenderedDispatches } from './dispatch.store.js';
import { drawReadyDispatches, REPLY_TIMER } from './draw-dispatch.js';
import { markUnanswered } from './mark-unanswered.js';
import { openDispatch, WAIT_TIMER } from './open-dispatch.js';
import { renderSheet } from './render-sheet.js';

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
      run: async (tx, slot) => openDispatch(tx, pack, id, slot, await clock.now()),
    };
  });

export const dispatchTimers = ({ pack, clock }: Parts): Record<string, TimerHandler> => ({
  [WAIT_TIMER]: async (tx) => drawReadyDispatches(tx, pack, null, await clock.now()),
  [REPLY_TIMER]: markUnanswered,
});

export const dispatchJobs = ({ db, pack, files, config }: Parts): Record<string, JobKind> => ({
  'render-sheet': {
    run: ({ id }) => renderSheet({ db, pack, files, mark: config.PAPER_MARK }, id),
    pending: unrenderedDispatches,
  },
});
