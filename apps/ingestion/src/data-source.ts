import { HouseTables1700000000000 } from '#libs/persistence/house-tables.migration.js';
import { serviceDataSource } from '#libs/persistence/data-source.js';

/** No tables of its own: packets go to Kafka, devices come from there. */
export const ingestionDataSource = (url: string) =>
  serviceDataSource({ schema: 'ingestion', url, entities: [], migrations: [HouseTables1700000000000], poolSize: 3 });
