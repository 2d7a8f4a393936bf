import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ActorRef } from '#libs/contracts/event.js';
import type { SubjectRef } from '#libs/contracts/shapes.js';

/** A leader's instruction (批示) as the office recorded it. */
@Entity('instruction')
export class InstructionEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'instruction_pkey' }) instructionId: string;
  @Column('date') givenOn: string;
  @Column('timestamptz') givenAt: Date;
  @Column('timestamptz') recordedAt: Date;
  @Column('jsonb') recordedBy: ActorRef;
  @Column('text') leaderPostId: string;
  @Column('text', { nullable: true }) leaderPersonId: string | null;
  @Column('text') text: string;
  @Column('uuid', { nullable: true }) warningId: string | null;
  @Column('uuid', { nullable: true }) ladderId: string | null;
  @Column('text', { nullable: true }) subjectKind: SubjectRef['kind'] | null;
  @Column('text', { nullable: true }) subjectId: string | null;
  /** What it is about, in words. */
  @Column('text') matter: string;
  @Column('text', { nullable: true }) ownerUnitId: string | null;
  @Column('date', { nullable: true }) feedbackBy: string | null;
  /** Rung it ordered; null where it only adds its weight to what is under way. */
  @Column('text', { nullable: true }) rung: string | null;
  @Column('text', { array: true }) unitPath: string[];
}
