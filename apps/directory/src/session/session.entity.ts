import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A signed-in browser or an API token; only the hash of the secret is kept. */
@Entity('session')
export class SessionEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'session_pkey' }) tokenHash: string;
  @Column('text') accountId: string;
  @Column('text') kind: 'browser' | 'token';
  @Column('text', { nullable: true }) name: string | null;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') lastSeenAt: Date;
  @Column('timestamptz') expiresAt: Date;
  @Column('text', { nullable: true }) address: string | null;
}
