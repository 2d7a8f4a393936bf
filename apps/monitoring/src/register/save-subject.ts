import type { EntityManager } from 'typeorm';
import { AreaState } from '#libs/contracts/directory.events.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { Identity } from '#libs/identity/identity.js';
import { findReference } from '#libs/messaging/reference.js';
import { requireUnits } from '#libs/service/require-reach.js';
import { reassessAreas } from '../air/reassess-areas.js';
import type { Policy } from '../policy.js';
import { watchRegistered } from '../silence/watch-registered.js';
import { type Recording, recordSubject } from './record-state.js';
import { findSubject, findSubjectOfKind, lockRegister, type SubjectState } from './register.store.js';

export interface SavingParts {
  readonly identity: Identity;
  readonly policy: Policy;
}

/**
 * Saves a station, section or outlet. A station that moves, retires or becomes an evaluation point changes the values of
 * its area: they are worked out again.
 */
export const saveSubject = async (
  tx: EntityManager,
  written: Omit<SubjectState, 'version'>,
  recording: Recording,
  parts: SavingParts,
  permission = 'subject.manage',
): Promise<SubjectState> => {
  if (!(await findReference(tx, AreaState, written.areaId)))
    throw new Refusal(
      'SUBJECT_AREA_INVALID',
      `no area ${written.areaId} is known here (yet) to place ${written.id} in`,
    );
  await requireUnits(tx, parts.identity, permission, written);
  const known = await findSubject(tx, written.id);
  if (known) await requireUnits(tx, parts.identity, permission, known);
  const { before, state } = await recordSubject(tx, written, recording);
  await watchRegistered(tx, state.id, recording.at);
  if (state.kind === 'station') await reassessAreas(tx, before, state, recording.at, parts.policy);
  return state;
};

/** Records by which paper a station is an evaluation point or is none, from a day on. */
export const recordEvaluationPoint = async (
  tx: EntityManager,
  stationId: string,
  evaluationPoint: NonNullable<SubjectState['evaluationPoint']>,
  recording: Recording,
  parts: SavingParts,
): Promise<SubjectState> => {
  // What is read here is written back whole: nobody may change it in between.
  await lockRegister(tx);
  const station = await findSubjectOfKind(tx, 'station', stationId);
  if (evaluationPoint.status !== 'unknown' && evaluationPoint.basis === null)
    throw new Refusal('EVALUATION_POINT_INVALID', 'a status needs the paper that gives it');
  const { version: _version, ...state } = station;
  return saveSubject(tx, { ...state, evaluationPoint }, recording, parts, 'data.review');
};
