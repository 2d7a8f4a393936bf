import type { EntityManager } from 'typeorm';
import { balanceOf } from '#libs/domain/funding/entries.js';
import { executionFigures, type ExecutionFigures, type LineStanding } from '#libs/domain/funding/execution.js';
import {
  type FundingLagPolicy,
  gravestLevel,
  type PayLag,
  payLag,
  type StartLag,
  startLag,
} from '#libs/domain/funding/funding-lag.js';
import type { LagLevel } from '#libs/domain/plan/lag.js';
import { itemInForce } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import { allEntries, noticesOf } from '../entry/entry.store.js';
import type { ProjectEntity } from '../project/project.entity.js';
import { projectPage } from '../project/project.store.js';

export interface ProjectFigures {
  readonly project: ProjectEntity;
  readonly allocated: string;
  readonly paid: string;
  readonly standing: LineStanding;
  readonly startLag: StartLag;
  readonly payLag: PayLag;
  readonly level: LagLevel;
}
export interface FundFigures {
  readonly execution: ExecutionFigures;
  readonly projects: readonly ProjectFigures[];
}

const ALL = 10_000;

/**
 * Figures of all projects at a cut-off day, from the books as they are known now or as they were known at `knownAt`
 * (two time axes: `booked_on` and `recorded_at`). Rules come from the pack in force on the day.
 */
export const fundFigures = async (
  tx: EntityManager,
  pack: Pack,
  cutoff: string,
  knownAt: Date | null,
): Promise<FundFigures> => {
  const rules = itemInForce(pack.funding, 'default', cutoff);
  const projects = await projectPage(tx, { unitIds: null, state: null, after: '', limit: ALL });
  const entries = await allEntries(tx, knownAt);
  const notices = await noticesOf(tx, null);
  const balances = projects.map((project) => ({ project, ...balanceOf(entries, project.id, cutoff) }));
  const execution = executionFigures(
    balances.map(({ project, allocated, paid }) => ({
      projectId: project.id,
      allocated,
      paid,
      startedOn: project.actualStart,
    })),
    cutoff,
    rules.reachedLinePercent,
  );
  const standings = new Map(execution.projects.map((standing) => [standing.projectId, standing]));
  return {
    execution,
    projects: balances.map(({ project, allocated, paid }) => {
      const own = notices.filter((notice) => notice.projectId === project.id);
      const arrivals = own.map((notice) => ({
        on: notice.noticedOn,
        amount: balanceOf(
          entries.filter((entry) => entry.noticeId === notice.id),
          project.id,
          cutoff,
        ).allocated,
      }));
      const start = startLag(
        { firstNoticeOn: own[0]?.noticedOn ?? null, startedOn: project.actualStart },
        cutoff,
        rules.lag as FundingLagPolicy,
      );
      const built = project.physicalOn !== null && project.physicalOn <= cutoff ? project.physicalPct : null;
      const pay = payLag({ notices: arrivals, paid, builtPct: built }, cutoff, rules.lag as FundingLagPolicy);
      return {
        project,
        allocated,
        paid,
        standing: standings.get(project.id)!,
        startLag: start,
        payLag: pay,
        level: gravestLevel([start.level, pay.level]),
      };
    }),
  };
};
