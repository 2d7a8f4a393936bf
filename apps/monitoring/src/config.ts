import type { z } from 'zod';
import { ServiceConfig } from '#libs/config/config.js';

/** Nothing of its own: what may differ between places stands in the policy pack. */
export const MonitoringConfig = ServiceConfig;
export type MonitoringConfig = z.infer<typeof MonitoringConfig>;
