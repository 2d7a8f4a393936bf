import { assertLifecycle } from '#libs/domain/problem/lifecycle.js';
import { sealSchedules } from '#libs/service/seal-schedules.js';
import type { ServiceDefinition } from '#libs/service/service-definition.js';
import { LedgerModule } from './app.module.js';
import type { LedgerConfig } from './config.js';
import { ledgerDataSource } from './data-source.js';
import { problemTimers } from './problem/problem.timers.js';
import { sealCutoff } from './seal/seal-cutoff.js';

// A broken table of states stops the process, not a user.
assertLifecycle();

export const ledger: ServiceDefinition<LedgerConfig> = {
  name: 'ledger',
  dataSource: ledgerDataSource,
  module: LedgerModule,
  timers: () => problemTimers,
  schedules: ({ pack }) =>
    sealSchedules(pack, 'ledger', (tx, { cutoff, ...seal }) => sealCutoff(tx, pack, seal, cutoff)),
};
