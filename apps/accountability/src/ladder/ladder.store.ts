import type { EntityManager } from 'typeorm';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import type { LadderPolicy } from '#libs/domain/escalation/ladder-policy.js';
import { outlook } from '#libs/domain/escalation/ladder-outlook.js';
import type { LadderState } from '#libs/domain/escalation/ladder-state.js';
import { select, selectOne } from '#libs/persistence/select.js';
import { LadderDutyEntity, LadderEntity, LadderStepEntity } from './ladder.entity.js';

/** A ladder as the kernel walks it, beside its row. */
export interface LoadedLadder {
  readonly row: LadderEntity;
  readonly state: LadderState;
}

const stateOf = async (tx: EntityManager, row: LadderEntity): Promise<LadderState> => {
  const steps = await tx.find(LadderStepEntity, { where: { ladderId: row.ladderId }, order: { stepNo: 'ASC' } });
  const duties = await tx.find(LadderDutyEntity, { where: { ladderId: row.ladderId } });
  const orderOf = (rung: string, duty: string): number =>
    row.policy.rungs.find(({ id }) => id === rung)?.duties.findIndex(({ id }) => id === duty) ?? 0;
  return {
    policyId: row.policyId,
    policyVersion: row.policyVersion,
    status: row.status,
    judged: row.judged,
    facts: row.facts,
    endedOn: row.endedOn,
    steps: steps.map(({ ladderId: _ladderId, stepNo, ...step }) => ({
      no: stepNo,
      ...step,
      duties: duties
        .filter((duty) => duty.stepNo === stepNo)
        .sort((a, b) => orderOf(step.rung, a.duty) - orderOf(step.rung, b.duty))
        .map(({ duty, dueOn, isProvisional, doneOn, missedOn }) => ({
          id: duty,
          dueOn,
          isProvisional,
          doneOn,
          missedOn,
        })),
    })),
  };
};

export const findLadder = (tx: EntityManager, ladderId: string): Promise<LadderEntity | null> =>
  tx.findOneBy(LadderEntity, { ladderId });

export const ladderState = (tx: EntityManager, row: LadderEntity): Promise<LadderState> => stateOf(tx, row);

/** Locks a ladder until the transaction ends; whoever comes second sees what the first one did. */
export const lockLadder = async (tx: EntityManager, ladderId: string): Promise<LoadedLadder | null> => {
  const row = await tx.findOne(LadderEntity, { where: { ladderId }, lock: { mode: 'pessimistic_write' } });
  return row && { row, state: await stateOf(tx, row) };
};

