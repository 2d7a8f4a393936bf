import type { EntityManager } from 'typeorm';
import { ItemLagDetails } from '#libs/contracts/item-lag.js';
import type { SubjectRef } from '#libs/contracts/shapes.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { judgeDispatch } from '#libs/domain/plan/dispatch-list.js';
import { levelWithRepetition } from '#libs/domain/plan/lag.js';
import { deterministicId } from '#libs/messaging/outbox.js';
import { inForce, itemInForce, itemVersion } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import { indicatorsAt, type StoredIndicator } from '../indicator/indicator.store.js';
import { joinedPaths } from '../rule/responsible-units.js';
import { openWarningsOfRule } from '../warning/warning.store.js';
import {
  type Dispatch,
  type DispatchRow,
  dispatchBefore,
  earlierCutoffs,
  measuredLevels,
  rowsOf,
} from './dispatch.store.js';
import { dispatchFacts } from './item-facts.js';
import { type ItemState, itemStates } from './item-state.store.js';
import { contentOf } from './content-of.js';

/** The lag of an item as the ledger publishes it. */
export const ITEM_LAG = 'ledger.item.lag';
const MOST_WARNINGS = 20_000;
/** The source whose numbers the rows are made of. */
const LEDGER = 'ledger';

const rowIdOf = (dispatchId: string, record: SubjectRef): string =>
  deterministicId('dispatch-row', dispatchId, record.kind, record.id);

const isOn = ({ change }: DispatchRow): boolean => change === 'enter' || change === 'stay';

/** A row for an item whose lag is not published at this cut-off any more, or not yet. */
const rowWithoutLag = (
  dispatch: Dispatch,
  before: DispatchRow,
  state: ItemState | undefined,
  isLedgerMissing: boolean,
): DispatchRow => {
  const isClosed = state !== undefined && state.closedOn !== null && state.closedOn <= shanghaiDate(dispatch.cutoff);
  const base = {
    ...before,
    rowId: rowIdOf(dispatch.dispatchId, before.record),
    dispatchId: dispatch.dispatchId,
    position: null,
    indicatorId: null,
    progressId: null,
    repliedAt: null,
    unansweredSince: null,
  };
  if (isLedgerMissing && !isClosed) {
    // The sheet says on its face that the ledger is missing; what was on the list stays on it unjudged.
    return {
      ...base,
      change: isOn(before) ? 'stay' : 'none',
      timesRunning: isOn(before) ? before.timesRunning + 1 : 0,
      content: { ...before.content, carriedOver: true, because: [], newThisWeek: null },
    };
  }
  // Closed, or no longer counted (withdrawn, merged into another record).
  return {
    ...base,
    change: isOn(before) ? 'leave' : 'none',
    level: 'green',
    measured: 'green',
    timesRunning: 0,
    quietRunning: 0,
    isClosed: true,
    content: { ...before.content, because: ['closed'] },
  };
};

/**
 * What a cut-off says of every item that lags, was on the list, or has a standing warning: whether it enters, stays or
 * leaves by the pack's rules, its level with repetition, its row as printed.
 */
export const composeRows = async (
  tx: EntityManager,
  pack: Pack,
  dispatch: Dispatch,
  missing: readonly string[],
): Promise<DispatchRow[]> => {
  const { cutoff, dispatchId } = dispatch;
  const day = shanghaiDate(cutoff);
  const policy = itemVersion(pack.dispatches, dispatch.policyId, dispatch.policyVersion);
  const grades = itemInForce(pack.lagGrades, policy.lagGrades, day);
  const repeats = Object.values(grades.lag.triggers)
    .flat()
    .map((trigger) => (trigger.kind === 'repeated' ? trigger.dispatches - 1 : 0));
  const cutoffs = await earlierCutoffs(tx, dispatch.policyId, cutoff, Math.max(0, ...repeats));
  const measured = await measuredLevels(
    tx,
    cutoffs.map((one) => one.dispatchId),
  );
  const previous = await dispatchBefore(tx, dispatch.policyId, cutoff);
  const before = new Map((previous ? await rowsOf(tx, previous.dispatchId) : []).map((row) => [row.record.id, row]));
  const warned = new Set<string>();
  for (const rule of inForce(pack.rules, day).filter(({ source }) => source === 'item'))
    for (const { subject } of await openWarningsOfRule(tx, rule.id, MOST_WARNINGS)) warned.add(subject.id);

  const rows: DispatchRow[] = [];
  const seen = new Set<string>();
  const compose = async (lag: StoredIndicator, item: ItemLagDetails): Promise<void> => {
    const record = lag.subject;
    const known = before.get(record.id);
    const earlier = cutoffs.map((one) => measured.get(`${one.dispatchId} ${record.id}`) ?? ('green' as const));
    const level = levelWithRepetition(grades.lag, item.measured, earlier);
    const verdict = judgeDispatch(
      grades.dispatchList,
      dispatchFacts(item, level, cutoff),
      known ? { isOn: isOn(known), timesRunning: known.timesRunning, quietRunning: known.quietRunning } : null,
    );
    if (verdict.change === 'none' && level === 'green' && !warned.has(record.id)) return;
    rows.push({
      rowId: rowIdOf(dispatchId, record),
      dispatchId,
      record,
      change: verdict.change,
      position: null,
      unitId: item.leadUnitId,
      unitPath: await joinedPaths(
        tx,
        [item.leadUnitId, ...item.supportingUnitIds, item.territorialUnitId, item.supervisingUnitId].filter(
          (id) => id !== null,
        ),
      ),
      level,
      measured: item.measured,
      timesRunning: verdict.standing.timesRunning,
      quietRunning: verdict.standing.quietRunning,
      isCompleted: item.completedOn !== null,
      isClosed: item.isClosed,
      indicatorId: lag.id,
      revision: lag.revision,
      content: await contentOf(
        tx,
        item,
        record,
        { cutoff, previousCutoff: previous?.cutoff ?? null },
        verdict.because.map(({ kind }) => kind),
      ),
      progressId: null,
      repliedAt: null,
      unansweredSince: null,
    });
  };
  for (const lag of await indicatorsAt(tx, ITEM_LAG, cutoff)) {
    const item = ItemLagDetails.parse(lag.details);
    // A problem outside every list is no item of a dispatch.
    if (item.items.length === 0) continue;
    seen.add(lag.subject.id);
    await compose(lag, item);
  }
  const gone = [...before.values()].filter(
    (row) => !seen.has(row.record.id) && (isOn(row) || warned.has(row.record.id)),
  );
  const states = await itemStates(
    tx,
    gone.map(({ record }) => record.id),
  );
  for (const row of gone) rows.push(rowWithoutLag(dispatch, row, states.get(row.record.id), missing.includes(LEDGER)));
  return rows;
};
