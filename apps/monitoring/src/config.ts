import { z } from 'zod';
import { ServiceConfig } from '#libs/config/config.js';

/** What differs between places stands in the policy pack. */
export const MonitoringConfig = ServiceConfig.extend({
  /** How often it is looked which hours of devices are missing, and which can be built from minutes. */
  GAP_LOOK_MS: z.coerce.number().int().min(10).default(60_000),
});
export type MonitoringConfig = z.infer<typeof MonitoringConfig>;
