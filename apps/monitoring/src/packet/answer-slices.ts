import type { EntityManager } from 'typeorm';
import { ImportSliceTaken } from '#libs/contracts/monitoring.events.js';
import { publishAll } from '#libs/messaging/outbox.js';
import type { Arrival } from './arrival.js';
import type { MeasuredSlice } from './measured-slice.js';

/** Tells the import of each slice what became of its lines. A slice that was there already changed nothing now. */
export const answerSlices = async (
  tx: EntityManager,
  arrivals: readonly Arrival[],
  measured: readonly MeasuredSlice[],
  changed: readonly { readonly packetId: string | number }[],
): Promise<void> => {
  const changes = new Map<number, number>();
  for (const { packetId } of changed) changes.set(Number(packetId), (changes.get(Number(packetId)) ?? 0) + 1);
  const taken = new Map(measured.map((one) => [one.arrival.record, one]));
  await publishAll(
    tx,
    ImportSliceTaken,
    arrivals.flatMap(({ slice, line, record, receivedAt }) => {
      if (!slice) return [];
      const one = taken.get(record);
      const refused = one?.refused ?? [];
      return [
        {
          key: slice.importId,
          occurredAt: receivedAt,
          data: {
            importId: slice.importId,
            firstLine: line ?? slice.lines[0]!,
            rows: slice.lines.length,
            changed: one ? (changes.get(one.arrival.packetId) ?? 0) : 0,
            refused: [...refused],
          },
        },
      ];
    }),
  );
};
