import type { EntityManager } from 'typeorm';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { startLadder } from '#libs/domain/escalation/ladder.js';
import { deterministicId } from '#libs/messaging/outbox.js';
import { itemInForce } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import { pathsOf } from '../paper/post-names.js';
import type { WarningRow } from '../warning/warning.store.js';
import { LadderEntity } from './ladder.entity.js';
import type { LoadedLadder } from './ladder.store.js';

/** The ladder a warning begins to climb, with a copy of the policy in force that day: it keeps it to its end. */
export const beginLadder = async (
  tx: EntityManager,
  pack: Pack,
  warning: WarningRow,
  round: number,
  occurredAt: Date,
): Promise<LoadedLadder | null> => {
  if (warning.ladder === null) return null;
  const policy = itemInForce(pack.ladders, warning.ladder, shanghaiDate(occurredAt));
  const state = startLadder(policy);
  const row = tx.create(LadderEntity, {
    ladderId: deterministicId('ladder', warning.warningId, round),
    version: 0,
    warningId: warning.warningId,
    round,
    policyId: policy.id,
    policyVersion: policy.version,
    packId: pack.id,
    packVersion: pack.version,
    policy,
    ruleClass: warning.ruleClass,
    title: warning.title,
    subjectKind: warning.subject.kind,
    subjectId: warning.subject.id,
    areaId: warning.areaId,
    unitId: warning.unitIds[0] ?? null,
    unitPath: await pathsOf(tx, warning.unitIds),
    status: state.status,
    judged: null,
    facts: {},
    currentRung: null,
    pendingRung: null,
    dueOn: null,
    nextRung: null,
    nextOn: null,
    nextCondition: null,
    startedAt: occurredAt,
    changedAt: occurredAt,
    endedOn: null,
  });
  return { row, state };
};
