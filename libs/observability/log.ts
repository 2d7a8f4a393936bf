import { pino, type Logger } from 'pino';
import { causeOrNull } from './cause.js';

export type Log = Logger;

/** Structured log of one process, one JSON object a line; every line inside caused work carries its correlation id. */
export const createLog = (service: string, level: string): Log =>
  pino({
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['password', '*.password', 'token', '*.token', 'authorization', '*.authorization'],
    mixin: () => {
      const cause = causeOrNull();
      return cause ? { correlationId: cause.correlationId, actor: cause.actor.id } : {};
    },
  });
