import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { currentCause } from '#libs/observability/cause.js';
import { requireArea, requireUnits } from '#libs/service/require-reach.js';
import { findSubjectOfKind } from '../register/register.store.js';
import { type DustRecognition, insertRecognition, lockRecognitions, sameRecognition } from './dust-day.store.js';
import { type RecognitionAsked, requestFigures } from './request-figures.js';

export type DustWish = Pick<
  DustRecognition,
  'areaId' | 'stationIds' | 'fromDay' | 'toDay' | 'document' | 'documentNumber' | 'documentDay'
>;

/** Refuses whoever does not reach what a recognition speaks of, and what nobody knows. */
export const requireDustReach = async (
  tx: EntityManager,
  identity: Identity,
  { areaId, stationIds }: Pick<DustRecognition, 'areaId' | 'stationIds'>,
): Promise<void> => {
  if (areaId !== null) await requireArea(tx, identity, 'data.review', areaId);
  for (const id of stationIds ?? [])
    await requireUnits(tx, identity, 'data.review', await findSubjectOfKind(tx, 'station', id));
};

/** What a recognition is audited under: its area, or the first of its stations. */
export const dustSubject = ({ areaId, stationIds }: Pick<DustRecognition, 'areaId' | 'stationIds'>) =>
  areaId === null ? { kind: 'station', id: stationIds![0]! } : { kind: 'area', id: areaId };

/**
 * Records that the network recognised days as dust days, by its paper (环办监测〔2016〕120号: the national centre decides period
 * and extent). Published figures over these days are asked to be worked out again. Refuses with DUST_DAY_INVALID for days to come or
 * a paper older than its first day, DUST_DAY_EXISTS where the same stands already, AREA_UNKNOWN_INVALID, STATION_NOT_FOUND and FORBIDDEN_UNIT.
 */
export const recogniseDust = async (
  tx: EntityManager,
  wish: DustWish,
  at: Date,
  identity: Identity,
): Promise<RecognitionAsked> => {
  const today = shanghaiDate(at);
  if (wish.toDay > today || wish.documentDay > today)
    throw new Refusal('DUST_DAY_INVALID', 'neither the days nor the paper may lie in the future');
  if (wish.documentDay < wish.fromDay)
    throw new Refusal('DUST_DAY_INVALID', 'a paper recognises no day before it has begun');
  await requireDustReach(tx, identity, wish);
  const stationIds = wish.stationIds && [...new Set(wish.stationIds)].sort();
  const said = { ...wish, stationIds };
  await lockRecognitions(tx);
  const same = await sameRecognition(tx, said);
  if (same) throw new Refusal('DUST_DAY_EXISTS', 'the same days are recognised by the same paper already', same);
  const one: DustRecognition = {
    ...said,
    id: uuidv7(),
    recordedAt: at,
    recordedBy: currentCause().actor.name,
    withdrawnAt: null,
    withdrawnBy: null,
    withdrawnReason: null,
  };
  await insertRecognition(tx, one);
  await audit(tx, {
    at,
    action: 'dust-day.recognise',
    subject: dustSubject(one),
    old: null,
    new: { id: one.id, ...said },
    reason: null,
  });
  return requestFigures(tx, one, at, one.document);
};
