import type { z } from 'zod';
import { ServiceConfig } from '#libs/config/config.js';

export const LedgerConfig = ServiceConfig.extend({});
export type LedgerConfig = z.infer<typeof LedgerConfig>;
