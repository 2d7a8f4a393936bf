import { z } from 'zod';
import { ServiceConfig } from '#libs/config/config.js';

export const DirectoryConfig = ServiceConfig.extend({
  SESSION_HOURS: z.coerce.number().positive().max(72).default(12),
  /** Failed sign-ins after which an account rests, and for how long. */
  SIGN_IN_ATTEMPTS: z.coerce.number().int().min(3).default(6),
  SIGN_IN_REST_MINUTES: z.coerce.number().int().min(1).default(15),
});
export type DirectoryConfig = z.infer<typeof DirectoryConfig>;
