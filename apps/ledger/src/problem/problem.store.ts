import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Refusal } from '#libs/domain/refusal.js';
import { currentCause } from '#libs/observability/cause.js';
import { select, selectOne } from '#libs/persistence/select.js';
import type { ListEntity } from '../list/list.entity.js';
import { ProblemEntity, ProblemItemEntity } from './problem.entity.js';

/** The row to act on, locked until the transaction ends. Refuses with PROBLEM_NOT_FOUND. */
export const lockProblem = async (tx: EntityManager, id: string): Promise<ProblemEntity> => {
  const problem = await tx.findOne(ProblemEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (!problem) throw new Refusal('PROBLEM_NOT_FOUND', `no problem ${id}`);
  return problem;
};

export const itemsOf = (tx: EntityManager, problemId: string): Promise<ProblemItemEntity[]> =>
  tx.find(ProblemItemEntity, { where: { problemId }, order: { listId: 'ASC' } });

/** The lists a problem stands on. */
export const listsOf = (tx: EntityManager, problemId: string): Promise<ListEntity[]> =>
  select<ListEntity>(
    tx,
    `select l.* from list l join problem_item i on i.list_id = l.id where i.problem_id = $1 order by l.id limit 100`,
    [problemId],
  );

/** Every unit a problem names, once: who may see it. */
export const unitsNamedBy = (problem: ProblemEntity): string[] => [
  ...new Set(
    [
      problem.leadUnitId,
      ...problem.supportingUnitIds,
      problem.territorialUnitId,
      problem.supervisingUnitId,
      problem.acceptanceUnitId,
      problem.upperUnitId,
      problem.assignedByUnitId,
    ].filter((id) => id !== null),
  ),
];

export interface ActionRecord {
  readonly action: string;
  readonly from: string | null;
  readonly at: Date;
  readonly recordedAt: Date;
  readonly personId: string | null;
  readonly given: object;
  readonly reason: string | null;
}

/** Adds a line to the problem's history and answers its id. */
export const insertAction = async (
  tx: EntityManager,
  problem: ProblemEntity,
  record: ActionRecord,
): Promise<string> => {
  const id = uuidv7();
  await tx.query(
    `insert into problem_action (id, problem_id, action, from_state, to_state, round, lead_unit_id, at, recorded_at, actor,
                                 person_id, given, reason)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      id,
      problem.id,
      record.action,
      record.from,
      problem.state,
      problem.round,
      problem.leadUnitId,
      record.at,
      record.recordedAt,
      JSON.stringify(currentCause().actor),
      record.personId,
      JSON.stringify(record.given),
      record.reason,
    ],
  );
  return id;
};

/** What was filled in when an action was last taken; null when it never was. */
export const lastGiven = async (
  tx: EntityManager,
  problemId: string,
  action: string,
): Promise<Record<string, unknown> | null> =>
  (
    await selectOne<{ given: Record<string, unknown> }>(
      tx,
      'select a.given from problem_action a where a.problem_id = $1 and a.action = $2 order by a.seq desc limit 1',
      [problemId, action],
    )
  )?.given ?? null;

/** The next number of a series in a year; its row is locked, so there are neither gaps nor doubles. */
export const nextSerial = async (tx: EntityManager, series: string, year: number): Promise<number> =>
  (await selectOne<{ last: number }>(
    tx,
    `insert into number_series as n (series, year, last) values ($1, $2, 1)
       on conflict on constraint number_series_pkey do update set last = n.last + 1
       returning last`,
    [series, year],
  ))!.last;

/** Whether the same subject was found again after a date by something that opens problems. */
export const foundAgainOn = async (tx: EntityManager, problem: ProblemEntity, after: string): Promise<string[]> =>
  problem.subjectId === null
    ? []
    : (
        await select<{ on: string }>(
          tx,
          `select (w.started_at at time zone 'Asia/Shanghai')::date::text as on from warning w
            where w.subject_kind = $1 and w.subject_id = $2 and w.opens = 'problem'
              and (w.started_at at time zone 'Asia/Shanghai')::date > $3::date
            order by 1 limit 100`,
          [problem.subjectKind, problem.subjectId, after],
        )
      ).map(({ on }) => on);

export interface UpperWaitRow {
  readonly unitId: string;
  readonly sentOn: string;
  readonly answeredOn: string | null;
}

export const openWait = (tx: EntityManager, problemId: string, wait: { unitId: string; sentOn: string; at: Date }) =>
  tx.query('insert into upper_wait (problem_id, unit_id, sent_on, sent_at) values ($1, $2, $3, $4)', [
    problemId,
    wait.unitId,
    wait.sentOn,
    wait.at,
  ]);

export const endWait = (tx: EntityManager, problemId: string, answer: { answeredOn: string; at: Date }) =>
  tx.query('update upper_wait set answered_on = $2, answered_at = $3 where problem_id = $1 and answered_at is null', [
    problemId,
    answer.answeredOn,
    answer.at,
  ]);

export const waitsOf = (tx: EntityManager, problemId: string): Promise<UpperWaitRow[]> =>
  select<UpperWaitRow>(
    tx,
    `select w.unit_id, w.sent_on::text as sent_on, w.answered_on::text as answered_on from upper_wait w
      where w.problem_id = $1 order by w.sent_at limit 100`,
    [problemId],
  );
