/** Several sections together: a river, a basin, an area, a control level. */
import type { WaterBody, WaterClass } from './edition.js';
import { GOOD_UP_TO_CLASS, sharePercent } from './river-quality.js';
import { riverSummary, type RiverSummary } from './river-summary.js';
import { type QualityChange, riverChange, sectionChange } from './quality-change.js';
import {
  compareWithTarget,
  evaluateSection,
  type SectionAbsence,
  type SectionEvaluation,
  type SectionValues,
  type TargetComparison,
} from './section-class.js';
import type { TargetClass } from './section-register.js';
import { compliance, type Compliance } from './compliance.js';

export interface GroupSection {
  readonly id: string;
  readonly body: WaterBody;
  readonly target: TargetClass | null;
  /** Means of the span; null without a result. */
  readonly values: SectionValues | null;
  readonly absence: SectionAbsence | null;
  /** Means of the span compared with. */
  readonly valuesBefore: SectionValues | null;
}

export interface GroupedSection {
  readonly id: string;
  readonly target: TargetClass | null;
  readonly evaluation: SectionEvaluation;
  readonly comparison: TargetComparison | null;
  readonly classBefore: WaterClass | null;
  readonly change: QualityChange | null;
}

export interface GroupChange {
  readonly change: QualityChange;
  /** Sections evaluated both times, which alone are compared. */
  readonly compared: number;
  /** ΔG − ΔD in percentage points; null where the means of few sections are compared. */
  readonly points: string | null;
  readonly goodShareBefore: string;
  readonly inferiorShareBefore: string;
}

export interface GroupFigures {
  readonly summary: RiverSummary;
  /** 优良比例, 劣Ⅴ比例 of the sections evaluated, per cent with one decimal; null without one. */
  readonly goodShare: string | null;
  readonly inferiorShare: string | null;
  /** Sections whose result over the span meets the target. */
  readonly attainment: Compliance;
  readonly change: GroupChange | null;
  readonly sections: readonly GroupedSection[];
}

const WORSE_THAN_V = 6;

const shareOf = (classes: readonly WaterClass[], belongs: (one: WaterClass) => boolean, lines: readonly number[]) =>
  sharePercent(classes.filter(belongs).length, classes.length, lines);
const goodShareOf = (classes: readonly WaterClass[]) => shareOf(classes, (one) => one <= GOOD_UP_TO_CLASS, [75, 90]);
const inferiorShareOf = (classes: readonly WaterClass[]) => shareOf(classes, (one) => one === WORSE_THAN_V, [20, 40]);

const groupChange = (
  sections: readonly GroupSection[],
  grouped: readonly GroupedSection[],
  settings: Parameters<typeof riverSummary>[1],
): GroupChange | null => {
  const both = grouped.flatMap(({ id, evaluation: { waterClass }, classBefore }) =>
    waterClass === null || classBefore === null ? [] : [{ id, now: waterClass, before: classBefore }],
  );
  const of = (which: 'values' | 'valuesBefore'): RiverSummary =>
    riverSummary(
      sections
        .filter(({ id }) => both.some((one) => one.id === id))
        .map((section) => ({ id: section.id, body: section.body, values: section[which] ?? {} })),
      settings,
    );
  const [before, now] = [of('valuesBefore'), of('values')];
  const classesBefore = both.map((one) => one.before);
  const [goodShareBefore, inferiorShareBefore] = [goodShareOf(classesBefore), inferiorShareOf(classesBefore)];
  if (goodShareBefore === null || inferiorShareBefore === null) return null;
  const shares = { compared: both.length, goodShareBefore, inferiorShareBefore };
  if (before.shares !== null && now.shares !== null) return { ...shares, ...riverChange(before.shares, now.shares) };
  if (before.waterClass === null || now.waterClass === null) return null;
  return { ...shares, points: null, change: sectionChange(before.waterClass, now.waterClass) };
};

/**
 * Quality of a group of sections over a span, how many of them meet their targets, and how it changed against another
 * span, over the sections that were evaluated both times. The points of one lake are averaged
 * however many there are.
 */
export function groupFigures(
  sections: readonly GroupSection[],
  options: { readonly isOneLake?: boolean } = {},
): GroupFigures {
  const settings = { decimals: 'assess', ...options } as const;
  const grouped = sections.map((section): GroupedSection => {
    const { id, body, target, absence } = section;
    const absent = section.values === null && absence !== null ? { absence } : {};
    const evaluation = evaluateSection({ values: section.values ?? {}, body, decimals: 'none', ...absent });
    const classBefore =
      section.valuesBefore === null
        ? null
        : evaluateSection({ values: section.valuesBefore, body, decimals: 'none' }).waterClass;
    return {
      id,
      target,
      evaluation,
      comparison: target === null ? null : compareWithTarget(evaluation, target, body),
      classBefore,
      change:
        evaluation.waterClass === null || classBefore === null
          ? null
          : sectionChange(classBefore, evaluation.waterClass),
    };
  });
  const classes = grouped.flatMap(({ evaluation: { waterClass } }) => waterClass ?? []);
  return {
    summary: riverSummary(
      sections.map(({ id, body, values, absence }) => ({
        id,
        body,
        values: values ?? {},
        ...(values === null && absence !== null ? { absence } : {}),
      })),
      settings,
    ),
    goodShare: goodShareOf(classes),
    inferiorShare: inferiorShareOf(classes),
    attainment: compliance(
      grouped.map(({ id, comparison }) => ({ subject: id, period: '', isCompliant: comparison?.isCompliant ?? null })),
    ),
    change: groupChange(sections, grouped, settings),
    sections: grouped,
  };
}
