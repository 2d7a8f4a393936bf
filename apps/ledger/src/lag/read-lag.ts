import type { EntityManager } from 'typeorm';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import type { DispatchListPolicy } from '#libs/domain/plan/dispatch-list.js';
import type { LagLevel, LagPolicy } from '#libs/domain/plan/lag.js';
import { inForce, itemInForce } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import { itemLagOf, type ItemLag } from './item-lag.js';
import {
  itemsAt,
  lagProblems,
  type LagProblem,
  marksBefore,
  milestonesAt,
  type Moment,
  reportsAt,
  waitsAt,
} from './lag-facts.store.js';

export interface LagPolicies {
  readonly lag: LagPolicy;
  readonly list: DispatchListPolicy;
}

/** Grades of lag and rules of the weekly list, as the pack's dispatch names them. */
export const lagPolicies = (pack: Pack, on: string): LagPolicies => {
  const dispatch = inForce(pack.dispatches, on)[0];
  if (!dispatch) throw new Error(`the pack has no dispatch on ${on}`);
  const grades = itemInForce(pack.lagGrades, dispatch.lagGrades, on);
  return { lag: grades.lag, list: grades.dispatchList };
};

/** How many dispatches back a repetition is looked for. */
const lookBack = ({ triggers }: LagPolicy): number =>
  Math.max(
    0,
    ...[...triggers.yellow, ...triggers.orange, ...triggers.red].map((one) =>
      one.kind === 'repeated' ? one.dispatches - 1 : 0,
    ),
  );

const groupBy = <T extends { readonly problemId: string }>(rows: readonly T[]): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.problemId);
    if (group) group.push(row);
    else groups.set(row.problemId, [row]);
  }
  return groups;
};

export interface LagOfProblem {
  readonly problem: LagProblem;
  readonly lag: ItemLag;
}

/** Both lags of a page of problems at a moment, in order of their ids; a handful of queries whatever the page's size. */
export const readLags = async (
  tx: EntityManager,
  pack: Pack,
  moment: Moment,
  page: { readonly after: string | null; readonly limit: number; readonly only?: string },
): Promise<LagOfProblem[]> => {
  const on = shanghaiDate(moment.cutoff);
  const policies = lagPolicies(pack, on);
  const problems = await lagProblems(tx, moment, page);
  if (problems.length === 0) return [];
  const ids = problems.map(({ id }) => id);
  const weekly = new Set(
    inForce(pack.sources, on)
      .filter(({ reportEvery }) => reportEvery === 'week')
      .map(({ id }) => id),
  );
  const milestones = groupBy(await milestonesAt(tx, moment, ids));
  const items = groupBy(await itemsAt(tx, moment, ids));
  const waits = groupBy(await waitsAt(tx, moment, ids));
  const reports = groupBy(await reportsAt(tx, moment, ids));
  const marks = groupBy(await marksBefore(tx, moment, ids, lookBack(policies.lag)));
  return problems.map((problem) => ({
    problem,
    lag: itemLagOf(
      {
        problem,
        milestones: milestones.get(problem.id) ?? [],
        items: items.get(problem.id) ?? [],
        waits: waits.get(problem.id) ?? [],
        reports: reports.get(problem.id) ?? [],
        earlierMeasured: (marks.get(problem.id)?.[0]?.measured ?? []) as LagLevel[],
        reportEvery: problem.isInspection || weekly.has(problem.source) ? 'week' : 'month',
      },
      moment,
      policies.lag,
      policies.list,
    ),
  }));
};
