import { HouseTables1700000000000 } from '#libs/persistence/house-tables.migration.js';
import { serviceDataSource } from '#libs/persistence/data-source.js';
import { CreateFunding1767225600000 } from './migrations/1767225600000-create-funding.js';
import { ProjectEntity } from './project/project.entity.js';

export const fundingDataSource = (url: string) =>
  serviceDataSource({
    schema: 'funding',
    url,
    entities: [ProjectEntity],
    migrations: [HouseTables1700000000000, CreateFunding1767225600000],
  });
