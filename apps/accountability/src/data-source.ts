import { HouseTables1700000000000 } from '#libs/persistence/house-tables.migration.js';
import { serviceDataSource } from '#libs/persistence/data-source.js';
import { CreateAccountability1767225600000 } from './migrations/1767225600000-create-accountability.js';

export const accountabilityDataSource = (url: string) =>
  serviceDataSource({
    schema: 'accountability',
    url,
    entities: [
      // ladders, acts, instructions, evidence
    ],
    migrations: [
      HouseTables1700000000000,
      CreateAccountability1767225600000,
      // ladders, acts, instructions, evidence
    ],
  });
