import type { EntityManager } from 'typeorm';
import { isSameState, requireVersion } from '#libs/domain/record-version.js';
import { AreaState } from '#libs/contracts/directory.events.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { findReference } from '#libs/messaging/reference.js';
import { currentCause } from '#libs/observability/cause.js';
import { requireUnits } from '#libs/service/require-reach.js';
import { insertVersion, lockRegister } from '../register/register.store.js';
import { type RecordResult, type SaveSource, SourceState } from './drinking-source.api.js';
import {
  findResultForUpdate,
  findSource,
  markResultsChanged,
  type SourceResult,
  upsertResult,
  upsertSource,
} from './drinking-source.store.js';
import { tellSource } from './tell-source.js';

/** Saves a source as a new version; one equal to the version in force writes nothing. */
export const saveSource = async (
  tx: EntityManager,
  id: string,
  { expectedVersion, reason, ...written }: SaveSource,
  at: Date,
  identity: Identity,
): Promise<SourceState> => {
  await lockRegister(tx);
  const before = await findSource(tx, id);
  requireVersion(`source ${id}`, before?.version ?? 0, expectedVersion);
  if (!(await findReference(tx, AreaState, written.areaId)))
    throw new Refusal('SUBJECT_AREA_INVALID', `no area ${written.areaId} is known here (yet) to place ${id} in`);
  await requireUnits(tx, identity, 'subject.manage', { id, ...written });
  if (before) await requireUnits(tx, identity, 'subject.manage', before);
  const state = SourceState.parse({ ...written, id, version: (before?.version ?? 0) + 1 });
  if (before && isSameState(before, state)) return before;
  await upsertSource(tx, state);
  const by = currentCause().actor.id;
  await insertVersion(tx, { noun: 'drinking-source', id, version: state.version, state, at, by });
  const subject = { kind: 'drinking-source', id };
  await audit(tx, { at, action: 'drinking-source.save', subject, old: before, new: state, reason: reason ?? null });
  if (before) await markResultsChanged(tx, id, null);
  await tellSource(tx, state, at);
  return state;
};

/** Records a sample of a source or of what leaves its waterworks, or corrects it; what stood before is in the audit trail. */
export const recordResult = async (
  tx: EntityManager,
  sourceId: string,
  { kind, sampledOn, values, volume, expectedVersion, reason }: RecordResult,
  at: Date,
  identity: Identity,
): Promise<{ readonly source: SourceState; readonly result: SourceResult }> => {
  const source = await findSource(tx, sourceId);
  if (!source) throw new Refusal('DRINKING_SOURCE_NOT_FOUND', `no drinking-water source ${sourceId}`);
  await requireUnits(tx, identity, 'subject.manage', source);
  if (sampledOn > shanghaiDate(at)) throw new Refusal('RECORD_AHEAD_OF_TIME', `${sampledOn} is still to come`);
  await lockRegister(tx);
  const before = await findResultForUpdate(tx, { sourceId, kind, sampledOn });
  requireVersion(`the sample of ${sampledOn}`, before?.version ?? 0, expectedVersion);
  if (before && reason === undefined)
    throw new Refusal('SOURCE_RESULT_REASON_MISSING', 'a correction needs its reason');
  const result: SourceResult = {
    sourceId,
    kind,
    sampledOn,
    itemValues: values,
    volume: kind === 'source' ? volume : null,
    version: expectedVersion + 1,
    recordedAt: at,
    recordedBy: currentCause().actor.name,
  };
  await upsertResult(tx, result);
  await markResultsChanged(tx, sourceId, sampledOn);
  await audit(tx, {
    at,
    action: 'drinking-source.record-result',
    subject: { kind: 'drinking-source', id: sourceId },
    old: before && { kind, sampledOn, values: before.itemValues, volume: before.volume },
    new: { kind, sampledOn, values, volume: result.volume },
    reason: reason ?? null,
  });
  return { source, result };
};
