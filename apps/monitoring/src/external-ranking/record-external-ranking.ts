import type { EntityManager } from 'typeorm';
import { requireVersion } from '#libs/domain/record-version.js';
import { v7 as uuidv7 } from 'uuid';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { currentCause } from '#libs/observability/cause.js';
import { requireArea } from '#libs/service/require-reach.js';
import { type ExternalRanking, findRankingInForce, insertRanking } from './external-ranking.store.js';

export type RankingWish = Omit<ExternalRanking, 'id' | 'version' | 'recordedAt' | 'recordedBy'> & {
  /** The version the writer has seen; 0 for a place nobody has recorded. */
  readonly expectedVersion: number;
};

/**
 * Records the place of an area in a list made elsewhere, or corrects it with a new version. Refuses with
 * AREA_UNKNOWN_INVALID, STATE_CHANGED_MEANWHILE and FORBIDDEN_UNIT.
 */
export const recordExternalRanking = async (
  tx: EntityManager,
  wish: RankingWish,
  at: Date,
  identity: Identity,
): Promise<ExternalRanking> => {
  await requireArea(tx, identity, 'target.manage', wish.areaId);
  const { expectedVersion, ...rest } = wish;
  const before = await findRankingInForce(tx, wish);
  requireVersion('the place', before?.version ?? 0, expectedVersion);
  const ranking: ExternalRanking = {
    ...rest,
    id: uuidv7(),
    version: expectedVersion + 1,
    recordedAt: at,
    recordedBy: currentCause().actor.name,
  };
  await insertRanking(tx, ranking, before);
  const said = (one: ExternalRanking) => ({
    place: one.place,
    countedFrom: one.countedFrom,
    size: one.size,
    document: one.document,
  });
  await audit(tx, {
    at,
    action: 'external-ranking.record',
    subject: { kind: 'area', id: wish.areaId },
    old: before && said(before),
    new: { ...said(ranking), medium: wish.medium, list: wish.list, measure: wish.measure, period: wish.periodLabel },
    reason: null,
  });
  return ranking;
};
