import type { EntityManager } from 'typeorm';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { keptBasis } from '#libs/evidence/reference-group.store.js';
import { deterministicId } from '#libs/messaging/outbox.js';
import type { Pack } from '#libs/policy/pack.js';
import { SERVICE } from '../service-name.js';
import { advanceLadder } from '../ladder/advance-ladder.js';
import { joinedPaths } from '../rule/responsible-units.js';
import { workingCalendar } from '../rule/working-calendar.js';
import { publishWarning } from './publish-warning.js';
import { countOfCause, type WarningRow } from './warning.store.js';

/** What a rule found, its basis naming any number of records; the rest of the warning follows from it. */
export type Finding = Omit<WarningRow, 'warningId' | 'version' | 'unitPath' | 'endedAt' | 'endReason' | 'takenInBy'>;

/** Id of a warning: the same cause gives the same warning, however often its facts are published again. */
export const warningIdOf = (ruleId: string, causeKey: string, earlier = 0): string =>
  earlier === 0 ? deterministicId('warning', ruleId, causeKey) : deterministicId('warning', ruleId, causeKey, earlier);

/** Tells the ladder of a warning how its cause was judged. */
export const judgeOnLadder = async (
  tx: EntityManager,
  pack: Pack,
  warning: Pick<WarningRow, 'warningId' | 'ladder'>,
  judged: Pick<WarningRow, 'revision' | 'count' | 'dataState'> & {
    readonly period: string;
    readonly severity: WarningRow['severity'] | 'green';
  },
  occurredAt: Date,
): Promise<void> => {
  if (warning.ladder === null) return;
  await advanceLadder(
    tx,
    { pack, calendar: await workingCalendar(tx) },
    {
      kind: 'judged',
      warningId: warning.warningId,
      on: shanghaiDate(occurredAt),
      occurredAt,
      period: judged.period,
      revision: judged.revision,
      severity: judged.severity,
      count: judged.count,
      dataState: judged.dataState,
    },
  );
};

/**
 * Raises the one warning of a cause and sets its ladder going. The caller holds `lockCause` and has seen that none is open.
 * `occurredAt` is the business time of what was judged.
 */
export const raiseWarning = async (
  tx: EntityManager,
  pack: Pack,
  finding: Finding,
  occurredAt: Date,
): Promise<WarningRow> => {
  const earlier = await countOfCause(tx, finding.ruleId, finding.causeKey);
  const warning: WarningRow = {
    ...finding,
    basis: await keptBasis(tx, SERVICE, finding.basis),
    warningId: warningIdOf(finding.ruleId, finding.causeKey, earlier),
    version: 1,
    unitPath: await joinedPaths(tx, finding.unitIds),
    endedAt: null,
    endReason: null,
    takenInBy: null,
  };
  await publishWarning(tx, warning, 'raised', occurredAt);
  await judgeOnLadder(tx, pack, warning, { ...warning, period: warning.period.label }, occurredAt);
  return warning;
};
