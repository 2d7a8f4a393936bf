import { HouseTables1700000000000 } from '#libs/persistence/house-tables.migration.js';
import { serviceDataSource } from '#libs/persistence/data-source.js';
import { CreateDelivery1767225600000 } from './migrations/1767225600000-create-delivery.js';

export const notifierDataSource = (url: string) =>
  serviceDataSource({
    schema: 'notifier',
    url,
    entities: [],
    migrations: [HouseTables1700000000000, CreateDelivery1767225600000],
  });
