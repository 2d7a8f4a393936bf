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
  /** TLS beside it, where set; key and certificate are files in PEM. */
  HJ212_TLS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  HJ212_TLS_KEY: z.string().optional(),
  HJ212_TLS_CERT: z.string().optional(),
  /** Addresses and networks (CIDR) that may connect at all, separated by commas; any where empty. */
  HJ212_ALLOWED: z.string().default(''),
  HJ212_NEW_CONNECTIONS_PER_MINUTE: z.coerce.number().int().min(1).default(600),
  /** Connections of one device; the one heard of longest ago is closed for a further one. */
  HJ212_CONNECTIONS_PER_DEVICE: z.coerce.number().int().min(1).default(4),
  /** Frames of a connection in a second above which it is not read until the second is over. */
  HJ212_FRAMES_PER_SECOND: z.coerce.number().int().min(1).default(5_000),
  /** A connection that brought nothing that was let in is closed after this. */
  HJ212_FIRST_FRAME_SECONDS: z.coerce.number().positive().default(60),
  /** Bytes without a whole frame after which a connection is closed. */
  HJ212_BYTES_WITHOUT_FRAME: z.coerce.number().int().min(10_000).default(65_536),
  HJ212_IDLE_MINUTES: z.coerce.number().positive().default(180),
  /** Faults running after which a connection is closed. */
  HJ212_FAULTS_BEFORE_CLOSE: z.coerce.number().int().min(1).default(50),
  /** Faults running of all connections of an address after which it is shut out, and for how long: a day at the most. */
  HJ212_FAULTS_BEFORE_BLOCK: z.coerce.number().int().min(1).default(200),
  HJ212_BLOCK_MINUTES: z.coerce.number().positive().max(1_440).default(10),
  /** Faults kept in a minute, of one address and of all; the others are counted. */
  HJ212_FAULTS_KEPT_PER_MINUTE: z.coerce.number().int().min(1).default(120),
  HJ212_FAULTS_KEPT_PER_MINUTE_OF_ALL: z.coerce.number().int().min(1).default(2_000),
  /** How often commands to devices are looked after. */
  COMMAND_LOOK_MS: z.coerce.number().int().min(10).default(1_000),
  /** Records waiting for Kafka at which sockets are no longer read. */
  HJ212_MOST_WAITING: z.coerce.number().int().min(100).default(20_000),
  /** Records the consumer may be behind before sockets are no longer read. */
  MOST_LAG: z.coerce.number().int().min(1_000).default(400_000),
  /** Lines an imported file may have, its heading among them. */
  IMPORT_MOST_LINES: z.coerce.number().int().min(10).default(20_000_000),
  FEED_MEGABYTES: z.coerce.number().int().min(1).max(200).default(20),
});
export type IngestionConfig = z.infer<typeof IngestionConfig>;
