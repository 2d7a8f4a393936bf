import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { EntryCondition } from '#libs/domain/escalation/ladder-policy.js';
import type { LadderState, StepReason, StepState } from '#libs/domain/escalation/ladder-state.js';
import type { Ladder } from '#libs/policy/pressure.schema.js';

/** A ladder with the policy it began with; steps and limits stand in rows of their own. */
@Entity('ladder')
export class LadderEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'ladder_pkey' }) ladderId: string;
  @Column('int') version: number;
  @Column('uuid') warningId: string;
  /** 1, and one more when the cause of a warning came back after its ladder had ended. */
  @Column('int') round: number;
  @Column('text') policyId: string;
  @Column('int') policyVersion: number;
  @Column('text') packId: string;
  @Column('int') packVersion: number;
  @Column('jsonb') policy: Ladder;
  @Column('text') ruleClass: string;
  @Column('text') title: string;
  @Column('text') subjectKind: string;
  @Column('text') subjectId: string;
  @Column('text', { nullable: true }) areaId: string | null;
  @Column('text', { nullable: true }) unitId: string | null;
  @Column('text', { array: true }) unitPath: string[];
  @Column('text') status: LadderState['status'];
  @Column('jsonb', { nullable: true }) judged: LadderState['judged'];
  @Column('jsonb') facts: LadderState['facts'];
  @Column('text', { nullable: true }) currentRung: string | null;
  @Column('text', { nullable: true }) pendingRung: string | null;
  @Column('date', { nullable: true }) dueOn: string | null;
  @Column('text', { nullable: true }) nextRung: string | null;
  @Column('date', { nullable: true }) nextOn: string | null;
  @Column('jsonb', { nullable: true }) nextCondition: EntryCondition | null;
  @Column('timestamptz') startedAt: Date;
  @Column('timestamptz') changedAt: Date;
  @Column('date', { nullable: true }) endedOn: string | null;
}

/** A step happens once: its number is never used again. */
@Entity('ladder_step')
export class LadderStepEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'ladder_step_pkey' }) ladderId: string;
  @PrimaryColumn('int', { primaryKeyConstraintName: 'ladder_step_pkey' }) stepNo: number;
  @Column('text') rung: string;
  @Column('text') state: StepState;
  @Column('jsonb') because: StepReason;
  @Column('date') enteredOn: string;
  @Column('date', { nullable: true }) proposedOn: string | null;
  @Column('date', { nullable: true }) approvedOn: string | null;
  @Column('date', { nullable: true }) issuedOn: string | null;
  @Column('date', { nullable: true }) receivedOn: string | null;
  @Column('date', { nullable: true }) meetingOn: string | null;
  @Column('date', { nullable: true }) heldOn: string | null;
  @Column('int', { nullable: true }) absorbedBy: number | null;
  @Column('date', { nullable: true }) overOn: string | null;
}

/** Something owed under a step within a limit. */
@Entity('ladder_duty')
export class LadderDutyEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'ladder_duty_pkey' }) ladderId: string;
  @PrimaryColumn('int', { primaryKeyConstraintName: 'ladder_duty_pkey' }) stepNo: number;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'ladder_duty_pkey' }) duty: string;
  @Column('date') dueOn: string;
  @Column('boolean') isProvisional: boolean;
  @Column('date', { nullable: true }) doneOn: string | null;
  @Column('date', { nullable: true }) missedOn: string | null;
}
