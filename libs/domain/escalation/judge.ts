/**
 * What a rule says about an observation: raise, update or end the one warning of its cause, or nothing. Everything is
 * computed from the observations themselves, so a correction of an earlier period is judged by asking again.
 */
import { compare, exactly, type Quantity } from '../assessment/percentage.js';
import { compareLevels } from '../plan/lag.js';
import type { Comparison, DataState, Observation, Rule, Severity } from './rule.js';

/** The standing warning of the rule about this subject. */
export interface OpenWarning {
  readonly causeKey: string;
  readonly episode: string;
  readonly severity: Severity;
  readonly count: number;
  /** Label and revision of the observation it last rests on. */
  readonly period: string;
  readonly revision: number;
  /** A rung of its ladder stands that only closure lifts (see `isHeldUntilClosure`): quiet periods do not end it. */
  readonly isHeld: boolean;
}

export interface RuleHistory {
  /** What else is known of the rule's subject, in any order, later periods too; the highest revision of each counts. */
  readonly others: readonly Observation[];
  readonly open: OpenWarning | null;
}

export interface Verdict {
  readonly verdict: 'raise' | 'update' | 'end' | 'none';
  /** Null only for `none` without an open warning. */
  readonly causeKey: string | null;
  readonly episode: string | null;
  readonly severity: Severity | null;
  /** What the rule counted: periods, hours, days. */
  readonly count: number;
  /** The period and revision it rests on: the latest known, whichever observation was handed in. */
  readonly period: string;
  readonly revision: number;
  /** Labels of the periods it rests on, the latest first: those the rule counted, or the one that ends it. */
  readonly restsOn: readonly string[];
  /** False where what was counted reaches back to the earliest period known: whoever read only so many may know more. */
  readonly isWhole: boolean;
  readonly dataState: DataState;
  /** The rule's `opens` is due: its count has been reached by this verdict. */
  readonly opens: boolean;
  /** Values for titles and papers, as text. */
  readonly text: Readonly<Record<string, string>>;
}

/** One period as the rule sees it; `null` for a period it can say nothing about. */
interface Seen {
  readonly observation: Observation;
  readonly isBad: boolean | null;
}

/** How many periods a rule looks back at most; a caller reads so many besides the one judged. */
export const periodsNeeded = (rule: Rule): number => {
  const back = rule.condition.kind === 'rate' ? rule.condition.periodsBack : 0;
  const counts = rule.grades.map(({ from }) => from);
  return back + Math.max(rule.endsAfter, rule.opens.fromCount, ...counts) + 1;
};

const isBeyond = (value: Quantity, comparison: Comparison, limit: Quantity): boolean => {
  const sign = compare(value, limit);
  if (comparison === '=') return sign === 0;
  return comparison === '>' ? sign > 0 : comparison === '>=' ? sign >= 0 : comparison === '<' ? sign < 0 : sign <= 0;
};

const isNeighbour = (before: Observation, after: Observation): boolean =>
  after.period.kind === 'cutoff' || before.period.end === after.period.start;

/** Whether the cause is there in a period, looking at that period (and for a rate at the one to compare with). */
const isBad = (rule: Rule, observations: readonly Observation[], index: number): boolean | null => {
  const { condition } = rule;
  const now = observations[index]!;
  switch (now.source) {
    case 'exceedance':
      return !now.hasEnded;
    case 'silence':
    case 'never-heard':
      return now.silentSubjects > 0;
    case 'item':
      if (now.isClosed) return false;
      if (condition.kind === 'level') return compareLevels(now.level, condition.atLeast) >= 0;
      if (now.isCompleted) return false;
      if (condition.kind === 'overdue') return now.overdueDays >= condition.daysAtLeast;
      return (
        condition.kind === 'days-to-date' &&
        now.daysToDate !== null &&
        now.daysToDate >= 0 &&
        now.daysToDate <= condition.atMost
      );
    case 'indicator':
      if (now.hasEnded) return false;
      break;
  }
  if (condition.kind === 'missing') return now.value === null;
  if (condition.kind === 'rank')
    return now.fromBottom === null || now.isProvisional ? null : now.fromBottom <= condition.lastPlaces;
  if (now.value === null) return null;
  if (condition.kind === 'threshold' || condition.kind === 'consecutive') {
    const limit = condition.limit === 'own' ? now.limit : condition.limit;
    return limit === null ? null : isBeyond(now.value, condition.compare, limit);
  }
  if (condition.kind !== 'rate') return null;
  const before = observations[index - condition.periodsBack];
  const between = observations.slice(index - condition.periodsBack, index + 1);
  if (before?.source !== 'indicator' || before.value === null || compare(before.value, 0) <= 0) return null;
  if (between.some((one, at) => at > 0 && !isNeighbour(between[at - 1]!, one))) return null;
  const change = exactly(now.value)
    .minus(exactly(before.value))
    .times(condition.direction === 'rise' ? 100 : -100);
  return change.gte(exactly(condition.percentAtLeast).times(exactly(before.value)));
};

