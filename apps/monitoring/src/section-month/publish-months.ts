import type { EntityManager } from 'typeorm';
import { type CivilMonth, monthsOf } from '#libs/domain/calendar/shanghai.js';
import { countyOfAreas } from '../air/area-tree.js';
import { observeIndicators } from '../indicator/observe-indicators.js';
import type { Policy } from '../policy.js';
import type { SubjectState } from '../register/register.store.js';
import { sectionsInUse } from '../water-summary/water-summary.view.js';
import { areaMonthObservations, sectionMonthObservations } from './month-observations.js';
import { sectionsWithMonths } from './section-month.view.js';

/** Sections whose months somebody counts on: the register says at which level they are controlled. */
const isCounted = ({ water }: SubjectState): boolean => (water?.levels ?? []).length > 0;

/**
 * Publishes the closed months of controlled sections from the month on that something changed in, and the rates of their
 * areas; what comes out the same is not published again. Sections without a control level are nobody's figure.
 */
export const publishMonths = async (
  tx: EntityManager,
  changed: readonly { readonly sectionId: string; readonly month: CivilMonth }[],
  closed: CivilMonth,
  learnedAt: Date,
  policy: Policy,
): Promise<void> => {
  const earliest = new Map<string, CivilMonth>();
  for (const { sectionId, month } of changed) {
    const before = earliest.get(sectionId);
    if (month <= closed && (before === undefined || month < before)) earliest.set(sectionId, month);
  }
  if (earliest.size === 0) return;
  const counted = (await sectionsInUse(tx)).filter(isCounted);
  if (!counted.some(({ id }) => earliest.has(id))) return;
  const counties = await countyOfAreas(tx);
  const areaOf = ({ areaId }: SubjectState): string => counties.get(areaId) ?? areaId;
  const areas = new Map<string, CivilMonth>();
  for (const state of counted) {
    const from = earliest.get(state.id);
    const before = areas.get(areaOf(state));
    if (from !== undefined && (before === undefined || from < before)) areas.set(areaOf(state), from);
  }
  const all = await sectionsWithMonths(
    tx,
    counted.filter((state) => areas.has(areaOf(state))),
    closed,
  );
  const ofSections = all.flatMap((one) => {
    const from = earliest.get(one.state.id);
    return from === undefined
      ? []
      : one.months.filter(({ month }) => month >= from).flatMap((month) => sectionMonthObservations(one, month));
  });
  const ofAreas = [...areas].flatMap(([areaId, from]) => {
    const own = all.filter(({ state }) => areaOf(state) === areaId);
    return monthsOf({ from: `${from}-01`, to: `${closed}-01` }).flatMap((month) =>
      areaMonthObservations(areaId, month, own),
    );
  });
  await observeIndicators(tx, [...ofSections, ...ofAreas], learnedAt, policy);
};
