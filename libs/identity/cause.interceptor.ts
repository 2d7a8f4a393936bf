import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { Observable } from 'rxjs';
import { runWithCause } from '#libs/observability/cause.js';
import { CORRELATION_HEADER } from './identity.js';
import { causeOfRequest, type HttpRequest } from './request-context.js';

/**
 * Runs pipes and controller inside the request's cause. An interceptor and not a Fastify hook: body parsing between hook
 * and handler works from stream events, which lose the asynchronous context.
 */
export class CauseInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const http = context.switchToHttp();
    const cause = causeOfRequest(http.getRequest<HttpRequest>());
    http
      .getResponse<{ header(name: string, value: string): unknown }>()
      .header(CORRELATION_HEADER, cause.correlationId);
    return runWithCause(cause, () => next.handle());
  }
}
