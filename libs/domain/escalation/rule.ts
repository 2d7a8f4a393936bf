/**
 * Warning rules as data over indicators, exceedances, silences and the state of items.
 * Rules are pack data; these are plain JSON shapes. What they say is computed in `judge.ts`; regional air processes, which
 * look at several areas at once, in `grouping.ts`.
 */
import type { DecimalText, Quantity } from '../assessment/percentage.js';
import type { LagLevel } from '../plan/lag.js';

export type Severity = 'notice' | 'yellow' | 'orange' | 'red';
export type DataState = 'realtime' | 'preliminary' | 'reviewed';
export type PeriodKind = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year' | 'cutoff';

/** `start` and `end` are UTC instants, `end` exclusive; two periods are neighbours when one ends where the other starts. */
export interface ObservedPeriod {
  readonly kind: PeriodKind;
  readonly label: string;
  readonly start: string;
  readonly end: string;
}

export interface ObservedSubject {
  readonly kind: string;
  readonly id: string;
}

interface Observed {
  readonly subject: ObservedSubject;
  readonly period: ObservedPeriod;
  /** A correction has a higher revision; the highest wins. */
  readonly revision: number;
  readonly dataState: DataState;
}

/** An indicator, perhaps with its place in a ranking. */
export interface IndicatorObservation extends Observed {
  readonly source: 'indicator';
  readonly definition: string;
  /** Null when the period has no valid number. */
  readonly value: DecimalText | null;
  readonly unit: string;
  /** The subject's own limit or target, where it has one (e.g. the target class of a section). */
  readonly limit: DecimalText | null;
  /** 1 is the worst of the ranked; null when not ranked in this period. */
  readonly fromBottom: number | null;
  /** The rank may still change with a pending decision. */
  readonly isProvisional: boolean;
  /** What the number is about is over or given up: whatever was warned of ends, whatever the value. */
  readonly hasEnded?: boolean;
}

/** An exceedance as its owner publishes it: the hours are counted already. */
export interface ExceedanceObservation extends Observed {
  readonly source: 'exceedance';
  /** Label of the first hour above the limit. */
  readonly episode: string;
  readonly hours: number;
  readonly value: DecimalText;
  readonly peak: DecimalText;
  readonly limit: DecimalText;
  readonly unit: string;
  readonly hasEnded: boolean;
}

/**
 * Silence of a network: one cause however many of its subjects are silent. What was registered and never heard of at all is
 * a cause of its own: a device that waits to be mounted would hide a feed that ends.
 */
export interface SilenceObservation extends Observed {
  readonly source: 'silence' | 'never-heard';
  readonly episode: string;
  readonly silentHours: number;
  readonly silentSubjects: number;
  readonly subjectsInNetwork: number;
}

/** An item of a list at a cut-off. */
export interface ItemObservation extends Observed {
  readonly source: 'item';
  readonly listId: string;
  readonly unitId: string;
  readonly level: LagLevel;
  /** Days past the deadline, 0 before. */
  readonly overdueDays: number;
  /** Days to the date the rule watches; null without one. */
  readonly daysToDate: number | null;
  readonly isCompleted: boolean;
  readonly isClosed: boolean;
}

export type Observation = IndicatorObservation | ExceedanceObservation | SilenceObservation | ItemObservation;
export type RuleSource = Observation['source'];

export type Comparison = '>' | '>=' | '<' | '<=' | '=';

/** What one rule looks at. Every kind counts something; `grades` of the rule turn the count into a severity. */
export type RuleCondition =
  /** A statistic of one period beyond a limit. Counts the periods running. */
  | { readonly kind: 'threshold'; readonly compare: Comparison; readonly limit: Quantity | 'own' }
  /** Beyond a limit for at least so many periods (or hours of an exceedance) running. Counts them. */
  | {
      readonly kind: 'consecutive';
      readonly compare: Comparison;
      readonly limit: Quantity | 'own';
      readonly periods: number;
    }
  /** Changed against the period so many back by at least so many percent. Counts the periods running. */
  | {
      readonly kind: 'rate';
      readonly direction: 'rise' | 'fall';
      readonly percentAtLeast: Quantity;
      readonly periodsBack: number;
    }
  /** Among the last so many of a ranking. Counts the periods running. */
  | { readonly kind: 'rank'; readonly lastPlaces: number }
  /** Nothing heard for so many hours, or no valid number for so many periods. Counts hours or periods. */
  | { readonly kind: 'missing'; readonly atLeast: number }
  /** A date is at most so many days away and the work is not done. Counts the days left. */
  | { readonly kind: 'days-to-date'; readonly atMost: number }
  /** A deadline has passed by at least so many days. Counts them. */
  | { readonly kind: 'overdue'; readonly daysAtLeast: number }
  /** An item lags by at least a level, which becomes the severity. Counts the cut-offs running. */
  | { readonly kind: 'level'; readonly atLeast: Exclude<LagLevel, 'green'> };
