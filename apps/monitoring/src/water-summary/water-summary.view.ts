/** Rivers, basins, areas and control levels over a month, a quarter, a year, or the months of a year so far. */
import type { EntityManager } from 'typeorm';
import { AreaState } from '#libs/contracts/directory.events.js';
import { type CivilMonth, monthSpan } from '#libs/domain/calendar/shanghai.js';
import { againstAverage, compliance, type Compliance, type WaterAverage } from '#libs/domain/water/compliance.js';
import { type GroupFigures, groupFigures, type GroupSection } from '#libs/domain/water/section-group.js';
import { trophicState, type TrophicState } from '#libs/domain/water/trophic.js';
import {
  spanAbsence,
  spanBefore,
  spanLastYear,
  spanOutcomes,
  spanValues,
  type WaterSpan,
} from '#libs/domain/water/water-span.js';
import { select, selectWhole } from '#libs/persistence/select.js';
import { type CountyOf, countyOfAreas } from '../area/area-tree.js';
import { averagesOfSpan, type ExternalAverage } from '../external-average/external-average.store.js';
import type { SubjectState } from '../register/register.store.js';
import { type CountedMonths, countedMonths, type Rested, restedOn } from './counted-months.js';
import { sectionsWithMonths, type SectionWithMonths } from '../section-month/section-month.view.js';

/** What sections are put together by. */
export const GROUPINGS = ['river', 'basin', 'area', 'level', 'all'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface HeldAverage {
  readonly whose: string;
  readonly measure: WaterAverage;
  /** Per cent. */
  readonly value: string;
  readonly own: string;
  readonly points: string;
  readonly isWorse: boolean;
  readonly document: string;
}

export interface WaterGroup {
  readonly by: Grouping;
  readonly id: string;
  readonly name: string;
  readonly figures: GroupFigures;
  /** All section-months of the span together. */
  readonly compliance: Compliance;
  /** Recorded averages of the same span, such as those of the province, and where the group stands to them. */
  readonly averages: readonly HeldAverage[];
  /** One lake only. */
  readonly trophic: TrophicState | null;
  readonly members: readonly SectionWithMonths[];
  readonly rested: Rested;
}

/** Sections in use; summaries are of those. */
export const sectionsInUse = async (tx: EntityManager): Promise<SubjectState[]> =>
  (
    await selectWhole<{ state: SubjectState }>(
      tx,
      5_000,
      `select s.state from subject s where s.kind = 'section' and not s.retired order by s.id`,
    )
  )
    .map(({ state }) => state)
    .filter(({ water }) => water !== null);

export const areaNames = async (tx: EntityManager): Promise<ReadonlyMap<string, string>> =>
  new Map(
    (
      await select<{ id: string; name: string }>(
        tx,
        `select r.id, r.state ->> 'name' as name from reference_state r where r.topic = $1`,
        [AreaState.topic],
      )
    ).map(({ id, name }) => [id, name]),
  );

const keysOf = ({ state: { water, areaId } }: SectionWithMonths, by: Grouping, counties: CountyOf): string[] => {
  switch (by) {
    case 'river':
      return water?.river === undefined ? [] : [water.river];
    case 'basin':
      return water?.basin === undefined ? [] : [water.basin];
    case 'area':
      return [counties.get(areaId) ?? areaId];
    case 'level':
      return [...new Set(water?.levels ?? [])];
    case 'all':
      return ['all'];
  }
};

const inOrder = (a: SectionWithMonths, b: SectionWithMonths): number =>
  (a.state.water?.order ?? Infinity) - (b.state.water?.order ?? Infinity) || (a.state.id < b.state.id ? -1 : 1);

export const groupSectionOf = (
  { state, section, results, months }: SectionWithMonths,
  span: WaterSpan,
  before: WaterSpan,
): GroupSection => ({
  id: state.id,
  body: section.body,
  target: section.targetOf(Number(span.to.slice(0, 4))),
  values: spanValues(results, span),
  absence: spanAbsence(months, span),
  valuesBefore: spanValues(results, before),
});

const trophicOf = (figures: GroupFigures): TrophicState | null => {
  const { means } = figures.summary;
  return means && trophicState({ tp: means.tp, tn: means.tn, codmn: means.codmn });
};

const daysOf = ({ from, to }: WaterSpan) => ({ from: monthSpan(from).from, to: monthSpan(to).to });

const heldAgainst = (
  averages: readonly ExternalAverage[],
  { goodShare, inferiorShare, summary: { classCounts, evaluated } }: GroupFigures,
  rate: Compliance,
): HeldAverage[] => {
  const shares = {
    'compliance-rate': rate,
    'good-share': { compliant: classCounts[1] + classCounts[2] + classCounts[3], evaluated, rate: goodShare },
    'inferior-share': { compliant: classCounts[6], evaluated, rate: inferiorShare },
  } as const;
  return averages.flatMap(({ whose, value, document, ...one }) => {
    const measure = one.measure as WaterAverage;
    const own = shares[measure];
    const stands = againstAverage(own, value, measure);
    return stands && own.rate !== null ? [{ whose, measure, value, own: own.rate, ...stands, document }] : [];
  });
};

export interface SummaryWish {
  readonly by: Grouping;
  readonly span: WaterSpan;
  readonly against: 'lastYear' | 'before';
}

/**
 * Sections in groups over a span. Sections that belong to no group of the kind are answered apart; a section of two
 * control levels stands in both.
 */
export const waterSummary = async (
  tx: EntityManager,
  { by, span, against }: SummaryWish,
  lastMonth: CivilMonth,
): Promise<{
  readonly groups: readonly WaterGroup[];
  readonly ungrouped: readonly SubjectState[];
  readonly counted: CountedMonths;
}> => {
  const last = span.to < lastMonth ? span.to : lastMonth;
  const all = await sectionsWithMonths(tx, await sectionsInUse(tx), last);
  const counties = await countyOfAreas(tx);
  const names = by === 'area' ? await areaNames(tx) : new Map<string, string>();
  const members = new Map<string, SectionWithMonths[]>();
  for (const one of all)
    for (const key of keysOf(one, by, counties)) (members.get(key) ?? members.set(key, []).get(key)!).push(one);
  const averages = await averagesOfSpan(tx, { medium: 'water', ...daysOf(span) });
  const before = against === 'lastYear' ? spanLastYear(span) : spanBefore(span);
  const groups = [...members].map(([id, own]): WaterGroup => {
    const ordered = own.sort(inOrder);
    const isOneLake = by === 'river' && own.every(({ section }) => section.body === 'lake');
    const figures = groupFigures(
      ordered.map((one) => groupSectionOf(one, span, before)),
      { isOneLake },
    );
    const rate = compliance(ordered.flatMap(({ state, months }) => spanOutcomes(state.id, months, span)));
    return {
      by,
      id,
      name: names.get(id) ?? id,
      figures,
      compliance: rate,
      averages: heldAgainst(averages, figures, rate),
      trophic: isOneLake ? trophicOf(figures) : null,
      members: ordered,
      rested: restedOn(ordered, span),
    };
  });
  return {
    groups: groups.sort((a, b) => b.members.length - a.members.length || (a.id < b.id ? -1 : 1)),
    ungrouped: all.filter((one) => keysOf(one, by, counties).length === 0).map(({ state }) => state),
    counted: await countedMonths(tx, all, span),
  };
};
