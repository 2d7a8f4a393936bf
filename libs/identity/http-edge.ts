import type { Provider } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { CauseInterceptor } from './cause.interceptor.js';
import { inputPipe } from './input.js';
import { PermissionGuard } from './permission.guard.js';
import { ProblemJsonFilter } from './problem-json.filter.js';

/**
 * Guard, cause, input check and error answers of every HTTP service; goes into the providers of the app's root module.
 * All four let Kafka records pass, so an application that is also a microservice may inherit them.
 */
export const httpEdgeProviders = (options: {
  internalKey: string;
  log: { error(fields: object, message: string): void };
}): Provider[] => [
  { provide: APP_GUARD, useValue: new PermissionGuard(options.internalKey) },
  { provide: APP_INTERCEPTOR, useValue: new CauseInterceptor() },
  { provide: APP_PIPE, useValue: inputPipe() },
  { provide: APP_FILTER, useValue: new ProblemJsonFilter(options.log) },
];
