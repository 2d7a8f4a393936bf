import { HouseTables1700000000000 } from '#libs/persistence/house-tables.migration.js';
import { serviceDataSource } from '#libs/persistence/data-source.js';
import { CreateGateway1767225600000 } from './migrations/1767225600000-create-gateway.js';

export const gatewayDataSource = (url: string) =>
  serviceDataSource({
    schema: 'gateway',
    url,
    entities: [],
    migrations: [HouseTables1700000000000, CreateGateway1767225600000],
  });
