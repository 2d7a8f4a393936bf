import type { LadderEvent } from '#libs/domain/escalation/ladder-state.js';
import type { WorkingCalendar } from '#libs/domain/calendar/working-day.js';
import type { Pack } from '#libs/policy/pack.js';

export interface LadderParts {
  readonly pack: Pack;
  readonly calendar: WorkingCalendar;
}

/** An event of the kernel with the business time of what caused it. */
export type TimedLadderEvent = LadderEvent & { readonly occurredAt: Date };
/** The same about the ladder of a warning. */
export type WarningLadderEvent = TimedLadderEvent & { readonly warningId: string };
