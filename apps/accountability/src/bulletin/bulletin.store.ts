import type { EntityManager } from 'typeorm';
import { select, selectOne } from '#libs/persistence/select.js';
import type { ActFigure } from '../paper/figure.js';

export interface Bulletin {
  readonly bulletinId: string;
  readonly policyId: string;
  readonly policyVersion: number;
  readonly periodLabel: string;
  readonly cutoff: Date;
  readonly slot: Date;
  readonly late: boolean;
  readonly state: 'waiting' | 'drafted';
  readonly waitUntil: Date;
  readonly missingSources: readonly string[];
  readonly actId: string | null;
  readonly assessmentId: string | null;
  readonly assessmentRevision: number | null;
  /** Frozen when drafted. */
  readonly figures: readonly ActFigure[];
}

const COLUMNS = `b.bulletin_id, b.policy_id, b.policy_version, b.period_label, b.cutoff, b.slot, b.late, b.state, b.wait_until,
  b.missing_sources, b.act_id, b.assessment_id, b.assessment_revision, b.figures`;

/** Opens a bulletin; false where the period has one already. */
export const insertBulletin = async (
  tx: EntityManager,
  bulletin: Pick<
    Bulletin,
    'bulletinId' | 'policyId' | 'policyVersion' | 'periodLabel' | 'cutoff' | 'slot' | 'late' | 'waitUntil'
  >,
): Promise<boolean> =>
  (
    await select(
      tx,
      `insert into bulletin (bulletin_id, policy_id, policy_version, period_label, cutoff, slot, late, state, wait_until)
       values ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8) on conflict do nothing returning bulletin_id`,
      [
        bulletin.bulletinId,
        bulletin.policyId,
        bulletin.policyVersion,
        bulletin.periodLabel,
        bulletin.cutoff,
        bulletin.slot,
        bulletin.late,
        bulletin.waitUntil,
      ],
    )
  ).length > 0;

/** Bulletins not drafted yet, the earliest first; locks them for who drafts them. */
export const waitingBulletins = (tx: EntityManager, forUpdate: boolean): Promise<Bulletin[]> =>
  select<Bulletin>(
    tx,
    `select ${COLUMNS} from bulletin b where b.state = 'waiting' order by b.cutoff, b.bulletin_id limit 100
     ${forUpdate ? 'for update' : ''}`,
  );

export const findBulletin = (tx: EntityManager, bulletinId: string): Promise<Bulletin | null> =>
  selectOne<Bulletin>(tx, `select ${COLUMNS} from bulletin b where b.bulletin_id = $1`, [bulletinId]);

export const saveDrafted = async (
  tx: EntityManager,
  bulletin: Pick<
    Bulletin,
    'bulletinId' | 'missingSources' | 'actId' | 'assessmentId' | 'assessmentRevision' | 'figures'
  >,
  draftedAt: Date,
): Promise<void> => {
  await tx.query(
    `update bulletin set state = 'drafted', drafted_at = $2, missing_sources = $3, act_id = $4, assessment_id = $5,
            assessment_revision = $6, figures = $7 where bulletin_id = $1`,
    [
      bulletin.bulletinId,
      draftedAt,
      bulletin.missingSources,
      bulletin.actId,
      bulletin.assessmentId,
      bulletin.assessmentRevision,
      JSON.stringify(bulletin.figures),
    ],
  );
};

/** A page of bulletins, the latest period first. */
export const bulletinsPage = (
  tx: EntityManager,
  after: { readonly cutoff: Date; readonly id: string } | null,
  limit: number,
): Promise<Bulletin[]> =>
  select<Bulletin>(
    tx,
    `select ${COLUMNS} from bulletin b
      where ($1::timestamptz is null or (b.cutoff, b.bulletin_id) < ($1, $2::uuid))
      order by b.cutoff desc, b.bulletin_id desc limit $3`,
    [after?.cutoff ?? null, after?.id ?? null, limit],
  );
