import type { EntityManager } from 'typeorm';
import { type CivilMonth, monthSpan, monthsOf } from '#libs/domain/calendar/shanghai.js';
import { countyOfAreas } from '../area/area-tree.js';
import { type Observation, observeIndicators } from '../indicator/observe-indicators.js';
import type { Policy } from '../policy.js';
import type { SubjectState } from '../register/register.store.js';
import { sectionsInUse } from '../water-summary/water-summary.view.js';
import { basinObservations, riverObservations } from './group-observations.js';
import { areaMonthObservations, sectionMonthObservations } from './month-observations.js';
import { sectionsWithMonths, type SectionWithMonths } from './section-month.view.js';
import { watchObservations } from './watch-observations.js';

/** Sections whose months somebody counts on: the register says at which level they are controlled. */
const isCounted = ({ water }: SubjectState): boolean => (water?.levels ?? []).length > 0;
/** The basin whose warning rule the register puts a section under. */
const watchedBasin = ({ water }: SubjectState): string | undefined =>
  water?.basinWatch === true ? water.basin : undefined;
/** Sections the register asks to watch month by month. */
const isAskedFor = (state: SubjectState): boolean =>
  isCounted(state) || state.water?.mustKeep !== undefined || watchedBasin(state) !== undefined;

/** Groups in which something changed, each with all its members and the month the first change lies in. */
const changedGroups = (
  all: readonly SectionWithMonths[],
  keyOf: (state: SubjectState) => string | undefined,
  earliest: ReadonlyMap<string, CivilMonth>,
): { readonly id: string; readonly members: readonly SectionWithMonths[]; readonly from: CivilMonth }[] => {
  const groups = new Map<string, SectionWithMonths[]>();
  for (const one of all) {
    const key = keyOf(one.state);
    if (key !== undefined) (groups.get(key) ?? groups.set(key, []).get(key)!).push(one);
  }
  return [...groups].flatMap(([id, members]) => {
    const [from] = members.flatMap(({ state }) => earliest.get(state.id) ?? []).sort();
    return from === undefined ? [] : [{ id, members, from }];
  });
};

/**
 * Publishes the closed months of the sections the register asks for, from the month on that something changed in, with
 * those of their areas, rivers and basins; what comes out the same is not published again. Sections without a control
 * level, a class to keep at the border or a basin under watch are nobody's figure.
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
  const asked = (await sectionsInUse(tx)).filter(isAskedFor);
  if (!asked.some(({ id }) => earliest.has(id))) return;
  const counties = await countyOfAreas(tx);
  const areaOf = (state: SubjectState): string => counties.get(state.areaId) ?? state.areaId;
  const rule = policy.on(monthSpan(closed).to).worseThanV;
  // A change of one section is worked out with all that share its area, its river or its basin.
  const groupsOf = (state: SubjectState): string[] => [
    `area ${areaOf(state)}`,
    ...(state.water?.river === undefined ? [] : [`river ${state.water.river}`]),
    ...(state.water?.basin === undefined ? [] : [`basin ${state.water.basin}`]),
  ];
  const touched = new Set(asked.filter(({ id }) => earliest.has(id)).flatMap(groupsOf));
  const near = asked.filter((state) => groupsOf(state).some((group) => touched.has(group)));
  const all = await sectionsWithMonths(tx, near, closed);
  const counted = all.filter(({ state }) => isCounted(state));
  const ofSections = all.flatMap((one): Observation[] => {
    const from = earliest.get(one.state.id);
    if (from === undefined) return [];
    const months = isCounted(one.state) ? one.months.filter(({ month }) => month >= from) : [];
    return [
      ...months.flatMap((figures) => sectionMonthObservations(one, figures)),
      ...watchObservations(one, from, rule),
    ];
  });
  const ofGroups = [
    ...changedGroups(counted, areaOf, earliest).flatMap(({ id, members, from }) =>
      monthsOf({ from: `${from}-01`, to: `${closed}-01` }).flatMap((month) =>
        areaMonthObservations(id, month, members),
      ),
    ),
    ...changedGroups(counted, ({ water }) => water?.river, earliest).flatMap(({ id, members, from }) =>
      riverObservations(id, members, from, closed),
    ),
    ...changedGroups(all, watchedBasin, earliest).flatMap(({ id, members, from }) =>
      basinObservations(id, members, from, closed),
    ),
  ];
  await observeIndicators(tx, [...ofSections, ...ofGroups], learnedAt, policy);
};
