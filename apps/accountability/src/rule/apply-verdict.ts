import type { EntityManager } from 'typeorm';
import type { Basis, DataState, SubjectRef } from '#libs/contracts/shapes.js';
import type { OpenWarning, Verdict } from '#libs/domain/escalation/judge.js';
import type { Pack } from '#libs/policy/pack.js';
import type { Rule } from '#libs/policy/pressure.schema.js';
import { endWarning } from '../warning/end-warning.js';
import { raiseWarning } from '../warning/raise-warning.js';
import { updateWarning } from '../warning/update-warning.js';
import type { WarningRow } from '../warning/warning.store.js';

/** What the verdict does not carry: whom it is about in the world, and what it rests on. */
export interface Circumstances {
  readonly subject: SubjectRef;
  readonly areaId: string | null;
  readonly unitIds: readonly string[];
  readonly title: string;
  readonly period: WarningRow['period'];
  readonly dataState: DataState;
  /** When the cause began in the world; the moment it was judged unless said otherwise. */
  readonly startedAt?: Date;
  readonly endedAt?: Date;
  readonly isClosed?: boolean;
  /** Whether a correction says that there was no cause; judged by the period it ends with where nobody says. */
  readonly isWithdrawn?: boolean;
  readonly details: Readonly<Record<string, unknown>>;
  readonly basis: Basis;
}

/** A standing warning as the judge reads it. */
export const openOf = (warning: WarningRow | null, isHeld = false): OpenWarning | null =>
  warning && {
    causeKey: warning.causeKey,
    episode: warning.episode,
    severity: warning.severity,
    count: warning.count,
    period: warning.period.label,
    revision: warning.revision,
    isHeld,
  };

/** Makes the one warning of a cause what the verdict says; returns it, or null where nothing stands or changed. */
export const applyVerdict = async (
  tx: EntityManager,
  pack: Pack,
  rule: Rule,
  verdict: Verdict,
  open: WarningRow | null,
  about: Circumstances,
  occurredAt: Date,
): Promise<WarningRow | null> => {
  const { subject, areaId, unitIds, title, period, dataState, basis } = about;
  const details = { ...about.details, text: verdict.text };
  if (verdict.verdict === 'raise') {
    return raiseWarning(
      tx,
      pack,
      {
        ruleId: rule.id,
        ruleVersion: rule.version,
        ruleClass: rule.ruleClass,
        causeKey: verdict.causeKey!,
        episode: verdict.episode!,
        severity: verdict.severity!,
        subject,
        areaId,
        unitIds,
        title,
        period,
        revision: verdict.revision,
        count: verdict.count,
        dataState,
        ladder: rule.ladder,
        opens: verdict.opens ? rule.opens.what : 'none',
        startedAt: about.startedAt ?? occurredAt,
        details: { ...details, firstPeriod: period.label },
        basis,
      },
      occurredAt,
    );
  }
  if (open === null) return null;
  const kept = { ...details, firstPeriod: open.details['firstPeriod'] ?? open.period.label };
  if (verdict.verdict === 'update') {
    return updateWarning(
      tx,
      pack,
      open,
      {
        severity: verdict.severity!,
        areaId,
        unitIds,
        title,
        period,
        revision: verdict.revision,
        count: verdict.count,
        dataState,
        ...(verdict.opens ? { opens: rule.opens.what } : {}),
        details: kept,
        basis,
      },
      occurredAt,
    );
  }
  if (verdict.verdict === 'end') {
    // A correction of the very period it was raised for says that there was no cause.
    const isWithdrawn = about.isWithdrawn ?? verdict.period === kept.firstPeriod;
    const reason = about.isClosed ? 'closed' : isWithdrawn ? 'withdrawn' : 'quiet';
    // What it counted stays: papers that lift its measures tell of that, and not of the period that ended it.
    const { periods } = open.details;
    const details = periods === undefined ? kept : { ...kept, periods };
    return endWarning(
      tx,
      pack,
      open,
      { reason, endedAt: about.endedAt ?? occurredAt, revision: verdict.revision, details },
      occurredAt,
    );
  }
  return null;
};
