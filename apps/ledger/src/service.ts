import { assertLifecycle } from '#libs/domain/problem/lifecycle.js';
import type { ServiceDefinition } from '#libs/service/service-definition.js';
import { LedgerModule } from './app.module.js';
import type { LedgerConfig } from './config.js';
import { ledgerDataSource } from './data-source.js';
import { problemTimers } from './problem/problem.timers.js';
import { sealSchedules } from './seal/seal.schedules.js';

// A broken table of states stops the process, not a user.
assertLifecycle();

export const ledger: ServiceDefinition<LedgerConfig> = {
  name: 'ledger',
  dataSource: ledgerDataSource,
  module: LedgerModule,
  timers: () => problemTimers,
  schedules: ({ pack }) => sealSchedules(pack),
};
