import type { Log } from '#libs/observability/log.js';
import type { Schedule } from '#libs/scheduling/scheduler.js';
import { makePartitions } from './make-partitions.js';
import { strayRowsGauge } from './partition.metrics.js';

/** Every night the months ahead get their partitions; rows that found none before raise an alarm and are moved. */
export const partitionSchedule = (log: Log): Schedule => ({
  id: 'make-partitions',
  pattern: '30 2 * * *',
  timeZone: 'Asia/Shanghai',
  missed: 'latest',
  run: async (tx, { slot }) => {
    const stray = await makePartitions(tx, slot);
    strayRowsGauge.set(stray);
    if (stray > 0)
      log.error({ rows: stray }, 'telemetry found no partition for its month; it has been moved into one now');
  },
});
