import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';

@Entity('account')
export class AccountEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'account_pkey' }) id: string;
  @Column('text', { unique: true }) userName: string;
  @Column('text', { nullable: true }) personId: string | null;
  @Column('text') displayName: string;
  /** argon2id, with its parameters inside. */
  @Column('text') passwordHash: string;
  @Column('text') state: 'active' | 'disabled';
  /** The password was set by somebody else and must be changed at the next sign-in. */
  @Column('boolean') mustChange: boolean;
  @Column('int', { default: 0 }) failedSignIns: number;
  @Column('timestamptz', { nullable: true }) restsUntil: Date | null;
  @Column('timestamptz') createdAt: Date;
  @VersionColumn() version: number;
}

/** A role held for a unit and everything below it, for a span. */
@Entity('role_assignment')
export class RoleAssignmentEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'role_assignment_pkey' }) accountId: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'role_assignment_pkey' }) roleId: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'role_assignment_pkey' }) unitId: string;
  @PrimaryColumn('date', { primaryKeyConstraintName: 'role_assignment_pkey' }) validFrom: string;
  @Column('date', { nullable: true }) validTo: string | null;
}
