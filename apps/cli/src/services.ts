import { directoryDataSource } from '../../directory/src/data-source.js';
import { fundingDataSource } from '../../funding/src/data-source.js';
import { gatewayDataSource } from '../../gateway/src/data-source.js';
import { ingestionDataSource } from '../../ingestion/src/data-source.js';
import { ledgerDataSource } from '../../ledger/src/data-source.js';
import { monitoringDataSource } from '../../monitoring/src/data-source.js';
import { notifierDataSource } from '../../notifier/src/data-source.js';
import { accountabilityDataSource } from '../../accountability/src/data-source.js';
import type { ServiceSchema } from './migrate/migrate.js';

/** Every service with a schema of its own, in the order their first start needs them. */
export const SERVICE_SCHEMAS: readonly ServiceSchema[] = [
  { name: 'directory', dataSource: directoryDataSource },
  { name: 'ingestion', dataSource: ingestionDataSource },
  { name: 'monitoring', dataSource: monitoringDataSource },
  { name: 'ledger', dataSource: ledgerDataSource },
  { name: 'funding', dataSource: fundingDataSource },
  { name: 'notifier', dataSource: notifierDataSource },
  { name: 'accountability', dataSource: accountabilityDataSource },
  { name: 'gateway', dataSource: gatewayDataSource },
];
