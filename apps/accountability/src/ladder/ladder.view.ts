import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { EntryCondition } from '#libs/domain/escalation/ladder-policy.js';
import type { StepReason } from '#libs/domain/escalation/ladder-state.js';
import { select } from '#libs/persistence/select.js';
import type { Pack } from '#libs/policy/pack.js';
import { registerFor } from '../act/act.view.js';
import { instructionsOf } from '../instruction/instruction.store.js';
import { namesFor } from '../rule/names.js';
import type { LadderDetail, LadderQuery, LadderView } from './ladder.api.js';
import { LadderEntity } from './ladder.entity.js';
import { ladderChanges, ladderState } from './ladder.store.js';

type View = z.input<typeof LadderView>;
type Detail = z.input<typeof LadderDetail>;
type Rung = LadderEntity['policy']['rungs'][number];
interface Text {
  readonly zh: string;
  readonly en: string;
}

const SEVERITIES: Readonly<Record<string, Text>> = {
  notice: { zh: '提示', en: 'notice' },
  yellow: { zh: '黄色', en: 'yellow' },
  orange: { zh: '橙色', en: 'orange' },
  red: { zh: '红色', en: 'red' },
};
const FACTS: Readonly<Record<string, Text>> = {
  'refused-closure': { zh: '不予销号', en: 'refusals of closure' },
  rebound: { zh: '问题反弹', en: 'rebounds' },
  absence: { zh: '约谈缺席', en: 'absences from a talk' },
  'false-rectification': { zh: '虚假整改', en: 'false rectification' },
};

const shortRung = ({ id, kind, colour, name }: Rung) => ({ id, kind, colour, name });

/** A condition of the policy in words. */
const conditionText = (row: LadderEntity, condition: EntryCondition): Text => {
  switch (condition.kind) {
    case 'severity': {
      const named = SEVERITIES[condition.is] ?? { zh: condition.is, en: condition.is };
      return { zh: `研判为${named.zh}`, en: `judged ${named.en}` };
    }
    case 'count':
      return { zh: `累计达到${condition.atLeast}次`, en: `count reaches ${condition.atLeast}` };
    case 'missed': {
      const rung = row.policy.rungs.find(({ id }) => id === condition.rung);
      const duty = rung?.duties.find(({ id }) => id === condition.duty);
      return {
        zh: `${rung?.name.zh ?? condition.rung}的“${duty?.name.zh ?? condition.duty}”逾期`,
        en: `${duty?.name.en ?? condition.duty} under ${rung?.name.en ?? condition.rung} overdue`,
      };
    }
    case 'fact': {
      const fact = FACTS[condition.fact] ?? { zh: condition.fact, en: condition.fact };
      return { zh: `${fact.zh}${condition.times}次`, en: `${condition.times} ${fact.en}` };
    }
  }
};

const reasonText = (row: LadderEntity, because: StepReason): Detail['steps'][number]['because'] =>
  because.kind === 'condition'
    ? { kind: 'condition', text: conditionText(row, because.condition), period: because.period }
    : {
        kind: 'instruction',
        text: { zh: `批示：${because.basis}`, en: `instruction: ${because.basis}` },
        period: null,
      };

const viewOf = (
  row: LadderEntity,
  names: { unit: (id: string) => string; subject: (subject: never) => string },
): View => {
  const rung = (id: string | null) => {
    const found = row.policy.rungs.find((one) => one.id === id);
    return found ? shortRung(found) : null;
  };
  const next = rung(row.nextRung);
  return {
    id: row.ladderId,
    version: row.version,
    warningId: row.warningId,
    round: row.round,
    policy: {
      id: row.policyId,
      version: row.policyVersion,
      name: row.policy.name,
      packId: row.packId,
      packVersion: row.packVersion,
    },
    ruleClass: row.ruleClass,
    title: row.title,
    subject: {
      kind: row.subjectKind as View['subject']['kind'],
      id: row.subjectId,
      name: names.subject({ kind: row.subjectKind, id: row.subjectId } as never),
    },
    areaId: row.areaId,
    unit: row.unitId === null ? null : { id: row.unitId, name: names.unit(row.unitId) },
    status: row.status,
    current: rung(row.currentRung),
    pending: rung(row.pendingRung),
    dueOn: row.dueOn,
    next:
      next && row.nextCondition
        ? {
            rung: next,
            earliestOn: row.nextOn,
            condition: { kind: row.nextCondition.kind, text: conditionText(row, row.nextCondition) },
          }
        : null,
    startedAt: row.startedAt.toISOString(),
    changedAt: row.changedAt.toISOString(),
    endedOn: row.endedOn,
  };
};

