import type { EntityManager } from 'typeorm';
import type { ActorRef } from '#libs/contracts/event.js';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { writtenDate } from '#libs/documents/chinese-writing.js';
import type { ActState } from '#libs/domain/escalation/act-lifecycle.js';
import { deterministicId } from '#libs/messaging/outbox.js';
import { select, selectOne, selectWhole } from '#libs/persistence/select.js';
import { ActEntity } from './act.entity.js';
import type { ActFigure } from '../paper/figure.js';

export const findAct = (tx: EntityManager, actId: string): Promise<ActEntity | null> =>
  tx.findOneBy(ActEntity, { actId });

/** Locks an act until the transaction ends: of two actions at once the second one sees what the first one did. */
export const lockAct = (tx: EntityManager, actId: string): Promise<ActEntity | null> =>
  tx.findOne(ActEntity, { where: { actId }, lock: { mode: 'pessimistic_write' } });

export const actByKey = (tx: EntityManager, naturalKey: string): Promise<ActEntity | null> =>
  tx.findOneBy(ActEntity, { naturalKey });

/** The latest act of a step of a ladder that is its own paper, not one that lifts or takes it back. */
export const actOfStep = async (tx: EntityManager, ladderId: string, stepNo: number): Promise<ActEntity | null> => {
  const row = await selectOne<{ actId: string }>(
    tx,
    `select a.act_id from act a
      where a.ladder_id = $1 and a.step_no = $2 and a.lifts_act_id is null and a.revokes_act_id is null
        and a.minutes_of_act_id is null
      order by a.occurred_at desc, a.version, a.act_id limit 1`,
    [ladderId, stepNo],
  );
  return row && findAct(tx, row.actId);
};

/** The same, locked. */
export const lockActOfStep = async (tx: EntityManager, ladderId: string, stepNo: number): Promise<ActEntity | null> => {
  const act = await actOfStep(tx, ladderId, stepNo);
  return act && lockAct(tx, act.actId);
};

/** How many papers of a step there have been; a step drafted again after its draft fell gets another one. */
export const countOfStep = async (tx: EntityManager, ladderId: string, stepNo: number, kind: string): Promise<number> =>
  (
    await selectOne<{ n: number }>(
      tx,
      'select count(*)::int as n from act a where a.ladder_id = $1 and a.step_no = $2 and a.kind = $3',
      [ladderId, stepNo, kind],
    )
  )?.n ?? 0;

export interface EarlierAct {
  readonly actId: string;
  readonly kind: string;
  readonly name: string;
  readonly number: string | null;
  readonly issuedOn: CivilDate | null;
  /** What came of it, in a few words. */
  readonly result: string;
  /** What it demanded, each with its day, and the last day of it all. */
  readonly demands: readonly { readonly text: string; readonly deadline: CivilDate | null }[];
  readonly dueOn: CivilDate | null;
}

interface EarlierRow {
  actId: string;
  kind: string;
  name: string;
  number: string | null;
  issuedOn: CivilDate | null;
  state: ActState;
  repliedOn: CivilDate | null;
  replyDueOn: CivilDate | null;
  overdueSince: CivilDate | null;
  demands: readonly { text?: string; deadline?: CivilDate }[] | null;
}

const resultOf = (row: EarlierRow): string => {
  if (row.state === 'withdrawn') return '已撤销';
  const isOwed = row.overdueSince !== null && (row.repliedOn === null || row.repliedOn >= row.overdueSince);
  const due = row.replyDueOn === null ? null : writtenDate(row.replyDueOn);
  if (row.kind === 'listing') return isOwed ? `${due === null ? '' : `至${due}`}期满未完成` : '正在督办';
  if (row.kind === 'supervision-order') {
    if (isOwed) return `${due === null ? '' : `限${due}前办结，`}届期未办结`;
    if (row.repliedOn !== null) return '已报送办结报告';
    return due === null ? '正在办理' : `办结期限${due}，尚未届满`;
  }
  if (row.repliedOn !== null) return isOwed ? '逾期答复' : '按期答复，问题尚未解决';
  if (isOwed) return '逾期未答复';
  return due === null ? '尚未答复' : `答复期限${due}，尚未届满`;
};

/**
 * Papers already out about a warning, in their order: what a paper of a higher rung names with number and date. One that takes
 * the place of `correctsActId` has those before that one as its earlier papers.
 */
