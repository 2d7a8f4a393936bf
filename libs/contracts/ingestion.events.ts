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
 * that separates frames) or `feed` (value: one row as JSON).
 */
export interface PacketHeaders {
  readonly door: 'hj212' | 'feed';
  /** Instant of receipt by the clock, ISO. */
  readonly receivedAt: string;
  /** MN of the device, or the code of the subject a feed row is about. */
  readonly source: string;
  /** Feed only: layout id, SHA-256 of the file, line number in it, data state. */
  readonly layout?: string;
  readonly fileSha256?: string;
  readonly line?: string;
  readonly dataState?: string;
}

/** Headers of a fault besides those of a packet. `reason` is a code, `where` names the place in words. */
export interface FaultHeaders extends Partial<PacketHeaders> {
  readonly reason: string;
  readonly where: string;
}
