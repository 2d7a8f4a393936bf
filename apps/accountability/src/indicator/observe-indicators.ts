import type { EntityManager } from 'typeorm';
import { ItemLagDetails } from '#libs/contracts/item-lag.js';
import type { Pack } from '#libs/policy/pack.js';
import { reviseAssessments } from '../assessment/revise-assessments.js';
import { groupAreaDay } from '../rule/group-area-days.js';
import { judgeIndicator } from '../rule/judge-indicator.js';
import { findIndicator, type IndicatorEvent, keepIndicators } from './indicator.store.js';
import { installedSince } from './installation.store.js';

const ITEM_LAG = 'ledger.item.lag';

/** Definitions somebody here acts on when a number comes; all others are only kept. */
const watched = (pack: Pack): ReadonlySet<string> =>
  new Set([
    ...pack.rules.flatMap(({ definition }) => (definition === null ? [] : [definition])),
    ...pack.processes.map(({ definition }) => definition),
    ...pack.assessments.map(({ indicator }) => indicator),
  ]);

/**
 * Takes new revisions into the history and judges those that a rule, a process or a ranking reads, each as if it had come
 * alone: what is known at that moment decides, whatever the size of the batch.
 */
export const observeIndicators = async (
  tx: EntityManager,
  pack: Pack,
  service: string,
  events: readonly IndicatorEvent[],
  now: Date,
): Promise<void> => {
  const definitions = watched(pack);
  // A row of the weekly sheet that could not be read when the sheet is drawn up is refused here, by itself.
  for (const { data } of events) if (data.definition === ITEM_LAG) ItemLagDetails.parse(data.details);
  let plain: IndicatorEvent[] = [];
  const since = await installedSince(tx);
  for (const event of events) {
    if (!definitions.has(event.data.definition)) {
      plain.push(event);
      continue;
    }
    await keepIndicators(tx, service, plain, now);
    plain = [];
    const isNew = (await keepIndicators(tx, service, [event], now)).size > 0;
    const indicator = isNew ? await findIndicator(tx, event.id) : null;
    if (!indicator) continue;
    await judgeIndicator(tx, pack, indicator, since);
    await groupAreaDay(tx, pack, indicator, since);
    await reviseAssessments(tx, pack, indicator, now);
  }
  await keepIndicators(tx, service, plain, now);
};