export const earlierActs = async (
  tx: EntityManager,
  warningId: string,
  correctsActId: string | null = null,
): Promise<EarlierAct[]> => {
  const rows = await select<EarlierRow>(
    tx,
    `select a.act_id, a.kind, a.policy->'name'->>'zh' as name, a.number, a.issued_on::text as issued_on, a.state,
            a.replied_on::text as replied_on, a.reply_due_on::text as reply_due_on,
            a.overdue_since::text as overdue_since,
            coalesce(a.late_parameters->'acts', a.parameters->'acts') as demands
       from act a
      where a.warning_id = $1 and a.issued_at is not null and a.lifts_act_id is null and a.revokes_act_id is null
        and a.minutes_of_act_id is null
        and ($2::uuid is null or a.issued_at < (select c.issued_at from act c where c.act_id = $2))
      order by a.issued_at, a.act_id limit 50`,
    [warningId, correctsActId],
  );
  return rows.map((row) => ({
    actId: row.actId,
    kind: row.kind,
    name: row.name,
    number: row.number,
    issuedOn: row.issuedOn,
    result: resultOf(row),
    demands: (row.demands ?? []).flatMap(({ text, deadline }) =>
      text === undefined ? [] : [{ text, deadline: deadline ?? null }],
    ),
    dueOn: row.replyDueOn,
  }));
};

export interface ActStep {
  readonly version: number;
  readonly action: string;
  readonly fromState: string;
  readonly toState: string;
  readonly at: Date;
  readonly recordedAt: Date;
  readonly actor: ActorRef;
  readonly opinion: string | null;
  readonly reason: string | null;
  readonly given: Readonly<Record<string, unknown>>;
}

export const addActStep = async (
  tx: EntityManager,
  actId: string,
  step: Omit<ActStep, 'recordedAt'>,
): Promise<void> => {
  await tx.query(
    `insert into act_step (act_id, version, action, from_state, to_state, at, actor, opinion, reason, given)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      actId,
      step.version,
      step.action,
      step.fromState,
      step.toState,
      step.at,
      JSON.stringify(step.actor),
      step.opinion,
      step.reason,
      JSON.stringify(step.given),
    ],
  );
};

/** Notes the platform takes of an act without touching its text, its state or who has to do what. */
const NOTES = ['render', 'pin-evidence', 'overdue'];

/** Whether all that has become of an act since a version are notes of the platform. */
export const isOnlyNotedSince = async (tx: EntityManager, actId: string, version: number): Promise<boolean> =>
  (await selectOne(
    tx,
    `select s.version from act_step s
      where s.act_id = $1 and s.version > $2 and (s.actor ->> 'kind' <> 'system' or s.action <> all ($3)) limit 1`,
    [actId, version, NOTES],
  )) === null;

export const actSteps = (tx: EntityManager, actId: string): Promise<ActStep[]> =>
  select<ActStep>(
    tx,
    `select s.version, s.action, s.from_state, s.to_state, s.at, s.recorded_at, s.actor, s.opinion, s.reason, s.given
       from act_step s where s.act_id = $1 order by s.version limit 1000`,
    [actId],
  );

/** Writes the figures of an act anew; frozen ones are never touched. */
export const putFigures = async (tx: EntityManager, actId: string, figures: readonly ActFigure[]): Promise<void> => {
  await tx.query('delete from act_figure where act_id = $1 and frozen_at is null', [actId]);
  await tx.query(
    `insert into act_figure (act_id, figure_id, position, label, definition, parameters, cutoff, value, unit, state, source,
       revision, evidence_id)
     select $1, f.id, f.position, f.label, f.definition, f.parameters, f.cutoff, f.value, f.unit, f.state, f.source,
            f.revision, f.evidence
       from jsonb_to_recordset($2::jsonb) as f (id text, position integer, label text, definition text, parameters jsonb,
            cutoff text, value text, unit text, state text, source jsonb, revision integer, evidence uuid)`,
    [
      actId,
      JSON.stringify(
        figures.map((figure, position) => ({
          ...figure,
          position,
          evidence: deterministicId('figure', actId, figure.id),
        })),
      ),
    ],
  );
};

/** From the signature on a figure is what it was. */
export const freezeFigures = async (tx: EntityManager, actId: string, at: Date): Promise<void> => {
  await tx.query('update act_figure set frozen_at = $2 where act_id = $1 and frozen_at is null', [actId, at]);
};

/** An approval that is void takes its figures' frost with it. */
export const thawFigures = async (tx: EntityManager, actId: string): Promise<void> => {
  await tx.query('update act_figure set frozen_at = null where act_id = $1', [actId]);
};

/** `evidenceId` is the figure's place in the evidence chain. */
export type StoredFigure = ActFigure & { readonly frozenAt: Date | null; readonly evidenceId: string };

const FIGURE = `f.figure_id as id, f.label, f.definition, f.parameters, f.cutoff, f.value, f.unit, f.state, f.source,
  f.revision, f.frozen_at, f.evidence_id`;

export const figuresOf = (tx: EntityManager, actId: string): Promise<StoredFigure[]> =>
  selectWhole<StoredFigure>(tx, 20_000, `select ${FIGURE} from act_figure f where f.act_id = $1 order by f.position`, [
    actId,
  ]);

/** A figure by its place in the evidence chain, with its act. */
export const figureInChain = (
  tx: EntityManager,
  evidenceId: string,
): Promise<(StoredFigure & { readonly actId: string }) | null> =>
  selectOne<StoredFigure & { readonly actId: string }>(
    tx,
    `select ${FIGURE}, f.act_id from act_figure f where f.evidence_id = $1`,
    [evidenceId],
  );
