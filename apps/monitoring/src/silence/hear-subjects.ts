import type { EntityManager } from 'typeorm';
import type { DataOf } from '#libs/contracts/event.js';
import { SilenceEnded } from '#libs/contracts/monitoring.events.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { deterministicId, publish } from '#libs/messaging/outbox.js';
import { setTimer } from '#libs/scheduling/timer.store.js';
import type { Measured, Register } from '../packet/measured.js';
import type { Policy } from '../policy.js';
import { networkSize } from '../register/register.store.js';
import { hear, type Heard, setSilence } from './heard.store.js';

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
  silentSince: Date,
  endedAt: Date | null,
): Promise<DataOf<typeof SilenceEnded>> => ({
  subject: { kind: heard.subjectKind as 'station', id: heard.subjectId },
  network: heard.network,
  lastSeenAt: heard.lastLabel.toISOString(),
  silentSince: silentSince.toISOString(),
  endedAt: endedAt?.toISOString() ?? null,
  subjectsInNetwork: await networkSize(tx, heard.network),
});

/**
 * Notes who was heard of. A subject heard for the first time gets a timer, and one that had fallen silent gets another
 * and is told of; in between nothing but one row is written, since the timer looks itself how long it has been.
 */
export const hearSubjects = async (
  tx: EntityManager,
  measured: readonly Measured[],
  register: Register,
  policy: Policy,
): Promise<void> => {
  const latest = new Map<string, Omit<Heard, 'timerStep' | 'silentSince'>>();
  for (const { arrival, subject, records } of measured) {
    if (!subject || records.length === 0) continue;
    const device = arrival.door === 'hj212' ? register.devices.get(arrival.source) : undefined;
    const own = device ? device.silenceAfterHours : subject.silenceAfterHours;
    const allowedHours = own === undefined ? policy.on(shanghaiDate(arrival.receivedAt)).silenceHours : own;
    if (allowedHours === null) continue;
    const label = new Date(Math.max(...records.map(({ at }) => at.getTime())));
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
  if (latest.size === 0) return;
  for (const heard of await hear(tx, [...latest.values()])) {
    if (heard.isFirst) {
      await setTimer(tx, { kind: SILENCE_TIMER, subjectId: heard.subjectId, step: 0, dueAt: silentFrom(heard) });
    } else if (heard.silentSince !== null) {
      const timerStep = heard.timerStep + 1;
      await setTimer(tx, {
        kind: SILENCE_TIMER,
        subjectId: heard.subjectId,
        step: timerStep,
        dueAt: silentFrom(heard),
      });
      await setSilence(tx, heard.subjectId, { timerStep, silentSince: null });
      await publish(tx, SilenceEnded, {
        id: deterministicId(SilenceEnded.type, heard.subjectId, heard.silentSince.toISOString()),
        key: `${heard.subjectKind}/${heard.subjectId}`,
        data: await silenceOf(tx, heard, heard.silentSince, heard.heardAt),
        occurredAt: heard.heardAt,
      });
    }
  }
};
