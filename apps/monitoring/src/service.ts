import { ImportSending, RAW_TOPICS } from '#libs/contracts/ingestion.events.js';
import { takenIn } from '#libs/messaging/taken-in.js';
import type { ServiceDefinition } from '#libs/service/service-definition.js';
import { runWithCause, systemCause } from '#libs/observability/cause.js';
import { sealSchedules } from '#libs/service/seal-schedules.js';
import { MonitoringModule } from './app.module.js';
import type { MonitoringConfig } from './config.js';
import { monitoringDataSource } from './data-source.js';
import { watchGaps } from './gap/gap.runner.js';
import { importJobs } from './import/import.jobs.js';
import { watchMinutes } from './minute-hour/minute-hour.runner.js';
import { keepingSchedule, packetMonthJobs } from './packet-month/packet-month.jobs.js';
import { policyOf } from './policy.js';
import { makePartitions } from './reading/make-partitions.js';
import { partitionSchedule } from './reading/partition.jobs.js';
import { recomputationJobs } from './recomputation/recomputation.jobs.js';
import { sealCutoff } from './seal/seal-cutoff.js';
import { checkSilence } from './silence/check-silence.js';
import { SILENCE_TIMER } from './silence/hear-subjects.js';

/** The consumer group of the packet door. */
const PACKET_GROUP = 'monitoring.packets';
const SERVICE_GROUP = 'monitoring';
const HOT: readonly string[] = Object.values(RAW_TOPICS).map(({ topic }) => topic);

export const monitoring: ServiceDefinition<MonitoringConfig> = {
  name: 'monitoring',
  dataSource: monitoringDataSource,
  module: MonitoringModule,
  // The hot path has a group to itself, so that telemetry and reference data never wait for each other.
  groupOf: (topic) => (HOT.includes(topic) ? PACKET_GROUP : SERVICE_GROUP),
  timers: () => ({ [SILENCE_TIMER]: checkSilence }),
  schedules: ({ pack, log, kafka, config }) => {
    const policy = policyOf(pack);
    const seals = sealSchedules(pack, 'monitoring', async (tx, sealed) => {
      // Right after an outage a seal must not close a day whose hours lie in Kafka unread: it fails and is run again.
      await takenIn(kafka, { namespace: config.NAMESPACE, topic: RAW_TOPICS.packets.topic, group: PACKET_GROUP });
      await takenIn(kafka, { namespace: config.NAMESPACE, topic: ImportSending.topic, group: SERVICE_GROUP });
      await sealCutoff(tx, sealed, policy);
    });
    return [...seals, partitionSchedule(log), keepingSchedule(policy)];
  },
  jobs: ({ db, clock, pack }) => ({
    ...recomputationJobs({ db, clock, policy: policyOf(pack) }),
    ...importJobs({ db, policy: policyOf(pack) }),
    ...packetMonthJobs({ db, clock }),
  }),
  openDoors: ({ db, clock, log, pack, config }) => {
    const parts = { db, clock, log, policy: policyOf(pack), lookMs: config.GAP_LOOK_MS };
    const watches = [watchGaps(parts), watchMinutes(parts)];
    return Promise.resolve({ close: async () => void (await Promise.all(watches.map((watch) => watch.close()))) });
  },
  prepareHttp: async (_app, { db, clock }) => {
    const now = await clock.now();
    await runWithCause(systemCause('monitoring.start'), () => db.transaction((tx) => makePartitions(tx, now)));
  },
};