export type RuleKind = RuleCondition['kind'];

export type Opens = 'problem' | 'tracing-task' | 'review-task' | 'none';

export interface Rule {
  readonly id: string;
  readonly version: number;
  /** Which ladder it feeds: item-lag, ranking-last, section-failing, outlet-exceedance, feed-silence, never-heard … */
  readonly ruleClass: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly source: RuleSource;
  /** Indicator definition read; null for other sources. */
  readonly definition: string | null;
  /** Kind of period read; observations of other kinds are not judged. */
  readonly per: PeriodKind;
  readonly condition: RuleCondition;
  /** What counts as the same cause; placeholders of `CAUSE_PLACEHOLDERS`, e.g. `{rule}|{subject}|{episode}`. */
  readonly causeKey: string;
  /** Severity from a count on, ascending; for `days-to-date` up to a count, descending. Not used by `level`. */
  readonly grades: readonly { readonly from: number; readonly severity: Severity }[];
  /** What the grades read: the count (where absent), or the number itself, whose size is its gravity. */
  readonly gradedBy?: 'count' | 'value' | undefined;
  /** A period without a valid number: it breaks the run, or the run goes on over it. */
  readonly onGap: 'break' | 'hold';
  /** Periods running without the cause after which the warning ends. */
  readonly endsAfter: number;
  readonly opens: { readonly what: Opens; readonly fromCount: number };
}

export const CAUSE_PLACEHOLDERS = ['rule', 'subject', 'episode', 'period', 'list', 'unit'] as const;

const SOURCES: Readonly<Record<RuleKind, readonly RuleSource[]>> = {
  threshold: ['indicator'],
  consecutive: ['indicator', 'exceedance'],
  rate: ['indicator'],
  rank: ['indicator'],
  missing: ['indicator', 'silence', 'never-heard'],
  'days-to-date': ['item'],
  overdue: ['item'],
  level: ['item'],
};

/** What is wrong with a rule of a pack, in words; empty when it can be used. */
export const ruleFaults = (rule: Rule): string[] => {
  const { condition, grades } = rule;
  const faults: string[] = [];
  if (!SOURCES[condition.kind].includes(rule.source)) faults.push(`kind ${condition.kind} cannot read ${rule.source}`);
  if ((rule.source === 'indicator') !== (rule.definition !== null))
    faults.push('a rule over an indicator, and only such a rule, names its definition');
  // Never a warning from a single reading: an hour counts only together with others.
  const isRun = condition.kind === 'consecutive' ? condition.periods >= 2 : condition.kind === 'missing';
  if (rule.per === 'hour' && !isRun)
    faults.push('an hour alone never raises a warning: use at least two hours running');
  if (condition.kind === 'consecutive' && condition.periods < 2) faults.push('consecutive needs at least two periods');
  const named = [...rule.causeKey.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
  for (const name of named)
    if (!(CAUSE_PLACEHOLDERS as readonly string[]).includes(name)) faults.push(`cause key knows no {${name}}`);
  if (!named.includes('rule') || !named.includes('subject')) faults.push('a cause key names {rule} and {subject}');
  if (condition.kind !== 'level') {
    const sign = condition.kind === 'days-to-date' ? -1 : 1;
    if (grades.length === 0) faults.push('no grade');
    if (grades.some(({ from }, index) => index > 0 && sign * (from - grades[index - 1]!.from) <= 0))
      faults.push('grades are not in order');
  }
  if (rule.gradedBy === 'value' && rule.source !== 'indicator') faults.push('only an indicator is graded by its value');
  if (!Number.isInteger(rule.endsAfter) || rule.endsAfter < 1) faults.push('endsAfter is at least one period');
  return faults;
};
