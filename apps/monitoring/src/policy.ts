import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import type { SuspectHourRule } from '#libs/domain/air/suspect-hours.js';
import type { RepeatRule } from '#libs/domain/telemetry/repeating-values.js';
import type { DischargeRule } from '#libs/domain/telemetry/discharge-patterns.js';
import type { ControlLevel } from '#libs/domain/telemetry/value-void.js';
import type { HeldValueRule, NeighbourRule } from '#libs/domain/water/suspect-values.js';
import type { LoadRule, PlantRule } from '#libs/domain/water/sewage-plant.js';
import type { ExitRule } from '#libs/domain/water/worse-than-v.js';
import type { BasicItem } from '#libs/domain/water/edition.js';
import { inForce } from '#libs/policy/item.js';
import type { IndicatorDefinition } from '#libs/policy/measurement.schema.js';
import type { Pack } from '#libs/policy/pack.js';
import type { SubjectKind } from './subject/subject-kind.js';

const WHOLE_DAY = 24;

/** Injection token of the policy. */
export const POLICY = Symbol('POLICY');

export interface Cadence {
  readonly everyHours: number;
  readonly lateAfterHours: number;
}

export interface GapRule {
  readonly firstAfterMinutes: number;
  readonly againAfterMinutes: number;
  readonly mostAskings: number;
  readonly mostHours: number;
  readonly lookBackDays: number;
}

/** Lines of hidden discharge, with how far back is looked for what is usual and for hours at night. */
export interface DischargePatternRule extends DischargeRule {
  readonly usualDays: number;
  readonly nightDays: number;
  readonly fewestExceedingHours: number;
}

/** What the pack says of measurements on a day. */
export interface PolicyOn {
  /** Hours without a frame or row after which a subject counts as silent. */
  readonly silenceHours: number;
  /** Days of its seven on which a section's week needs rows. */
  readonly daysWithRows: number;
  /** How often something due comes, and from when on it is late, by kind of subject. */
  readonly cadence: Readonly<Record<SubjectKind, Cadence>>;
  /** Levels of control whose stations are one's own: their values may be voided here. None where the pack names none. */
  readonly ownLevels: readonly ControlLevel[];
  /** When an hour of a station is pointed out; never where null. */
  readonly suspectHours: SuspectHourRule | null;
  /** Hours looked at for repeating values of devices, and what counts; null where the pack does not say. */
  readonly repeating: { readonly withinHours: number; readonly rules: readonly RepeatRule[] } | null;
  /** Points by which progress towards a target may be behind time. */
  readonly targetMarginPoints: string;
  readonly held: {
    readonly items: readonly BasicItem[];
    readonly rule: HeldValueRule;
    /** Null where the pack compares no neighbours. */
    readonly neighbours: NeighbourRule | null;
  };
  /** Months after which raw packets are packed, and telemetry is dropped; null: never. */
  readonly keeping: { readonly packAfterMonths: number | null; readonly dropAfterMonths: number | null };
  /** When a water leaves the list of those worse than class Ⅴ; the strictest reading where the pack is silent. */
  readonly worseThanV: ExitRule;
  /** When missing hours are asked for again; null where the pack does not want it. */
  readonly gaps: GapRule | null;
  /** Measured months in a row without a black one that closing a black water asks for; half a year where the pack is silent. */
  readonly fewestCleanMonths: number;
  /** What speaks of hidden discharge; null where the pack does not look for it. */
  readonly dischargePatterns: DischargePatternRule | null;
  /** Usable hours the mean of an outlet's day needs where its limit does not say; every hour where the pack is silent. */
  readonly fewestDayHours: { readonly water: number; readonly gas: number };
  /** Null where the pack draws no lines for sewage plants. */
  readonly plant: PlantRule | null;
  /** Days after which the newest report of a sewage plant is old; null where the pack sets no bound. */
  readonly plantReportOldAfterDays: number | null;
  /** Least load of a sewage plant; null where the pack asks for none. */
  readonly plantLoad: LoadRule | null;
}

export interface Policy {
  on(date: CivilDate): PolicyOn;
  /** A published number, as the pack defines it on a day: unit, decimals, direction. */
  indicator(definition: string, date: CivilDate): IndicatorDefinition;
  /** Numbers of this service as the pack defines them on a day. */
  indicators(date: CivilDate): readonly IndicatorDefinition[];
}

