import { z } from 'zod';
import { ServiceConfig } from '#libs/config/config.js';
import { AgencySettings } from './act/agency.js';

/** A setting whose text is JSON of a shape. */
const json = <S extends z.ZodType>(schema: S) =>
  z.string().transform((text, context): z.infer<S> => {
    try {
      const read = schema.safeParse(JSON.parse(text));
      if (read.success) return read.data;
      for (const { path, message } of read.error.issues) context.addIssue(`${path.join('.')}: ${message}`);
    } catch {
      context.addIssue('needs JSON');
    }
    return z.NEVER;
  });

export const AccountabilityConfig = ServiceConfig.extend({
  /** Names, marks, code words and contact of the agencies in whose name papers go out; see AgencySettings. */
  AGENCY: json(AgencySettings).prefault('{}'),
  /** Prints 样例 on every paper and sheet where an installation is not the real thing. */
  SAMPLE_WATERMARK: z.enum(['true', 'false']).default('false'),
  /** JSON: service name → base URL; evidence of an act is fetched from the owners of its records. */
  SERVICE_URLS: json(z.record(z.string(), z.url())).prefault('{}'),
  /** Records behind one act that are pinned at the most; the rest is named as missing. */
  EVIDENCE_MOST_RECORDS: z.coerce.number().int().min(100).max(1_000_000).default(200_000),
});
export type AccountabilityConfig = z.infer<typeof AccountabilityConfig>;
