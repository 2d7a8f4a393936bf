import type { EntityManager } from 'typeorm';
import { naturalDayOf } from '#libs/domain/calendar/shanghai.js';
import { mergeHour } from '#libs/domain/telemetry/hour-merge.js';
import { voidedIn } from '#libs/domain/telemetry/value-void.js';
import { standingVoids } from '../hour-void/hour-void.store.js';
import type { StationHourSent } from '../packet/measured.js';
import type { Policy } from '../policy.js';
import { assessDays } from './assess-days.js';
import { importSources, insertEchoes } from './hour-past.store.js';
import { reportedHour } from './reported-hour.js';
import { currentHours, labelsInForce, type HourReportRow, insertHours } from './station-hour.store.js';

const keyOf = ({ stationId, label }: { stationId: string; label: Date }): string => `${stationId} ${label.getTime()}`;

/** From as many hours on they come from a file, and it pays to ask first which labels are there at all. */
const FROM_A_FILE = 200;

const perhapsHeld = async (
  tx: EntityManager,
  sent: readonly StationHourSent[],
): Promise<readonly StationHourSent[]> => {
  if (sent.length < FROM_A_FILE) return sent;
  const times = [...new Set(sent.map(({ label }) => label.getTime()))];
  const there = await labelsInForce(
    tx,
    times.map((time) => new Date(time)),
  );
  return sent.filter(({ label }) => there.has(label.getTime()));
};

/**
 * Keeps hours of stations: what they change becomes a new revision of the hour with its index, and what was
 * sent for an hour an import holds is noted beside it. Answers those that changed.
 */
export const keepStationHours = async (
  tx: EntityManager,
  sent: readonly StationHourSent[],
): Promise<readonly HourReportRow[]> => {
  if (sent.length === 0) return [];
  const voids = await standingVoids(tx, sent);
  const held = new Map((await currentHours(tx, await perhapsHeld(tx, sent))).map((hour) => [keyOf(hour), hour]));
  const changed = new Map<string, HourReportRow>();
  const elsewhere: { readonly one: StationHourSent; readonly heldBy: number }[] = [];
  for (const one of sent) {
    const { stationId, label, values, exempt: said, dataState, sourceNo, packetId, receivedAt } = one;
    const key = keyOf({ stationId, label });
    const before = held.get(key) ?? null;
    const heldBy = changed.get(key)?.sourceNo ?? before?.sourceNo ?? sourceNo;
    if (heldBy !== sourceNo) elsewhere.push({ one, heldBy });
    const after = mergeHour(changed.get(key) ?? before, { values, dataState });
    if (!after) continue;
    const revision = (before?.revision ?? 0) + 1;
    const exempt = said ?? changed.get(key)?.exempt ?? before?.exempt ?? [];
    const voided = before?.voided ?? voidedIn(voids.get(stationId) ?? [], label);
    changed.set(
      key,
      reportedHour({
        stationId,
        label,
        revision,
        values: after.values,
        dataState: after.dataState,
        exempt,
        voided,
        sourceNo,
        packetId,
        receivedAt,
      }),
    );
  }
  const hours = [...changed.values()];
  await insertHours(tx, hours);
  const imports = await importSources(
    tx,
    elsewhere.map(({ heldBy }) => heldBy),
  );
  await insertEchoes(
    tx,
    elsewhere.flatMap(({ one, heldBy }) => (imports.has(heldBy) ? [one] : [])),
  );
  return hours;
};

/** Takes hours of stations in, and works out the days they complete or correct. */
export const takeStationHours = async (
  tx: EntityManager,
  sent: readonly StationHourSent[],
  policy: Policy,
): Promise<void> => {
  const hours = await keepStationHours(tx, sent);
  const learnedAt = new Date(sent.reduce((latest, { receivedAt }) => Math.max(latest, receivedAt.getTime()), 0));
  const days = hours.map(({ stationId, label }) => ({ stationId, day: naturalDayOf(label) }));
  await assessDays(tx, days, { learnedAt, closing: false }, policy);
};
