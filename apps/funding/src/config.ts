import type { z } from 'zod';
import { ServiceConfig } from '#libs/config/config.js';

export const FundingConfig = ServiceConfig;
export type FundingConfig = z.infer<typeof FundingConfig>;
