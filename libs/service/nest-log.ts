import type { LoggerService } from '@nestjs/common';
import type { Log } from '#libs/observability/log.js';

/** Nest's own messages go into our structured log; its chatter of a start only at debug level. */
export const nestLog = (log: Log): LoggerService => ({
  log: (message: unknown, context?: unknown) => log.debug({ nest: context }, String(message)),
  debug: (message: unknown, context?: unknown) => log.debug({ nest: context }, String(message)),
  verbose: (message: unknown, context?: unknown) => log.debug({ nest: context }, String(message)),
  warn: (message: unknown, context?: unknown) => log.warn({ nest: context }, String(message)),
  error: (message: unknown, stack?: unknown, context?: unknown) => log.error({ nest: context, stack }, String(message)),
  fatal: (message: unknown, context?: unknown) => log.fatal({ nest: context }, String(message)),
});
