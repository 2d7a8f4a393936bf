import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Basis } from '#libs/contracts/shapes.js';

/** A dated piece of work with an owner that is no problem: tracing (溯源核查), a review of a heavy-pollution day, other. */
@Entity('task')
export class TaskEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'task_pkey' }) id: string;
  @Column('int') version: number;
  @Column('text') taskNo: string;
  @Column('text') kind: 'tracing' | 'review' | 'other';
  @Column('text') title: string;
  @Column('text', { nullable: true }) demands: string | null;
  @Column('text') state: 'assigned' | 'signed' | 'reported' | 'confirmed' | 'cancelled';
  @Column('text', { nullable: true }) subjectKind: string | null;
  @Column('text', { nullable: true }) subjectId: string | null;
  @Column('text', { nullable: true }) areaId: string | null;
  @Column('text') leadUnitId: string;
  @Column('text', { array: true }) supportingUnitIds: string[];
  @Column('text', { nullable: true }) territorialUnitId: string | null;
  @Column('text', { nullable: true }) supervisingUnitId: string | null;
  @Column('text', { array: true }) unitIds: string[];
  @Column('text', { nullable: true }) responsiblePostId: string | null;
  @Column('date', { nullable: true }) dueOn: string | null;
  @Column('text', { nullable: true }) finding: string | null;
  @Column('text', { array: true }) doerPersonIds: string[];
  @Column('timestamptz') assignedAt: Date;
  @Column('timestamptz', { nullable: true }) signedAt: Date | null;
  @Column('timestamptz', { nullable: true }) reportedAt: Date | null;
  @Column('timestamptz', { nullable: true }) confirmedAt: Date | null;
  @Column('timestamptz', { nullable: true }) cancelledAt: Date | null;
  @Column('uuid', { nullable: true }) warningId: string | null;
  @Column('jsonb') basis: Basis;
  @Column('timestamptz') lastActionAt: Date;
  @Column('timestamptz') changedAt: Date;
}
