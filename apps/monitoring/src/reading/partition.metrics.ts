import { Gauge } from 'prom-client';
import { registry } from '#libs/observability/metrics.js';

export const strayRowsGauge = new Gauge({
  name: 'duban_telemetry_stray_rows',
  help: 'Rows of raw packets and readings that no monthly partition was there for at the last look; more than none is an alarm',
  registers: [registry],
});
