import type { TimerHandler } from '#libs/scheduling/scheduler.js';
import { NOTICE_OVER } from './closure-effects.js';
import { endNoticeSpan } from './end-notice-span.js';

/** What due timers of problems do. */
export const problemTimers: Readonly<Record<string, TimerHandler>> = {
  [NOTICE_OVER]: (tx, timer) => endNoticeSpan(tx, timer.subjectId, timer.dueAt),
};
