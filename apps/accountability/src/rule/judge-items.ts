import type { EntityManager } from 'typeorm';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { judge, periodsNeeded } from '#libs/domain/escalation/judge.js';
import type { DataState, ItemObservation } from '#libs/domain/escalation/rule.js';
import { inForce } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import { type Dispatch, type DispatchRow, earlierRows } from '../dispatch/dispatch.store.js';
import { isLadderHeld } from '../ladder/is-held.js';
import { judgeOnLadder } from '../warning/raise-warning.js';
import { lockCause, openWarningOf, type WarningRow } from '../warning/warning.store.js';
import { applyVerdict, openOf } from './apply-verdict.js';

const WEEK_MS = 7 * 86_400_000;
/** Dispatches looked back at, so that what a rule counts is right for work that lags very long. */
const A_YEAR = 53;

/**
 * How far an item's standing is confirmed, for the gate of the graver rungs. Review (审核) is a step of measurements; a sheet is
 * judged by the ledger as sealed at the cut-off, which nobody reviews again. What of the progress is reported and what
 * confirmed is told on the paper itself (`dataState` and `dataStateNote` of the matter).
 */
const SEALED: DataState = 'reviewed';

/** A cut-off as a period: the week it ends. */
const periodOf = (cutoff: Date): WarningRow['period'] => ({
  kind: 'cutoff',
  label: shanghaiDate(cutoff),
  start: new Date(cutoff.getTime() - WEEK_MS),
  end: cutoff,
});

const observationOf = (row: DispatchRow, cutoff: Date): ItemObservation => {
  const period = periodOf(cutoff);
  return {
    source: 'item',
    subject: row.record,
    period: { ...period, start: period.start.toISOString(), end: period.end.toISOString() },
    revision: row.revision,
    dataState: SEALED,
    listId: row.content.listId,
    unitId: row.unitId,
    level: row.level,
    overdueDays: row.content.deadlineOverdueDays,
    daysToDate: null,
    isCompleted: row.isCompleted,
    isClosed: row.isClosed,
  };
};

/**
 * Judges the items of a sheet just drawn up by the rules over items: lag turns into a warning and sets its ladder going. A
 * quiet item whose ladder stands on a rung that only closure lifts keeps its warning. Rows carried over are not judged.
 */
export const judgeItems = async (
  tx: EntityManager,
  pack: Pack,
  dispatch: Dispatch,
  rows: readonly DispatchRow[],
): Promise<void> => {
  const { cutoff } = dispatch;
  const rules = inForce(pack.rules, shanghaiDate(cutoff)).filter(({ source }) => source === 'item');
  for (const rule of rules)
    for (const row of rows.filter(({ content }) => !content.carriedOver)) {
      await lockCause(tx, rule.id, `${row.record.kind}:${row.record.id}`);
      const open = await openWarningOf(tx, rule.id, row.record);
      if (open === null && row.level === 'green') continue;
      const isHeld = open !== null && open.ladder !== null && (await isLadderHeld(tx, pack, open.warningId));
      const earlier = await earlierRows(tx, row.record, cutoff, Math.max(A_YEAR, periodsNeeded(rule)));
      const verdict = judge(rule, observationOf(row, cutoff), {
        others: earlier.filter(({ content }) => !content.carriedOver).map((one) => observationOf(one, one.cutoff)),
        open: openOf(open, isHeld),
      });
      const { content } = row;
      if (verdict.verdict === 'none') {
        // The ladder looks at what is owed at every cut-off, also when the item itself does not lag this week.
        if (open !== null && row.level === 'green' && open.period.end < cutoff)
          await judgeOnLadder(
            tx,
            pack,
            open,
            {
              period: shanghaiDate(cutoff),
              revision: row.revision,
              severity: 'green',
              count: 0,
              dataState: SEALED,
            },
            cutoff,
          );
        continue;
      }
      await applyVerdict(
        tx,
        pack,
        rule,
        verdict,
        open,
        {
          subject: row.record,
          areaId: content.areaId,
          unitIds: [row.unitId, ...content.supportingUnits.map(({ id }) => id)],
          title: `${content.itemNo} ${content.title}：${rule.name.zh}`,
          period: periodOf(cutoff),
          dataState: SEALED,
          isClosed: row.isClosed,
          details: {
            subjectName: content.title,
            dispatchId: dispatch.dispatchId,
            rowId: row.rowId,
            measured: row.measured,
            timesRunning: row.timesRunning,
            item: content,
          },
          basis: {
            references: [
              { service: 'accountability', kind: 'dispatch', id: dispatch.dispatchId },
              ...(row.indicatorId === null
                ? []
                : [{ service: 'accountability', kind: 'indicator', id: row.indicatorId, version: row.revision }]),
            ],
            query: null,
          },
        },
        cutoff,
      );
    }
};
