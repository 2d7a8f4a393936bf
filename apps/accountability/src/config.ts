import { z } from 'zod';
import { ServiceConfig } from '#libs/config/config.js';

export const AccountabilityConfig = ServiceConfig.extend({
  /** Printed on every paper and sheet where an installation is not the real thing: 样例. */
  PAPER_MARK: z.string().min(1).max(20).optional(),
});
export type AccountabilityConfig = z.infer<typeof AccountabilityConfig>;
