import type { EntityManager } from 'typeorm';
import type { DataOf } from '#libs/contracts/event.js';
import { SilenceEnded } from '#libs/contracts/monitoring.events.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { deterministicId, publish } from '#libs/messaging/outbox.js';
import { setTimer } from '#libs/scheduling/timer.store.js';
import type { Measured, Register } from '../packet/measured.js';
import type { Policy } from '../policy.js';
import { networkSize } from '../register/register.store.js';
import { hear, type Heard, moveTimers, type NewlyHeard, setSilence } from './heard.store.js';

export const SILENCE_TIMER = 'silence.check';
const HOUR_MS = 3_600_000;

/** The instant at which a subject counts as silent if nothing more is heard of it. */
export const silentFrom = ({ heardAt, allowedHours }: Pick<Heard, 'heardAt' | 'allowedHours'>): Date =>
  new Date(heardAt.getTime() + allowedHours * HOUR_MS);

/**
 * Since when silence counts: the data time that came, so that a batch delivered late moves no date; but the receipt where
 * what came is older than the allowed time already, since somebody back-filling is not silent.
 */
export const heardFrom = (label: Date, receivedAt: Date, allowedHours: number): Date =>
  label.getTime() + allowedHours * HOUR_MS <= receivedAt.getTime() ? receivedAt : label;

export const silenceOf = async (
  tx: EntityManager,
  heard: Heard,
  { silentSince, endedAt, neverHeard }: { silentSince: Date; endedAt: Date | null; neverHeard: boolean },
): Promise<DataOf<typeof SilenceEnded>> => ({
  subject: { kind: heard.subjectKind, id: heard.subjectId },
  network: heard.network,
  lastSeenAt: (heard.lastLabel ?? heard.heardAt).toISOString(),
  silentSince: silentSince.toISOString(),
  endedAt: endedAt?.toISOString() ?? null,
  subjectsInNetwork: await networkSize(tx, heard.network),
  ...(neverHeard ? { neverHeard } : {}),
});

/** Timers are moved on in steps of at least this, so that a value a second does not move them every second. */
const STEP_MS = HOUR_MS;

const newlyHeard = (measured: readonly Measured[], register: Register, policy: Policy): NewlyHeard[] => {
  const latest = new Map<string, NewlyHeard>();
  for (const { arrival, subject, records } of measured) {
    if (!subject || records.length === 0) continue;
    const device = arrival.door === 'hj212' ? register.devices.get(arrival.source) : undefined;
    const own = device ? device.silenceAfterHours : subject.silenceAfterHours;
    const allowedHours = own === undefined ? policy.on(shanghaiDate(arrival.receivedAt)).silenceHours : own;
    if (allowedHours === null) continue;
    const label = records.reduce((last, { at }) => (at > last ? at : last), records[0]!.at);
    const heardAt = heardFrom(label, arrival.receivedAt, allowedHours);
    const before = latest.get(subject.id);
    latest.set(subject.id, {
      subjectId: subject.id,
      subjectKind: subject.kind,
      network: subject.network,
      lastLabel: before && before.lastLabel > label ? before.lastLabel : label,
      heardAt: before && before.heardAt > heardAt ? before.heardAt : heardAt,
      allowedHours,
    });
  }
  return [...latest.values()];
};

export const tellSilenceEnded = async (
  tx: EntityManager,
  heard: Heard,
  silence: { silentSince: Date; endedAt: Date; neverHeard: boolean },
): Promise<void> => {
  await publish(tx, SilenceEnded, {
    id: deterministicId(SilenceEnded.type, heard.subjectId, silence.silentSince.toISOString()),
    key: `${heard.subjectKind}/${heard.subjectId}`,
    data: await silenceOf(tx, heard, silence),
    occurredAt: silence.endedAt,
  });
};

/** A subject that had fallen silent is heard again: told of, and watched by another timer, since the last one has fired. */
const endSilence = async (
  tx: EntityManager,
  heard: Heard,
  { silentSince, neverHeard }: { silentSince: Date; neverHeard: boolean },
): Promise<void> => {
  const [timerStep, timerDue] = [heard.timerStep + 1, silentFrom(heard)];
  await setTimer(tx, { kind: SILENCE_TIMER, subjectId: heard.subjectId, step: timerStep, dueAt: timerDue });
  await setSilence(tx, heard.subjectId, { timerStep, timerDue, silentSince: null });
  await tellSilenceEnded(tx, heard, { silentSince, endedAt: heard.heardAt, neverHeard });
};

/** Notes who was heard of, and moves on the instant at which each would count as silent. */
export const hearSubjects = async (
  tx: EntityManager,
  measured: readonly Measured[],
  register: Register,
  policy: Policy,
): Promise<void> => {
  const latest = newlyHeard(measured, register, policy);
  if (latest.length === 0) return;
  const moves: { subjectId: string; step: number; dueAt: Date }[] = [];
  for (const heard of await hear(tx, latest)) {
    const dueAt = silentFrom(heard);
    if (heard.isFirst) await setTimer(tx, { kind: SILENCE_TIMER, subjectId: heard.subjectId, step: 0, dueAt });
    else if (heard.silentSince !== null)
      await endSilence(tx, heard, { silentSince: heard.silentSince, neverHeard: heard.wasUnheard });
    else if (dueAt.getTime() - heard.timerDue.getTime() >= STEP_MS)
      moves.push({ subjectId: heard.subjectId, step: heard.timerStep, dueAt });
  }
  await moveTimers(tx, SILENCE_TIMER, moves);
};
