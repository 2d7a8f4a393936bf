import type { EntityManager } from 'typeorm';
import {
  WarningEnded,
  type WarningData,
  WarningRaised,
  WarningUpdated,
} from '#libs/contracts/accountability.events.js';
import { deterministicId, publish } from '#libs/messaging/outbox.js';
import { addVersion, saveWarning, type WarningRow, type WarningVersion } from './warning.store.js';

const CONTRACTS = { raised: WarningRaised, updated: WarningUpdated, ended: WarningEnded } as const;

const dataOf = (warning: WarningRow): WarningData => ({
  warningId: warning.warningId,
  version: warning.version,
  ruleId: warning.ruleId,
  ruleVersion: warning.ruleVersion,
  ruleClass: warning.ruleClass,
  causeKey: warning.causeKey,
  severity: warning.severity,
  subject: warning.subject,
  areaId: warning.areaId,
  unitIds: [...warning.unitIds],
  title: warning.title,
  period: {
    kind: warning.period.kind,
    label: warning.period.label,
    start: warning.period.start.toISOString(),
    end: warning.period.end.toISOString(),
  },
  count: warning.count,
  dataState: warning.dataState,
  startedAt: warning.startedAt.toISOString(),
  endedAt: warning.endedAt?.toISOString() ?? null,
  takenInBy: warning.takenInBy,
  opens: warning.opens,
  details: { ...warning.details, ...(warning.endReason ? { endReason: warning.endReason } : {}) },
  basis: warning.basis,
});

/** Writes a warning's new state, its version in the history, and the event that carries the whole of it. */
export const publishWarning = async (
  tx: EntityManager,
  warning: WarningRow,
  change: WarningVersion['change'],
  occurredAt: Date,
): Promise<void> => {
  const data = dataOf(warning);
  await saveWarning(tx, warning);
  await addVersion(tx, data, change, occurredAt);
  await publish(tx, CONTRACTS[change], {
    key: warning.warningId,
    data,
    occurredAt,
    id: deterministicId('warning', warning.warningId, warning.version),
  });
};
