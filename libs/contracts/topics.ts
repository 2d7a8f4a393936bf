import * as accountability from './accountability.events.js';
import * as directory from './directory.events.js';
import type { EventContract } from './event.js';
import * as funding from './funding.events.js';
import * as ingestion from './ingestion.events.js';
import * as ledger from './ledger.events.js';
import * as monitoring from './monitoring.events.js';
import * as notifier from './notifier.events.js';

const isContract = (value: unknown): value is EventContract =>
  typeof value === 'object' && value !== null && 'topic' in value && 'type' in value && 'order' in value;

/** Every contract of the platform, in a fixed order: generated lists, topic creation and boot checks read it. */
export const CONTRACTS: readonly EventContract[] = [
  directory,
  ingestion,
  monitoring,
  ledger,
  funding,
  accountability,
  notifier,
].flatMap((file) => Object.values(file).filter(isContract));

const { RAW_TOPICS } = ingestion;

export interface TopicPlan {
  readonly topic: string;
  readonly partitions: number;
  readonly compacted: boolean;
  readonly retentionHours: number;
}

const COMPACTED = new Set([
  'directory.units',
  'directory.posts',
  'directory.people',
  'directory.roles',
  'directory.areas',
  'directory.duties',
  'directory.calendars',
  'monitoring.devices',
  'monitoring.subjects',
  'monitoring.drinking-sources',
]);

/**
 * The topics of an installation. Indicator topics have one partition, so a seal stands behind everything it covers;
 * reference topics are compacted and have one partition, since they are small and read from the start.
 */
export const TOPICS: readonly TopicPlan[] = [
  ...Object.values(RAW_TOPICS).map(({ topic }) => topic),
  ...new Set(CONTRACTS.map(({ topic }) => topic)),
].map((topic) => ({
  topic,
  partitions: topic.endsWith('.indicators') || COMPACTED.has(topic) ? 1 : 3,
  compacted: COMPACTED.has(topic),
  retentionHours: topic === RAW_TOPICS.packets.topic ? 24 * 14 : 24 * 30,
}));
