import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Basis } from '#libs/contracts/shapes.js';
import type { ProblemState, TimeCategory } from '#libs/domain/problem/states.js';

/** The current state of a problem; its history stands in problem_action and problem_span. */
@Entity('problem')
export class ProblemEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'problem_pkey' }) id: string;
  @Column('int') version: number;
  @Column('text') problemNo: string;
  @Column('text', { nullable: true }) externalNo: string | null;
  @Column('text') title: string;
  @Column('text') originalText: string;
  @Column('text') source: string;
  @Column('text') category: string;
  @Column('text') timeCategory: TimeCategory;
  @Column('text') state: ProblemState;
  @Column('timestamptz') stateSince: Date;
  /** 1, and one more for each time it was reopened. */
  @Column('int') round: number;
  @Column('text', { nullable: true }) subjectKind: string | null;
  @Column('text', { nullable: true }) subjectId: string | null;
  @Column('text', { nullable: true }) areaId: string | null;
  @Column('numeric', { nullable: true }) longitude: string | null;
  @Column('numeric', { nullable: true }) latitude: string | null;
  @Column('text') leadUnitId: string;
  @Column('text', { array: true }) supportingUnitIds: string[];
  @Column('text', { nullable: true }) territorialUnitId: string | null;
  @Column('text', { nullable: true }) supervisingUnitId: string | null;
  @Column('text', { nullable: true }) acceptanceUnitId: string | null;
  @Column('text', { nullable: true }) upperUnitId: string | null;
  @Column('text', { nullable: true }) assignedByUnitId: string | null;
  /** Every unit named above: who may see it. */
  @Column('text', { array: true }) unitIds: string[];
  @Column('text', { nullable: true }) leaderPostId: string | null;
  @Column('text', { nullable: true }) responsiblePostId: string | null;
  @Column('text', { nullable: true }) contactPostId: string | null;
  @Column('text', { nullable: true }) assignDocNo: string | null;
  @Column('date', { nullable: true }) assignedOn: string | null;
  /** Day from which the plan counts: assignment, or the start of a new round. */
  @Column('date', { nullable: true }) planStartOn: string | null;
  @Column('date', { nullable: true }) deadline: string | null;
  @Column('date', { nullable: true }) originalDeadline: string | null;
  /** Day the unit named when it last reported completion. */
  @Column('date', { nullable: true }) workReportedOn: string | null;
  /** Day of acceptance: a completion counts when it is confirmed. */
  @Column('date', { nullable: true }) completedOn: string | null;
  @Column('date', { nullable: true }) closedOn: string | null;
  /** Day it was withdrawn or merged. */
  @Column('date', { nullable: true }) leftOn: string | null;
  @Column('uuid', { nullable: true }) mergedInto: string | null;
  @Column('date', { nullable: true }) noticeStart: string | null;
  @Column('date', { nullable: true }) noticeEnd: string | null;
  @Column('boolean') isNoticeOver: boolean;
  @Column('date', { nullable: true }) stepDueOn: string | null;
  @Column('boolean') publicNoticeRequired: boolean;
  @Column('boolean') upperRequired: boolean;
  @Column('boolean') isInspection: boolean;
  /** Version of the pack's rules of closure it began with. */
  @Column('int') closureRulesVersion: number;
  @Column('int') lookBacksPlanned: number;
  @Column('int') lookBacksDone: number;
  @Column('date', { nullable: true }) lookBackDueOn: string | null;
  @Column('int') refusals: number;
  @Column('boolean') isDeadlineUnreachable: boolean;
  @Column('numeric') reportedPct: string;
  @Column('numeric') confirmedPct: string;
  /** Units besides the lead that reported work of their own. */
  @Column('text', { array: true }) helperUnitIds: string[];
  /** Persons who reported the work done. */
  @Column('text', { array: true }) doerPersonIds: string[];
  @Column('uuid', { nullable: true }) warningId: string | null;
  @Column('jsonb') basis: Basis;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') lastActionAt: Date;
  @Column('timestamptz') changedAt: Date;
}

/** A problem on a list; completion and closure belong here. */
@Entity('problem_item')
export class ProblemItemEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'problem_item_pkey' }) problemId: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'problem_item_pkey' }) listId: string;
  @Column('text') itemNo: string;
  @Column('date', { nullable: true }) dueOn: string | null;
  @Column('date', { nullable: true }) plannedClosureOn: string | null;
  @Column('date', { nullable: true }) completedOn: string | null;
  @Column('date', { nullable: true }) closedOn: string | null;
}
