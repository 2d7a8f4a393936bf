import type { EntityManager } from 'typeorm';
import { LadderStepped } from '#libs/contracts/accountability.events.js';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import type { LadderStep } from '#libs/domain/escalation/ladder-state.js';
import { deterministicId, publish } from '#libs/messaging/outbox.js';
import type { LadderEntity } from './ladder.entity.js';
import { addLadderChange, type LadderOutcome } from './ladder.store.js';

export interface StepChange {
  readonly outcome: LadderOutcome;
  /** Null for the ladder as a whole. */
  readonly step: LadderStep | null;
  readonly on: CivilDate;
  readonly occurredAt: Date;
  readonly duty?: string;
  readonly dueOn?: CivilDate | null;
  readonly actId?: string | null;
}

type Published = 'entered' | 'proposed' | 'absorbed' | 'answered' | 'overdue' | 'lifted' | 'ended';
/** What others are told; the rest stands in the ladder's own history. */
const PUBLISHED: Partial<Record<LadderOutcome, Published>> = {
  entered: 'entered',
  proposed: 'proposed',
  absorbed: 'absorbed',
  answered: 'answered',
  overdue: 'overdue',
  lifting: 'proposed',
  lifted: 'lifted',
  cancelled: 'ended',
  ended: 'ended',
};

/** Writes a line of the ladder's history and tells the others. */
export const tellStep = async (tx: EntityManager, row: LadderEntity, change: StepChange): Promise<void> => {
  const { step, outcome, on, occurredAt } = change;
  const line = {
    onDate: on,
    occurredAt,
    outcome,
    stepNo: step?.no ?? 0,
    rung: step?.rung ?? row.currentRung ?? '',
    duty: change.duty ?? null,
    dueOn: change.dueOn ?? null,
    actId: change.actId ?? null,
  };
  const seq = await addLadderChange(tx, row.ladderId, line);
  const published = PUBLISHED[outcome];
  if (!published) return;
  await publish(tx, LadderStepped, {
    key: row.warningId,
    occurredAt,
    id: deterministicId('ladder', row.ladderId, seq),
    data: {
      ladderId: row.ladderId,
      warningId: row.warningId,
      policyId: row.policyId,
      rung: line.rung,
      stepNo: line.stepNo,
      outcome: published,
      dueAt: line.dueOn,
      actId: line.actId,
    },
  });
};
