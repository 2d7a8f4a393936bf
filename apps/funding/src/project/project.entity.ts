import { Column, Entity, PrimaryColumn } from 'typeorm';

export type ProjectState = 'planned' | 'started' | 'stalled' | 'finished' | 'accepted';

/** A funded project (资金项目). Amounts are 万元, exact decimals as text. */
@Entity('project')
export class ProjectEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'project_pkey' }) id: string;
  @Column('text') name: string;
  @Column('text') ownerUnitId: string;
  @Column('text') leadUnitId: string;
  @Column('text', { nullable: true }) supervisingUnitId: string | null;
  @Column('text', { nullable: true }) areaId: string | null;
  @Column('text') fundingSource: string;
  @Column('text') category: string;
  @Column('numeric', { precision: 18, scale: 4 }) totalInvestment: string;
  @Column('text', { nullable: true }) contractNo: string | null;
  @Column('numeric', { precision: 18, scale: 4, nullable: true }) contractPrice: string | null;
  @Column('date') plannedStart: string;
  @Column('date', { nullable: true }) actualStart: string | null;
  @Column('date') plannedFinish: string;
  @Column('numeric', { precision: 5, scale: 2 }) physicalPct: string;
  @Column('date', { nullable: true }) physicalOn: string | null;
  @Column('text') state: ProjectState;
  @Column('int') version: number;
}
