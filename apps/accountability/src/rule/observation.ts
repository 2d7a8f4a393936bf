import type { IndicatorObservation, ObservedPeriod } from '#libs/domain/escalation/rule.js';
import type { StoredIndicator } from '../indicator/indicator.store.js';

export const observedPeriod = (period: StoredIndicator['period']): ObservedPeriod => ({
  kind: period.kind,
  label: period.label,
  start: period.start.toISOString(),
  end: period.end.toISOString(),
});

/** The last word about a target: its period is over, it was withdrawn, or nobody watches it any more. */
export const hasEnded = ({ subject, details }: StoredIndicator): boolean =>
  subject.kind === 'target' && details['ended'] !== undefined;

/** A number as the rules read it; `limit` is the subject's own limit or target, where it has one. */
export const observationOf = (indicator: StoredIndicator, limit: string | null): IndicatorObservation => ({
  source: 'indicator',
  subject: indicator.subject,
  period: observedPeriod(indicator.period),
  revision: indicator.revision,
  dataState: indicator.dataState,
  definition: indicator.definition,
  value: indicator.valid ? indicator.value : null,
  unit: indicator.unit,
  limit,
  fromBottom: null,
  isProvisional: indicator.details['provisional'] === true,
  ...(hasEnded(indicator) ? { hasEnded: true } : {}),
});
