import type { EntityManager } from 'typeorm';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import type { Pack } from '#libs/policy/pack.js';
import { advanceLadder } from '../ladder/advance-ladder.js';
import { workingCalendar } from '../rule/working-calendar.js';
import { publishWarning } from './publish-warning.js';
import type { EndReason, WarningRow } from './warning.store.js';

/** Ends a warning: its cause is quiet, its item closed, its facts were wrong, or a wider warning took it in. */
export const endWarning = async (
  tx: EntityManager,
  pack: Pack,
  before: WarningRow,
  end: {
    readonly reason: EndReason;
    /** When the cause ended in the world. */
    readonly endedAt: Date;
    readonly takenInBy?: string | null;
    readonly revision?: number;
    readonly details?: Readonly<Record<string, unknown>>;
  },
  occurredAt: Date,
): Promise<WarningRow> => {
  const warning: WarningRow = {
    ...before,
    version: before.version + 1,
    endedAt: end.endedAt,
    endReason: end.reason,
    takenInBy: end.takenInBy ?? null,
    revision: end.revision ?? before.revision,
    details: end.details ?? before.details,
  };
  await publishWarning(tx, warning, 'ended', occurredAt);
  if (warning.ladder !== null) {
    await advanceLadder(
      tx,
      { pack, calendar: await workingCalendar(tx) },
      {
        kind: 'cause-ended',
        warningId: warning.warningId,
        on: shanghaiDate(occurredAt),
        occurredAt,
        how: end.reason === 'taken-in' ? 'withdrawn' : end.reason,
      },
    );
  }
  return warning;
};
