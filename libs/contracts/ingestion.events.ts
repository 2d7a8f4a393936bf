import { z } from 'zod';
import { defineEvent } from './event.js';
import { Instant } from './shapes.js';

/**
 * Telemetry travels as raw bytes, not as envelopes: the value of a record is exactly what came through the door, so its
 * SHA-256 proves it. What the door knows besides stands in the headers below.
 */
export const RAW_TOPICS = {
  packets: {
    topic: 'ingestion.packets',
    order: 'none',
    says: 'What came through a door, byte for byte, keyed by device or feed subject.',
  },
  faults: { topic: 'ingestion.faults', order: 'none', says: 'What could not be read, byte for byte, with the reason.' },
} as const;

/**
 * Headers of a raw record. `door` is `hj212` (value: one frame from its head `##` to the end of its checksum, without the CR LF
 * that separates frames), `feed` (value: one row as JSON) or `import` (value: the heading and some lines of a file, as they
 * stand in it, with line feeds between them).
 */
export interface PacketHeaders {
  readonly door: 'hj212' | 'feed' | 'import';
  /** Instant of receipt by the clock, ISO. */
  readonly receivedAt: string;
  /**
   * MN of the device, the code of the subject a feed row is about, or the import that brought the file first. The key of the
   * record where it is not said.
   */
  readonly source?: string;
  /** Feed and import: layout id, SHA-256 of the file, number of the (first) line in it, data state. */
  readonly layout?: string;
  readonly fileSha256?: string;
  readonly line?: string;
  readonly dataState?: string;
  /**
   * HJ 212 only. `part` (`2/3`): one of several parts (拆分包), kept and not read by itself. `parts` (`3`): so many frames, each
   * followed by CR LF, that together are one packet, or what came of one.
   */
  readonly part?: string;
  readonly parts?: string;
  /** Import only: which import sends it, numbers of the lines after the heading, and the province names are told in. */
  readonly importId?: string;
  readonly lines?: string;
  readonly province?: string;
  /** Import only: the mapping its lines are read by, as JSON, where the layout is one. */
  readonly mapping?: string;
}

/** Which columns of a table say what: a decimal text each value is multiplied by makes its unit the house's. */
export const ColumnMapping = z.object({
  subject: z.enum(['station', 'section']),
  code: z.array(z.string().min(1).max(100)).min(1).max(2),
  time: z.string().min(1).max(100),
  labelsStart: z.boolean().default(false),
  values: z
    .array(
      z.object({
        key: z.string().min(1).max(20),
        heading: z.string().min(1).max(100),
        factor: z
          .string()
          .regex(/^\d{1,9}(\.\d{1,9})?$/)
          .refine((text) => Number(text) > 0)
          .default('1'),
      }),
    )
    .min(1)
    .max(40),
});

/** Headers of a fault besides those of a packet. `reason` is a code, `where` names the place in words. */
export interface FaultHeaders extends Partial<PacketHeaders> {
  readonly reason: string;
  readonly where: string;
}

export const ImportSending = defineEvent({
  topic: 'ingestion.imports',
  type: 'import.sending',
  version: 1,
  order: 'key',
  says: 'The rows of an imported file are about to be sent: whoever closes figures waits until they are worked out.',
  data: z.object({
    importId: z.uuid(),
    /** The import whose name its packets carry: itself, or the one it repeats. */
    sourceId: z.uuid(),
    at: Instant,
  }),
});
export const ImportComplete = defineEvent({
  topic: 'ingestion.imports',
  type: 'import.complete',
  version: 1,
  order: 'key',
  says: 'Every slice of an imported file has been taken in: what rests on its values may be worked out.',
  data: z.object({
    importId: z.uuid(),
    /** The import whose name its packets carry: itself, or the one it repeats. */
    sourceId: z.uuid(),
    at: Instant,
  }),
});
export const ImportUndone = defineEvent({
  topic: 'ingestion.imports',
  type: 'import.undone',
  version: 1,
  order: 'key',
  says: 'A file that was imported is taken back whole: what was in force before it is in force again.',
  data: z.object({ importId: z.uuid(), at: Instant, reason: z.string() }),
});

export const DeviceCommandEnded = defineEvent({
  topic: 'ingestion.command-results',
  type: 'device-command.ended',
  version: 1,
  order: 'key',
  says: 'A command to a device has come to its end, one way or another.',
  data: z.object({
    commandId: z.uuid(),
    deviceId: z.string(),
    cn: z.string(),
    origin: z.enum(['person', 'gap']),
    /** The asking of a gap it came from. */
    askingId: z.uuid().nullable(),
    state: z.enum(['executed', 'failed', 'refused', 'timed-out', 'cancelled', 'expired', 'interrupted']),
    /** `done`, `noData`, or the name of what the device answered or did not. */
    result: z.string().nullable(),
    /** Data packets that came in answer. */
    parts: z.int(),
  }),
});
