import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A list (清单): a campaign, an inspection's feedback, a category. */
@Entity('list')
export class ListEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'list_pkey' }) id: string;
  @Column('int') version: number;
  @Column('text') kind: 'campaign' | 'inspection' | 'category' | 'other';
  @Column('text') source: string;
  @Column('text') name: string;
  @Column('text') shortName: string;
  @Column('text', { nullable: true }) assignDocNo: string | null;
  @Column('text', { nullable: true }) assignedByUnitId: string | null;
  @Column('text', { nullable: true }) closingBody: string | null;
  @Column('boolean') publicNotice: boolean;
  @Column('boolean') upperConfirmation: boolean;
  /** Self-found problems have lists of their own and never dilute the rates of assigned ones. */
  @Column('boolean') selfFound: boolean;
  @Column('int', { nullable: true }) year: number | null;
  @Column('text', { nullable: true }) batch: string | null;
  @Column('timestamptz') createdAt: Date;
}