/** The observed periods in order, highest revision of each. */
const inOrder = (observations: readonly Observation[]): Observation[] => {
  const latest = new Map<string, Observation>();
  for (const one of observations) {
    const known = latest.get(one.period.label);
    if (!known || one.revision >= known.revision) latest.set(one.period.label, one);
  }
  return [...latest.values()].sort((a, b) => (a.period.end < b.period.end ? -1 : 1));
};

/** Periods running, latest first, and whether the one before them is known to break them. */
interface Run {
  readonly periods: readonly Seen[];
  readonly isWhole: boolean;
}

/** The unbroken run, latest first, of periods for which `isBad` is `wanted`, ending with the last one seen. */
const runOf = (rule: Rule, seen: readonly Seen[], wanted: boolean): Run => {
  const run: Seen[] = [];
  // The first periods of a rate have nothing to compare with.
  const silent = rule.condition.kind === 'rate' ? rule.condition.periodsBack : 0;
  for (let index = seen.length - 1; index >= 0; index -= 1) {
    const one = seen[index]!;
    const after = seen[index + 1];
    const hasHole = after !== undefined && !isNeighbour(one.observation, after.observation);
    if (hasHole && rule.onGap === 'break') return { periods: run, isWhole: true };
    if (one.isBad === wanted) run.push(one);
    else if (one.isBad !== null || rule.onGap === 'break')
      return { periods: run, isWhole: one.isBad !== null || index >= silent };
  }
  return { periods: run, isWhole: false };
};

const countOf = (rule: Rule, now: Observation, run: readonly Seen[]): number => {
  if (now.source === 'exceedance') return now.hours;
  if (now.source === 'silence' || now.source === 'never-heard') return now.silentHours;
  if (now.source === 'item' && rule.condition.kind === 'overdue') return now.overdueDays;
  if (now.source === 'item' && rule.condition.kind === 'days-to-date') return now.daysToDate ?? 0;
  return run.length;
};

const atLeastOf = (rule: Rule): number => {
  const { condition } = rule;
  if (condition.kind === 'consecutive') return condition.periods;
  return condition.kind === 'missing' ? condition.atLeast : 0;
};

const severityOf = (rule: Rule, now: Observation, count: number): Severity | null => {
  if (rule.condition.kind === 'level') return now.source === 'item' && now.level !== 'green' ? now.level : null;
  const isDown = rule.condition.kind === 'days-to-date';
  const graded = rule.gradedBy === 'value' && now.source === 'indicator' ? Number(now.value) : count;
  return rule.grades.filter(({ from }) => (isDown ? graded <= from : graded >= from)).at(-1)?.severity ?? null;
};

const subjectText = ({ subject }: Observation): string => `${subject.kind}:${subject.id}`;

const causeKeyOf = (rule: Rule, now: Observation, episode: string): string => {
  const values: Readonly<Record<string, string>> = {
    rule: rule.id,
    subject: subjectText(now),
    episode,
    period: now.period.label,
    list: now.source === 'item' ? now.listId : '',
    unit: now.source === 'item' ? now.unitId : '',
  };
  return rule.causeKey.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
};

