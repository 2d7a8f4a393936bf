import { directoryDataSource } from '../../directory/src/data-source.js';
import { fundingDataSource } from '../../funding/src/data-source.js';
import { gatewayDataSource } from '../../gateway/src/data-source.js';
import { ingestionDataSource } from '../../ingestion/src/data-source.js';
import { notifierDataSource } from '../../notifier/src/data-source.js';
import type { ServiceSchema } from './migrate/migrate.js';

/** Every service with a schema of its own, in the order their first start needs them. */
export const SERVICE_SCHEMAS: readonly ServiceSchema[] = [
  { name: 'directory', dataSource: directoryDataSource },
  { name: 'ingestion', dataSource: ingestionDataSource },
  { name: 'funding', dataSource: fundingDataSource },
  { name: 'notifier', dataSource: notifierDataSource },
  { name: 'gateway', dataSource: gatewayDataSource },
];
