import type { EntityManager } from 'typeorm';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { isSameState, requireVersion } from '#libs/domain/record-version.js';
import { DeviceState, MonitoredSubjectState } from '#libs/contracts/monitoring.events.js';
import { Refusal } from '#libs/domain/refusal.js';
import { withLimits } from '#libs/domain/telemetry/outlet-limits.js';
import { audit } from '#libs/identity/audit.js';
import { deterministicId, publish } from '#libs/messaging/outbox.js';
import { currentCause } from '#libs/observability/cause.js';
import {
  findDevice,
  findSubject,
  insertVersion,
  lockRegister,
  type RegisteredDevice,
  type SubjectState,
  upsertDevice,
  upsertSubject,
} from './register.store.js';

export interface Recording {
  readonly at: Date;
  /** Guards against overwriting somebody else's change; left out by commands that change one field only. */
  readonly expectedVersion?: number | undefined;
  readonly reason?: string | undefined;
}

/** Up to 100 visible characters: ids stand in routes, keys of records and printed numbers. */
const requireId = (id: string): void => {
  if (!/^[\p{L}\p{N}\p{P}\p{S}]{1,100}$/u.test(id))
    throw new Refusal('REGISTER_ID_INVALID', 'an id is up to 100 visible characters without blanks');
};

const auditOf = (state: RegisteredDevice | null): object | null => {
  if (!state) return null;
  const { passwordHash: _secret, settings, ...rest } = state;
  const { cipherKeys = [], ...open } = settings ?? {};
  return { ...rest, settings: { ...open, isEnciphered: cipherKeys.length > 0 } };
};

/**
 * Saves a subject as a new version, published whole; one equal to the version in force writes nothing. Limits of an outlet
 * that were in force stay for their days.
 */
export const recordSubject = async (
  tx: EntityManager,
  written: Omit<SubjectState, 'version'>,
  { at, expectedVersion, reason }: Recording,
): Promise<{ before: SubjectState | null; state: SubjectState }> => {
  requireId(written.id);
  await lockRegister(tx);
  const before = await findSubject(tx, written.id);
  if (expectedVersion !== undefined)
    requireVersion(`${written.kind} ${written.id}`, before?.version ?? 0, expectedVersion);
  if (before && before.kind !== written.kind)
    throw new Refusal('SUBJECT_KIND_INVALID', `${written.id} is a ${before.kind}, not a ${written.kind}`);
  const limits = withLimits(before?.limits ?? [], written.limits, shanghaiDate(at));
  const state = MonitoredSubjectState.data.parse({ ...written, limits, version: (before?.version ?? 0) + 1 });
  if (before && isSameState(before, state)) return { before, state: before };
  await upsertSubject(tx, state);
  const { version } = state;
  await insertVersion(tx, { noun: 'subject', id: state.id, version, state, at, by: currentCause().actor.id });
  await publish(tx, MonitoredSubjectState, {
    id: deterministicId(MonitoredSubjectState.topic, state.id, version),
    key: state.id,
    data: state,
    occurredAt: at,
  });
  await audit(tx, {
    at,
    action: 'subject.save',
    subject: { kind: state.kind, id: state.id },
    old: before,
    new: state,
    reason: reason ?? null,
  });
  return { before, state };
};

/** The same for a device. Its password is not part of what the audit trail shows. */
export const recordDevice = async (
  tx: EntityManager,
  written: Omit<RegisteredDevice, 'version'>,
  { at, expectedVersion, reason }: Recording,
): Promise<RegisteredDevice> => {
  requireId(written.id);
  await lockRegister(tx);
  const before = await findDevice(tx, written.id);
  if (expectedVersion !== undefined) requireVersion(`device ${written.id}`, before?.version ?? 0, expectedVersion);
  const state = DeviceState.data.parse({ ...written, version: (before?.version ?? 0) + 1 });
  if (before && isSameState(before, state)) return before;
  await upsertDevice(tx, state);
  const { version } = state;
  await insertVersion(tx, { noun: 'device', id: state.id, version, state, at, by: currentCause().actor.id });
  await publish(tx, DeviceState, {
    id: deterministicId(DeviceState.topic, state.id, version),
    key: state.id,
    data: state,
    occurredAt: at,
  });
  await audit(tx, {
    at,
    action: 'device.save',
    subject: { kind: 'device', id: state.id },
    old: auditOf(before),
    new: auditOf(state),
    reason: reason ?? null,
  });
  return state;
};
