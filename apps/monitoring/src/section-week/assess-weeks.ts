import type { EntityManager } from 'typeorm';
import { addDays, type CivilDate, isoWeekOf, shanghaiInstant } from '#libs/domain/calendar/shanghai.js';
import { lowestDataState } from '#libs/domain/telemetry/data-state.js';
import { currentIndicators, currentIds } from '../indicator/indicator.store.js';
import { indicatorId, observeIndicators } from '../indicator/observe-indicators.js';
import type { Policy } from '../policy.js';
import { findSubject, type SubjectState } from '../register/register.store.js';
import { targetsOfSections } from '../section-target/section-target.store.js';
import { withTargetOf } from '../section-target/target-in-force.js';
import { heldEpisodes } from '../held-value/held-value.store.js';
import { sectionRows } from '../section-row/section-row.store.js';
import { networkWeeks, sectionWeeks, upsertWeek } from './section-week.store.js';
import { evaluateWeek, networkObservation, runningObservation, weekPeriod } from './week-observations.js';

const weekYear = (monday: CivilDate): number => Number(isoWeekOf(monday).label.slice(0, 4));

/**
 * Works out weeks of a section, oldest first, and publishes their class and how many have failed running. Answers how many
 * weeks say something else than before.
 */
export const assessSectionWeeks = async (
  tx: EntityManager,
  registered: SubjectState,
  mondays: readonly CivilDate[],
  learnedAt: Date,
  policy: Policy,
): Promise<number> => {
  const sectionId = registered.id;
  let changed = 0;
  const targets = (await targetsOfSections(tx, [sectionId])).get(sectionId) ?? [];
  for (const monday of mondays) {
    const [after, until] = [shanghaiInstant(monday), shanghaiInstant(addDays(monday, 7))];
    const rows = await sectionRows(tx, { sectionId, after, until });
    const held = (await heldEpisodes(tx, { sectionId, item: null, from: after, to: until })).filter(
      ({ state, at }) => state !== 'withdrawn' && at.some((one) => one > after && one <= until),
    );
    const section = withTargetOf(registered, targets, weekYear(monday));
    const { week, observation } = evaluateWeek(section, monday, rows, held, policy.on(addDays(monday, 6)).daysWithRows);
    if (await upsertWeek(tx, week)) changed++;
    const { observation: running } = runningObservation(
      section,
      await sectionWeeks(tx, sectionId, monday),
      observation,
    );
    await observeIndicators(tx, [observation, running], learnedAt, policy);
  }
  return changed;
};

/** Works out weeks of a section; the network's count follows for weeks it was published for. */
export const assessWeeks = async (
  tx: EntityManager,
  sectionId: string,
  mondays: readonly CivilDate[],
  learnedAt: Date,
  policy: Policy,
): Promise<void> => {
  if (mondays.length === 0) return;
  const registered = await findSubject(tx, sectionId);
  if (!registered) return;
  await assessSectionWeeks(tx, registered, mondays, learnedAt, policy);
  await correctNetworkWeeks(tx, registered.network, mondays, learnedAt, policy);
};

/** Publishes the counts of a network again for those of the weeks it was published for. */
export const correctNetworkWeeks = async (
  tx: EntityManager,
  network: string,
  mondays: readonly CivilDate[],
  learnedAt: Date,
  policy: Policy,
): Promise<void> => {
  for (const monday of mondays) {
    const { label } = weekPeriod(monday);
    const definition = 'water.network.week.good-sections';
    const published = await currentIds(tx, definition, { kind: 'network', id: network }, [label]);
    if (published.length > 0) await assessNetworkWeek(tx, network, monday, learnedAt, policy);
  }
};

/** Publishes how many sections of a network are of class Ⅲ or better in a week. */
export const assessNetworkWeek = async (
  tx: EntityManager,
  network: string,
  monday: CivilDate,
  learnedAt: Date,
  policy: Policy,
): Promise<void> => {
  const weeks = await networkWeeks(tx, network, monday);
  if (weeks.length === 0) return;
  const { label } = weekPeriod(monday);
  const classes = await currentIndicators(
    tx,
    weeks.map(({ sectionId }) => ({
      definition: 'water.section.week.class',
      subjectKind: 'section',
      subjectId: sectionId,
      periodLabel: label,
    })),
  );
  const observation = networkObservation(
    network,
    monday,
    weeks,
    classes.map((data) => ({ id: indicatorId(data), version: data.revision })),
    lowestDataState(classes.map(({ dataState }) => dataState)),
  );
  await observeIndicators(tx, [observation], learnedAt, policy);
};
