import { z } from 'zod';

const PORT = z.coerce.number().int().min(0).max(65_535);

/** Settings every service shares. No secret has a default. */
export const ServiceConfig = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }),
  KAFKA_BROKERS: z
    .string()
    .min(1)
    .transform((list) => list.split(',').map((broker) => broker.trim())),
  /** Prefix of topics and queues; empty in a normal installation, unique per spec file in tests. */
  NAMESPACE: z
    .string()
    .regex(/^[a-z0-9-]*$/)
    .default(''),
  HTTP_HOST: z.string().default('127.0.0.1'),
  HTTP_PORT: PORT,
  OPS_PORT: PORT,
  /** Key that signs the identity passed between services; 32 bytes as hex. */
  INTERNAL_KEY: z.string().regex(/^[0-9a-f]{64}$/, 'needs 64 hexadecimal digits'),
  /** `shared`: the settable clock of the sample and test profiles. Refused in production. */
  CLOCK: z.enum(['system', 'shared']).default('system'),
  PACK_DIR: z.string().min(1).default('packs/default-district'),
  FILES_DIR: z.string().min(1).default('.duban/files'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  /** How long Kafka waits for a silent consumer before its partitions go to another; 6000 is the broker's least. */
  KAFKA_SESSION_TIMEOUT_MS: z.coerce.number().int().min(6_000).default(30_000),
  RELAY_INTERVAL_MS: z.coerce.number().int().min(5).default(50),
  SWEEP_INTERVAL_MS: z.coerce.number().int().min(20).default(1_000),
});
export type ServiceConfig = z.infer<typeof ServiceConfig>;

/**
 * Reads and freezes the settings of a process; called once, in `main.ts`.
 * Every fault is reported at once, by the setting's name, and no value is printed since it may be a secret.
 */
export const loadConfig = <S extends z.ZodType>(
  schema: S,
  env: NodeJS.ProcessEnv = process.env,
): Readonly<z.infer<S>> => {
  const result = schema.safeParse(env);
  if (!result.success) {
    const faults = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`Bad configuration:\n${faults.join('\n')}`);
  }
  const config = result.data as z.infer<S> & Partial<ServiceConfig>;
  if (config.NODE_ENV === 'production' && config.CLOCK === 'shared') {
    throw new Error('Bad configuration:\n  CLOCK: the shared clock is for the sample and test profiles only');
  }
  return Object.freeze(config);
};
