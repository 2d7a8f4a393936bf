import { z } from 'zod';
import { ServiceConfig } from '#libs/config/config.js';

export const IngestionConfig = ServiceConfig.extend({
  HJ212_HOST: z.string().default('127.0.0.1'),
  HJ212_PORT: z.coerce.number().int().min(0).max(65_535),
  /** Connections in all and from one address. */
  HJ212_CONNECTIONS: z.coerce.number().int().min(1).default(2_000),
  HJ212_CONNECTIONS_PER_ADDRESS: z.coerce.number().int().min(1).default(200),
  /** A frame must be complete this long after its first byte; one byte at a time does not extend it. */
  HJ212_FRAME_DEADLINE_MS: z.coerce.number().int().min(100).default(10_000),
  HJ212_IDLE_MINUTES: z.coerce.number().positive().default(180),
  /** Faults running after which a connection is closed. */
  HJ212_FAULTS_BEFORE_CLOSE: z.coerce.number().int().min(1).default(50),
  /** Records waiting for Kafka at which sockets are no longer read. */
  HJ212_MOST_WAITING: z.coerce.number().int().min(100).default(20_000),
  /** Records the consumer may be behind before sockets are no longer read. */
  MOST_LAG: z.coerce.number().int().min(1_000).default(400_000),
  /** Lines an imported file may have, its heading among them. */
  IMPORT_MOST_LINES: z.coerce.number().int().min(10).default(20_000_000),
  FEED_MEGABYTES: z.coerce.number().int().min(1).max(200).default(20),
});
export type IngestionConfig = z.infer<typeof IngestionConfig>;
