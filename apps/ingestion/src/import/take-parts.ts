import type { Producer } from 'kafkajs';
import type { DataSource } from 'typeorm';
import type { Clock } from '#libs/clock/clock.js';
import type { FileStore } from '#libs/files/file-store.js';

/** What taking an import works with. */
export interface TakeParts {
  readonly db: DataSource;
  readonly files: FileStore;
  readonly clock: Clock;
  readonly producer: Producer;
  readonly namespace: string;
  readonly mostLines: number;
}
