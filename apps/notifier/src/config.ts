import { z } from 'zod';
import { ServiceConfig } from '#libs/config/config.js';

export const NotifierConfig = ServiceConfig.extend({
  /** Mail server; without one the mail channel is off. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().default('duban@localhost'),
  /** Where a webhook goes; https unless it stays on this machine. Without one the channel is off. */
  WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Key that signs webhook bodies. */
  WEBHOOK_KEY: z.string().min(16).optional(),
});
export type NotifierConfig = z.infer<typeof NotifierConfig>;
