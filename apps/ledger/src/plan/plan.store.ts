import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { select, selectOne } from '#libs/persistence/select.js';

export interface PlanGoal {
  readonly no: number;
  readonly text: string;
  readonly quantified: boolean;
  readonly criterion?: string;
}
export interface PlanMeasure {
  readonly no: number;
  readonly text: string;
  readonly from?: CivilDate;
  readonly to?: CivilDate;
  readonly weight?: number;
  readonly ownerUnitId?: string;
}
export interface PlanRow {
  readonly id: string;
  readonly no: number;
  readonly round: number;
  readonly decision: 'pending' | 'approved' | 'rejected';
  readonly opinion: string | null;
  readonly goals: readonly PlanGoal[];
  readonly measures: readonly PlanMeasure[];
  readonly submittedAt: Date;
}

export const insertPlan = (
  tx: EntityManager,
  problemId: string,
  plan: { round: number; goals: readonly PlanGoal[]; measures: readonly PlanMeasure[]; submittedAt: Date },
): Promise<unknown> =>
  tx.query(
    `insert into plan (id, problem_id, no, round, decision, goals, measures, submitted_at)
     select $1, $2, coalesce(max(p.no), 0) + 1, $3, 'pending', $4, $5, $6 from plan p where p.problem_id = $2`,
    [uuidv7(), problemId, plan.round, JSON.stringify(plan.goals), JSON.stringify(plan.measures), plan.submittedAt],
  );

export const decidePlan = (
  tx: EntityManager,
  problemId: string,
  decision: 'approved' | 'rejected',
  opinion: string,
  at: Date,
): Promise<unknown> =>
  tx.query(
    `update plan set decision = $2, opinion = $3, decided_at = $4 where problem_id = $1 and decision = 'pending'`,
    [problemId, decision, opinion, at],
  );

/** The plan last filed. */
export const latestPlan = (tx: EntityManager, problemId: string): Promise<PlanRow | null> =>
  selectOne<PlanRow>(
    tx,
    `select p.id, p.no, p.round, p.decision, p.opinion, p.goals, p.measures, p.submitted_at
       from plan p where p.problem_id = $1 order by p.no desc limit 1`,
    [problemId],
  );

/** A milestone with what was last said of it; percents are exact decimal text. */
export interface MilestoneRow {
  readonly id: string;
  readonly no: number;
  readonly title: string;
  readonly plannedOn: CivilDate;
  readonly weight: string;
  readonly reportedPct: string;
  readonly confirmedPct: string;
  readonly reportedMetOn: CivilDate | null;
  readonly confirmedMetOn: CivilDate | null;
}

/** The milestones in force, by number. */
export const milestonesOf = (tx: EntityManager, problemId: string): Promise<MilestoneRow[]> =>
  select<MilestoneRow>(
    tx,
    `select m.id, m.no, m.title, m.planned_on::text as planned_on, m.weight,
            coalesce(f.reported_pct, 0) as reported_pct, coalesce(f.confirmed_pct, 0) as confirmed_pct,
            f.reported_met_on::text as reported_met_on, f.confirmed_met_on::text as confirmed_met_on
       from milestone m
       left join lateral (
         select x.* from milestone_fact x where x.milestone_id = m.id order by x.seq desc limit 1
       ) f on true
      where m.problem_id = $1 and m.replaced_at is null
      order by m.no limit 200`,
    [problemId],
  );

export interface NewMilestone {
  readonly no: number;
  readonly title: string;
  readonly date: CivilDate;
  readonly weight: number;
}

/** Puts new milestones in force; those of the same numbers, or all of them, are replaced and stay readable. */
export const replaceMilestones = async (
  tx: EntityManager,
  problemId: string,
  milestones: readonly NewMilestone[],
  which: 'all' | 'same-numbers',
  at: Date,
  recordedAt: Date,
): Promise<void> => {
  await tx.query(
    `update milestone set replaced_at = $2
      where problem_id = $1 and replaced_at is null and ($3::int[] is null or no = any($3))`,
    [problemId, at, which === 'all' ? null : milestones.map(({ no }) => no)],
  );
  await tx.query(
    `insert into milestone (id, problem_id, no, title, planned_on, weight, set_at, recorded_at)
     select m.id, $1, m.no, m.title, m.planned_on, m.weight, $2, $3
       from unnest($4::uuid[], $5::int[], $6::text[], $7::date[], $8::numeric[]) as m (id, no, title, planned_on, weight)`,
    [
      problemId,
      at,
      recordedAt,
      milestones.map(() => uuidv7()),
      milestones.map(({ no }) => no),
      milestones.map(({ title }) => title),
      milestones.map(({ date }) => date),
      milestones.map(({ weight }) => weight),
    ],
  );
};

export type MilestoneSaying = Pick<
  MilestoneRow,
  'id' | 'reportedPct' | 'confirmedPct' | 'reportedMetOn' | 'confirmedMetOn'
>;

/** Adds what is said of milestones from `at` on. */
export const insertFacts = (
  tx: EntityManager,
  sayings: readonly MilestoneSaying[],
  at: Date,
  recordedAt: Date,
): Promise<unknown> =>
  tx.query(
    `insert into milestone_fact (milestone_id, at, recorded_at, reported_pct, confirmed_pct, reported_met_on, confirmed_met_on)
     select f.id, $1, $2, f.reported, f.confirmed, f.reported_on, f.confirmed_on
       from unnest($3::uuid[], $4::numeric[], $5::numeric[], $6::date[], $7::date[])
            as f (id, reported, confirmed, reported_on, confirmed_on)`,
    [
      at,
      recordedAt,
      sayings.map(({ id }) => id),
      sayings.map(({ reportedPct }) => reportedPct),
      sayings.map(({ confirmedPct }) => confirmedPct),
      sayings.map(({ reportedMetOn }) => reportedMetOn),
      sayings.map(({ confirmedMetOn }) => confirmedMetOn),
    ],
  );
