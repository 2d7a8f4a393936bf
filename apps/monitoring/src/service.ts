import type { ServiceDefinition } from '#libs/service/service-definition.js';
import { runWithCause, systemCause } from '#libs/observability/cause.js';
import { sealSchedules } from '#libs/service/seal-schedules.js';
import { MonitoringModule } from './app.module.js';
import type { MonitoringConfig } from './config.js';
import { monitoringDataSource } from './data-source.js';
import { policyOf } from './policy.js';
import { makePartitions } from './reading/make-partitions.js';
import { partitionSchedule } from './reading/partition.jobs.js';
import { sealCutoff } from './seal/seal-cutoff.js';
import { checkSilence } from './silence/check-silence.js';
import { SILENCE_TIMER } from './silence/hear-subjects.js';

export const monitoring: ServiceDefinition<MonitoringConfig> = {
  name: 'monitoring',
  dataSource: monitoringDataSource,
  module: MonitoringModule,
  // The hot path has a group to itself, so that telemetry and reference data never wait for each other.
  groupOf: (topic) => (topic.startsWith('ingestion.') ? 'monitoring.packets' : 'monitoring'),
  timers: () => ({ [SILENCE_TIMER]: checkSilence }),
  schedules: ({ pack, log }) => {
    const policy = policyOf(pack);
    return [
      ...sealSchedules(pack, 'monitoring', (tx, sealed) => sealCutoff(tx, sealed, policy)),
      partitionSchedule(log),
    ];
  },
  prepareHttp: async (_app, { db, clock }) => {
    const now = await clock.now();
    await runWithCause(systemCause('monitoring.start'), () => db.transaction((tx) => makePartitions(tx, now)));
  },
};