const textParameters = (rule: Rule, now: Observation, episode: string, count: number): Record<string, string> => {
  const text: Record<string, string> = {
    subject: subjectText(now),
    period: now.period.label,
    episode,
    count: String(count),
    dataState: now.dataState,
  };
  if (now.source === 'indicator') {
    const { condition } = rule;
    const limit = 'limit' in condition && condition.limit !== 'own' ? String(condition.limit) : now.limit;
    Object.assign(text, { value: now.value ?? '', unit: now.unit, limit: limit ?? '', definition: now.definition });
    if (now.fromBottom !== null) text['fromBottom'] = String(now.fromBottom);
  } else if (now.source === 'exceedance')
    Object.assign(text, { value: now.value, unit: now.unit, limit: now.limit, peak: now.peak });
  else if (now.source === 'item')
    Object.assign(text, { level: now.level, overdueDays: String(now.overdueDays), list: now.listId, unit: now.unitId });
  else
    Object.assign(text, {
      silentSubjects: String(now.silentSubjects),
      subjectsInNetwork: String(now.subjectsInNetwork),
    });
  return text;
};

const isJudged = (rule: Rule, now: Observation): boolean =>
  now.source === rule.source &&
  now.period.kind === rule.per &&
  (now.source !== 'indicator' || now.definition === rule.definition);

/**
 * Judges the latest period the rule can say anything about when an observation has come in; a late or corrected earlier
 * period changes the count, never the place one stands at. While a cause lasts its warning keeps its key and episode;
 * asking again with the same facts gives `none`. A period without a valid number neither raises nor ends. `open.isHeld`
 * keeps an item's warning alive until the item is closed. An indicator that has ended ends its warning at once.
 */
export const judge = (rule: Rule, observation: Observation, history: RuleHistory): Verdict => {
  const { open } = history;
  const nothing: Verdict = {
    verdict: 'none',
    causeKey: open?.causeKey ?? null,
    episode: open?.episode ?? null,
    severity: open?.severity ?? null,
    count: open?.count ?? 0,
    period: open?.period ?? observation.period.label,
    revision: open?.revision ?? observation.revision,
    restsOn: [],
    isWhole: true,
    dataState: observation.dataState,
    opens: false,
    text: {},
  };
  if (!isJudged(rule, observation)) return nothing;
  const observations = inOrder([...history.others, observation]);
  const all = observations.map((one, index) => ({ observation: one, isBad: isBad(rule, observations, index) }));
  const seen = all.slice(0, all.findLastIndex((one) => one.isBad !== null) + 1);
  const latest = seen.at(-1);
  if (latest === undefined) return { ...nothing, isWhole: false };
  const { observation: now, isBad: here } = latest;

  const { periods: run, isWhole } = runOf(rule, seen, true);
  const count = countOf(rule, now, run);
  const stands = here && count >= atLeastOf(rule);
  const severity = stands ? severityOf(rule, now, count) : null;
  if (stands && severity !== null) {
    const began = 'episode' in now ? now.episode : run.at(-1)!.observation.period.label;
    const episode = open?.episode ?? began;
    const causeKey = open?.causeKey ?? causeKeyOf(rule, now, episode);
    const opens =
      rule.opens.what !== 'none' && count >= rule.opens.fromCount && (open?.count ?? 0) < rule.opens.fromCount;
    const isSame =
      open !== null &&
      open.period === now.period.label &&
      open.revision === now.revision &&
      open.count === count &&
      open.severity === severity;
    const verdict = open === null ? 'raise' : isSame ? 'none' : 'update';
    const text = textParameters(rule, now, episode, count);
    const { label: period } = now.period;
    return {
      verdict,
      causeKey,
      episode,
      severity,
      count,
      period,
      revision: now.revision,
      restsOn: run.map((one) => one.observation.period.label),
      isWhole,
      dataState: now.dataState,
      opens,
      text,
    };
  }
  if (open === null) return { ...nothing, isWhole };
  const isClosed = (now.source === 'item' && now.isClosed) || (now.source === 'indicator' && now.hasEnded === true);
  const quiet = runOf(rule, seen, false);
  const isLongQuiet = quiet.periods.length >= rule.endsAfter;
  const isKnown = here ? isWhole : isLongQuiet || quiet.isWhole;
  const isQuiet = here || isLongQuiet || 'episode' in now;
  if (!isClosed && (open.isHeld || !isQuiet)) return { ...nothing, isWhole: isKnown };
  return {
    ...nothing,
    verdict: 'end',
    period: now.period.label,
    revision: now.revision,
    restsOn: [now.period.label],
    isWhole: isKnown,
    dataState: now.dataState,
    text: textParameters(rule, now, open.episode, open.count),
  };
};
