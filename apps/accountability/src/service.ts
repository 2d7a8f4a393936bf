import type { ServiceDefinition } from '#libs/service/service-definition.js';
import { AccountabilityModule } from './app.module.js';
import type { AccountabilityConfig } from './config.js';
import { accountabilityDataSource } from './data-source.js';
import { bulletinSchedules, bulletinTimers } from './bulletin/bulletin.jobs.js';
import { dispatchJobs, dispatchSchedules, dispatchTimers } from './dispatch/dispatch.jobs.js';

export const accountability: ServiceDefinition<AccountabilityConfig> = {
  name: 'accountability',
  dataSource: accountabilityDataSource,
  module: AccountabilityModule,
  timers: (parts) => ({
    // dispatches, bulletins
    ...dispatchTimers(parts),
    ...bulletinTimers(parts),
    // ladders, acts, instructions, evidence
  }),
  schedules: (parts) => [
    // dispatches, bulletins
    ...dispatchSchedules(parts),
    ...bulletinSchedules(parts),
  ],
  jobs: (parts) => ({
    // dispatches
    ...dispatchJobs(parts),
    // acts
  }),
};