/** Reads the pack once per day asked for: rules are the same for a whole day. Days before the pack begins go by its first. */
export const policyOf = (pack: Pack): Policy => {
  const days = new Map<CivilDate, PolicyOn>();
  const read = (date: CivilDate): PolicyOn => {
    // Last year's rows, which this year is held against, are older than a pack that has just begun.
    const limits = inForce(pack.limits, date < pack.validFrom ? pack.validFrom : date);
    const silence = limits.find((limit) => limit.kind === 'silence');
    const week = limits.find((limit) => limit.kind === 'section-week');
    const held = limits.find((limit) => limit.kind === 'held-values');
    const own = limits.find((limit) => limit.kind === 'own-network');
    const exit = limits.find((limit) => limit.kind === 'worse-than-v');
    const plant = limits.find((limit) => limit.kind === 'sewage-plant');
    const outletDay = limits.find((limit) => limit.kind === 'outlet-day');
    const black = limits.find((limit) => limit.kind === 'black-water');
    const patterns = limits.find((limit) => limit.kind === 'discharge-patterns');
    const gaps = limits.find((limit) => limit.kind === 'gaps');
    const suspect = limits.find((limit) => limit.kind === 'suspect-hours');
    const repeating = limits.find((limit) => limit.kind === 'repeating-values');
    const progress = limits.find((limit) => limit.kind === 'target-progress');
    const keeping = limits.find((limit) => limit.kind === 'telemetry-keeping');
    const cadenceOf = (kind: SubjectKind): Cadence => {
      const found = limits.find((limit) => limit.kind === 'cadence' && limit.subject === kind);
      if (found?.kind !== 'cadence') throw new Error(`the pack has no cadence of a ${kind} in force on ${date}`);
      return found;
    };
    if (!silence || !week || !held)
      throw new Error(`the pack has no limits of silence, section-week and held-values in force on ${date}`);
    return {
      silenceHours: silence.hours,
      daysWithRows: week.daysWithRows,
      cadence: { station: cadenceOf('station'), section: cadenceOf('section'), outlet: cadenceOf('outlet') },
      ownLevels: own?.levels ?? [],
      suspectHours: suspect?.rule ?? null,
      repeating: repeating ?? null,
      targetMarginPoints: String(progress?.marginPoints ?? 0),
      gaps: gaps ?? null,
      held: { items: held.items, rule: held.rule, neighbours: held.neighbours ?? null },
      keeping: keeping ?? { packAfterMonths: null, dropAfterMonths: null },
      dischargePatterns: patterns
        ? {
            ...patterns.rule,
            flowPercentOfUsual: String(patterns.rule.flowPercentOfUsual),
            timesDayMedian: String(patterns.rule.timesDayMedian),
            leastPercentOfLimit: String(patterns.rule.leastPercentOfLimit),
          }
        : null,
      fewestDayHours: outletDay?.fewestHours ?? { water: WHOLE_DAY, gas: WHOLE_DAY },
      fewestCleanMonths: black?.cleanMonths ?? 6,
      worseThanV: exit ?? { periods: 3, needs: 'compliant' },
      plant: plant
        ? { leastUsablePercent: String(plant.leastUsablePercent), mostBacklog: String(plant.mostBacklog) }
        : null,
      plantReportOldAfterDays: plant?.reportOldAfterDays ?? null,
      plantLoad: plant?.load
        ? { leastLoadPercent: String(plant.load.leastPercent), fewestDays: plant.load.fewestDays }
        : null,
    };
  };
  return {
    on: (date) => {
      const known = days.get(date);
      if (known) return known;
      const made = read(date);
      days.set(date, made);
      return made;
    },
    indicator: (definition, date) => {
      const found =
        inForce(pack.indicators, date).find(({ id }) => id === definition) ??
        pack.indicators.find(({ id }) => id === definition);
      if (!found) throw new Error(`the pack defines no indicator ${definition}`);
      return found;
    },
    indicators: (date) => inForce(pack.indicators, date).filter(({ service }) => service === 'monitoring'),
  };
};
