import type { ServiceDefinition } from '#libs/service/service-definition.js';
import { actJobs, actTimers } from './act/act.jobs.js';
import { AccountabilityModule } from './app.module.js';
import type { AccountabilityConfig } from './config.js';
import { accountabilityDataSource } from './data-source.js';
import { processTimers } from './rule/process.jobs.js';
import { bulletinSchedules, bulletinTimers } from './bulletin/bulletin.jobs.js';
import { dispatchJobs, dispatchSchedules, dispatchTimers } from './dispatch/dispatch.jobs.js';

export const accountability: ServiceDefinition<AccountabilityConfig> = {
  name: 'accountability',
  dataSource: accountabilityDataSource,
  module: AccountabilityModule,
  timers: (parts) => ({
    // processes, dispatches, bulletins
    ...processTimers(parts),
    ...dispatchTimers(parts),
    ...bulletinTimers(parts),
    // ladders, acts, instructions, evidence
    ...actTimers(parts),
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
    ...actJobs(parts),
  }),
};