const namesOf = (tx: EntityManager, rows: readonly LadderEntity[]) =>
  namesFor(tx, {
    units: rows.map(({ unitId }) => unitId),
    subjects: rows.map(({ subjectKind, subjectId }) => ({
      kind: subjectKind as View['subject']['kind'],
      id: subjectId,
    })),
  });

/** Ladders of a filter within the given units, the one changed last first. */
export const ladderPage = async (
  tx: EntityManager,
  query: LadderQuery,
  roots: readonly string[],
  after: { readonly changedAt: Date; readonly ladderId: string } | null,
): Promise<{ items: View[]; last: LadderEntity | null }> => {
  const found = await select<{ ladderId: string }>(
    tx,
    `select l.ladder_id from ladder l
      where l.unit_path && $1::text[]
        and ($2::text = 'all' or (l.status <> 'ended') = ($2 = 'open'))
        and ($3::text is null or l.rule_class = $3) and ($4::text is null or l.policy_id = $4)
        and ($5::text is null or l.unit_id = $5) and ($6::uuid is null or l.warning_id = $6)
        and ($7::text is null or l.subject_kind = $7) and ($8::text is null or l.subject_id = $8)
        and ($9::date is null or l.due_on <= $9)
        and ($10::timestamptz is null or (l.changed_at, l.ladder_id) < ($10, $11::uuid))
      order by l.changed_at desc, l.ladder_id desc limit $12`,
    [
      roots,
      query.state,
      query.ruleClass ?? null,
      query.policyId ?? null,
      query.unitId ?? null,
      query.warningId ?? null,
      query.subjectKind ?? null,
      query.subjectId ?? null,
      query.dueUntil ?? null,
      after?.changedAt ?? null,
      after?.ladderId ?? null,
      query.limit,
    ],
  );
  const ids = found.map(({ ladderId }) => ladderId);
  const rows = await tx.createQueryBuilder(LadderEntity, 'l').where('l.ladderId = any(:ids)', { ids }).getMany();
  const inOrder = ids.flatMap((id) => rows.find(({ ladderId }) => ladderId === id) ?? []);
  const names = await namesOf(tx, inOrder);
  return { items: inOrder.map((row) => viewOf(row, names)), last: inOrder.at(-1) ?? null };
};

/** A ladder with every step, what is owed under each, its papers and its history. */
export const ladderDetail = async (tx: EntityManager, pack: Pack, row: LadderEntity): Promise<Detail> => {
  const state = await ladderState(tx, row);
  const names = await namesOf(tx, [row]);
  const register = await registerFor(tx, pack);
  const acts = await select<{
    actId: string;
    stepNo: number;
    kind: string;
    title: string;
    number: string | null;
    state: string;
  }>(
    tx,
    `select a.act_id, a.step_no, a.kind, a.title, a.number, a.state from act a
      where a.ladder_id = $1 order by a.occurred_at, a.act_id limit 200`,
    [row.ladderId],
  );
  const rungOf = (id: string): Rung => row.policy.rungs.find((one) => one.id === id)!;
  return {
    ...viewOf(row, names),
    rungs: row.policy.rungs.map((rung) => ({
      ...shortRung(rung),
      entered: state.steps.some((step) => step.rung === rung.id),
    })),
    steps: state.steps.map((step) => {
      const rung = rungOf(step.rung);
      return {
        no: step.no,
        rung: shortRung(rung),
        state: step.state,
        because: reasonText(row, step.because),
        enteredOn: step.enteredOn,
        proposedOn: step.proposedOn,
        approvedOn: step.approvedOn,
        issuedOn: step.issuedOn,
        receivedOn: step.receivedOn,
        meetingOn: step.meetingOn,
        heldOn: step.heldOn,
        absorbedBy: step.absorbedBy,
        overOn: step.overOn,
        duties: step.duties.map((duty) => {
          const named = rung.duties.find(({ id }) => id === duty.id);
          return { ...duty, name: named?.name ?? { zh: duty.id, en: duty.id }, owedBy: named?.owedBy ?? 'unit' };
        }),
        acts: acts
          .filter(({ stepNo }) => stepNo === step.no)
          .map(({ actId, stepNo: _stepNo, ...act }) => ({ id: actId, ...act })),
      };
    }),
    changes: (await ladderChanges(tx, row.ladderId)).map(({ onDate, occurredAt, ...change }) => ({
      ...change,
      on: onDate,
      at: occurredAt.toISOString(),
    })),
    judged: state.judged,
    instructions: (await instructionsOf(tx, row.ladderId)).map(
      ({ instructionId, givenOn, leaderPostId, text, rung }) => ({
        id: instructionId,
        givenOn,
        leaderPost: register.post(leaderPostId),
        text,
        rung,
      }),
    ),
  };
};
