/** The patterns of one day of an outlet as numbers: pure. */
import {
  constantHours,
  flowingHours,
  nightPeaks,
  type PatternHour,
  untreatedFlow,
} from '#libs/domain/telemetry/discharge-patterns.js';
import { nightShare } from '#libs/domain/telemetry/exceedance-span.js';
import { factorName } from '#libs/domain/telemetry/factor-codes.js';
import { naturalDayOf, spanInstants } from '#libs/domain/calendar/shanghai.js';
import { limitsOn, limitsOver } from '#libs/domain/telemetry/outlet-limits.js';
import type { RecordReference } from '#libs/evidence/reference-group.js';
import { dayPeriod } from '../air/day-observations.js';
import { outletHourRecord, packetRecord } from '../evidence/record-id.js';
import type { Observation } from '../indicator/observe-indicators.js';
import type { DischargePatternRule } from '../policy.js';
import type { SubjectState } from '../register/register.store.js';
import type { FacilityRecord, PatternHourRow } from './discharge-pattern.store.js';

export const PATTERN_DEFINITIONS = [
  'outlet.day.untreated-hours',
  'outlet.day.night-peak-hours',
  'outlet.day.constant-hours',
  'outlet.day.night-exceedance-share',
] as const;
type Pattern = (typeof PATTERN_DEFINITIONS)[number];

/** Discharge of waste water and of waste gas (HJ 212 codes). */
export const FLOW_FACTORS = ['w00000', 'a00000'];
const EDITION = 'PATTERNS';

export interface DayOfOutlet {
  readonly outlet: SubjectState;
  readonly day: string;
  /** Hours of the day and of the day before, of every factor. */
  readonly hours: readonly PatternHourRow[];
  /** What usually flows, by flow factor. */
  readonly usual: ReadonlyMap<string, string | null>;
  readonly records: readonly FacilityRecord[];
  /** Hours above a limit up to the end of the day, as far back as the rule looks. */
  readonly exceeding: readonly Date[];
}

/** Every pattern of a day; one of which nothing can be known is absent. */
export const dayPatterns = (
  { outlet, day, hours, usual, records, exceeding }: DayOfOutlet,
  rule: DischargePatternRule,
): Observation[] => {
  const { start, end } = spanInstants({ from: day, to: day });
  const isToday = ({ label }: { readonly label: Date }): boolean => naturalDayOf(label) === day;
  const of = (factor: string): PatternHourRow[] => hours.filter((one) => one.factor === factor);
  const flowing = (some: readonly PatternHour[], factor: string): Date[] =>
    flowingHours(some, usual.get(factor) ?? null, rule);
  const revisions = new Map(hours.map((one) => [`${one.factor} ${one.label.getTime()}`, one.revision]));
  const references = (factor: string, labels: readonly Date[]) =>
    labels.map((label) =>
      outletHourRecord(outlet.id, factor, label, revisions.get(`${factor} ${label.getTime()}`) ?? 1),
    );
  const observation = (
    definition: Pattern,
    value: string,
    details: Readonly<Record<string, unknown>>,
    basis: readonly RecordReference[],
  ): Observation => ({
    definition,
    subject: { kind: 'outlet', id: outlet.id },
    period: dayPeriod(day),
    value,
    valid: true,
    dataState: 'realtime',
    edition: EDITION,
    details,
    basis: { references: basis },
  });
  const iso = (labels: readonly Date[]): string[] => labels.map((label) => label.toISOString());

  const flowFactor = FLOW_FACTORS.find((factor) => of(factor).some(isToday));
  const flowToday = flowFactor === undefined ? [] : flowing(of(flowFactor).filter(isToday), flowFactor);
  const untreated = untreatedFlow(
    flowToday,
    {
      states: records.flatMap(({ kind, at, content: { equipment, state } }) =>
        kind === 'equipmentState' && equipment && state ? [{ equipment, at, state }] : [],
      ),
      runTimes: records.flatMap(({ kind, at, content: { equipment, hours: ran } }) =>
        kind === 'runTime' && at >= start && at < end && equipment && ran ? [{ equipment, hours: ran }] : [],
      ),
    },
    rule,
  );
  const limits = limitsOn(outlet.limits, day);
  // A factor with a limit of each time is looked at once, by that of the hour.
  const byFactor = new Map(
    [...limitsOver(limits, 'day'), ...limitsOver(limits, 'hour')].map((one) => [one.factor, one]),
  );
  const limited = [...byFactor.values()].map(({ factor, limit }) => {
    const flowLabels = flowFactor === undefined ? [] : flowing(of(flowFactor), flowFactor);
    return {
      factor,
      name: factorName(factor),
      peaks: nightPeaks(of(factor).filter(isToday), limit, rule),
      constant: constantHours(of(factor), flowLabels, rule).filter((label) => isToday({ label })),
    };
  });
  /** The factor that shows most stands for the day. */
  const most = (what: 'peaks' | 'constant') => [...limited].sort((a, b) => b[what].length - a[what].length)[0];
  const [peak, constant] = [most('peaks'), most('constant')];
  const night = nightShare(exceeding);
  const isEnough = night.hours >= rule.fewestExceedingHours && night.percent !== null;
  return [
    ...(untreated && flowFactor !== undefined
      ? [
          observation(
            'outlet.day.untreated-hours',
            String(untreated.hours),
            { hours: iso(untreated.labels), flowingHours: flowToday.length, ranHours: untreated.ranHours },
            [
              ...references(flowFactor, untreated.labels.length > 0 ? untreated.labels : flowToday),
              ...[...new Set(records.map(({ packetId }) => packetId))].map(packetRecord),
            ],
          ),
        ]
      : []),
    ...(peak
      ? [
          observation(
            'outlet.day.night-peak-hours',
            String(peak.peaks.length),
            { factor: peak.factor, factorName: peak.name, hours: iso(peak.peaks) },
            references(peak.factor, peak.peaks),
          ),
        ]
      : []),
    ...(constant
      ? [
          observation(
            'outlet.day.constant-hours',
            String(constant.constant.length),
            { factor: constant.factor, factorName: constant.name, hours: iso(constant.constant) },
            references(constant.factor, constant.constant),
          ),
        ]
      : []),
    observation(
      'outlet.day.night-exceedance-share',
      isEnough ? night.percent! : '0.0',
      { days: rule.nightDays, hours: night.hours, nightHours: night.nightHours },
      [],
    ),
  ];
};
