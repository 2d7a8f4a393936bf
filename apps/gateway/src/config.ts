import { z } from 'zod';
import { ServiceConfig } from '#libs/config/config.js';

export const GatewayConfig = ServiceConfig.extend({
  /** JSON: service name → base URL. */
  SERVICE_URLS: z.string().transform((text, context) => {
    try {
      return z.record(z.string(), z.url()).parse(JSON.parse(text));
    } catch {
      context.addIssue('needs a JSON object of service names and URLs');
      return z.NEVER;
    }
  }),
  /** The built console; without it only the interface is served. */
  CONSOLE_DIR: z.string().default('dist/console'),
  OPENAPI_FILE: z.string().default('docs/generated/openapi.json'),
  /** Set to true behind TLS, so that browsers send the cookie over TLS only. */
  SECURE_COOKIES: z.enum(['true', 'false']).default('false'),
  SIGN_INS_PER_MINUTE: z.coerce.number().int().min(1).default(20),
  UPLOAD_MEGABYTES: z.coerce.number().int().min(1).max(500).default(50),
});
export type GatewayConfig = z.infer<typeof GatewayConfig>;