/** The latest ladder of a warning. Two that begin one at the same time meet at the warning's lock. */
export const lockLadderOfWarning = async (tx: EntityManager, warningId: string): Promise<LoadedLadder | null> => {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('ladder ' || $1, 0))`, [warningId]);
  const row = await tx.findOne(LadderEntity, {
    where: { warningId },
    order: { round: 'DESC' },
    lock: { mode: 'pessimistic_write' },
  });
  return row && { row, state: await stateOf(tx, row) };
};

export const latestLadderOf = (tx: EntityManager, warningId: string): Promise<LadderEntity | null> =>
  tx.findOne(LadderEntity, { where: { warningId }, order: { round: 'DESC' } });

/** Writes a ladder after an event: the row, every step and every limit, and what comes next. */
export const saveLadder = async (
  tx: EntityManager,
  row: LadderEntity,
  state: LadderState,
  policy: LadderPolicy,
): Promise<void> => {
  const ahead = outlook(state, policy);
  Object.assign(row, {
    status: state.status,
    judged: state.judged,
    facts: state.facts,
    endedOn: state.endedOn,
    currentRung: ahead.current,
    pendingRung: ahead.pending,
    dueOn: ahead.due?.dueOn ?? null,
    nextRung: ahead.next?.rung ?? null,
    nextOn: ahead.next?.earliestOn ?? null,
    nextCondition: ahead.next?.condition ?? null,
  });
  await tx.save(row);
  const steps = state.steps.map(({ no, duties: _duties, ...step }) =>
    tx.create(LadderStepEntity, { ladderId: row.ladderId, stepNo: no, ...step }),
  );
  // A step must leave its rung before another one takes it: the index of live steps is looked at row by row.
  const live = (state: string): boolean => !['lifted', 'absorbed', 'declined', 'cancelled'].includes(state);
  await tx.save(
    LadderStepEntity,
    steps.filter((step) => !live(step.state)),
  );
  await tx.save(
    LadderStepEntity,
    steps.filter((step) => live(step.state)),
  );
  await tx.save(
    LadderDutyEntity,
    state.steps.flatMap((step) =>
      step.duties.map(({ id, ...duty }) =>
        tx.create(LadderDutyEntity, { ladderId: row.ladderId, stepNo: step.no, duty: id, ...duty }),
      ),
    ),
  );
};

export type LadderOutcome =
  | 'entered'
  | 'proposed'
  | 'absorbed'
  | 'answered'
  | 'overdue'
  | 'lifted'
  | 'ended'
  | 'awaiting-data'
  | 'cancelled'
  | 'rescheduling'
  | 'lifting';

export interface LadderChange {
  readonly seq: number;
  readonly onDate: CivilDate;
  readonly occurredAt: Date;
  readonly outcome: LadderOutcome;
  readonly stepNo: number;
  readonly rung: string;
  readonly duty: string | null;
  readonly dueOn: CivilDate | null;
  readonly actId: string | null;
}

/** Adds a line to the history of a ladder; the caller holds its lock. Tells the line's number. */
export const addLadderChange = async (
  tx: EntityManager,
  ladderId: string,
  change: Omit<LadderChange, 'seq'>,
): Promise<number> => {
  const row = await selectOne<{ seq: number }>(
    tx,
    `insert into ladder_change (ladder_id, seq, on_date, occurred_at, outcome, step_no, rung, duty, due_on, act_id)
     select $1, coalesce(max(c.seq), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9
       from ladder_change c where c.ladder_id = $1
     returning seq`,
    [
      ladderId,
      change.onDate,
      change.occurredAt,
      change.outcome,
      change.stepNo,
      change.rung,
      change.duty,
      change.dueOn,
      change.actId,
    ],
  );
  return row!.seq;
};

export const ladderChanges = (tx: EntityManager, ladderId: string): Promise<LadderChange[]> =>
  select<LadderChange>(
    tx,
    `select c.seq, c.on_date::text as on_date, c.occurred_at, c.outcome, c.step_no, c.rung, c.duty,
            c.due_on::text as due_on, c.act_id
       from ladder_change c where c.ladder_id = $1 order by c.seq limit 1000`,
    [ladderId],
  );

export interface LadderVersion {
  readonly status: LadderState['status'];
  /** The last line of its history then. */
  readonly lastSeq: number;
  /** Version of the warning it went by. */
  readonly warningVersion: number;
}

/** Keeps what a ladder is at its version, after all that the version brought with it; the caller holds its lock. */
export const addLadderVersion = async (
  tx: EntityManager,
  { ladderId, version, status, warningId }: Pick<LadderEntity, 'ladderId' | 'version' | 'status' | 'warningId'>,
): Promise<void> => {
  await tx.query(
    `insert into ladder_version (ladder_id, version, status, last_seq, warning_version)
     select $1, $2, $3, coalesce((select max(c.seq) from ladder_change c where c.ladder_id = $1), 0), w.version
       from warning w where w.warning_id = $4`,
    [ladderId, version, status, warningId],
  );
};

export const findLadderVersion = (
  tx: EntityManager,
  ladderId: string,
  version: number,
): Promise<LadderVersion | null> =>
  selectOne<LadderVersion>(
    tx,
    `select v.status, v.last_seq, v.warning_version from ladder_version v where v.ladder_id = $1 and v.version = $2`,
    [ladderId, version],
  );

/** Papers of other ladders about the same matter and unit: the limits on repetition look at them. */
export const earlierLetters = (
  tx: EntityManager,
  ladder: Pick<LadderEntity, 'ladderId' | 'subjectKind' | 'subjectId' | 'unitId'>,
): Promise<{ rung: string; issuedOn: CivilDate }[]> =>
  select(
    tx,
    `select s.rung, s.issued_on::text as issued_on
       from ladder l join ladder_step s on s.ladder_id = l.ladder_id
      where l.subject_kind = $1 and l.subject_id = $2 and l.unit_id is not distinct from $3
        and l.ladder_id <> $4 and s.issued_on is not null
      order by s.issued_on desc limit 100`,
    [ladder.subjectKind, ladder.subjectId, ladder.unitId, ladder.ladderId],
  );
