import 'reflect-metadata';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { Observable } from 'rxjs';
import { z } from 'zod';
import { InvalidInput } from './input.js';

interface RouteArgument {
  readonly data?: unknown;
  readonly schema?: unknown;
}

const namesIn = (schema: unknown): readonly string[] | null => {
  if (schema instanceof z.ZodPipe) return namesIn(schema.in);
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : null;
};

/** Names of the query parameters a route declares; null where they cannot be told: it reads the request itself. */
const declaredNames = (context: ExecutionContext): ReadonlySet<string> | null => {
  const routeArguments: Readonly<Record<string, RouteArgument>> =
    Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) ?? {};
  const names = new Set<string>();
  for (const [key, { data, schema }] of Object.entries(routeArguments)) {
    const type = Number(key.split(':')[0]);
    if (type === Number(RouteParamtypes.REQUEST)) return null;
    if (type !== Number(RouteParamtypes.QUERY)) continue;
    const own = typeof data === 'string' ? [data] : namesIn(schema);
    if (own === null) return null;
    for (const name of own) names.add(name);
  }
  return names;
};

/**
 * Refuses parameters a route does not declare with 400: whoever asks for a span of a route that has none would take its answer
 * for the answer about the span.
 */
export class KnownQueryInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const { query } = context.switchToHttp().getRequest<{ query?: Readonly<Record<string, unknown>> }>();
    const declared = declaredNames(context);
    const unknown = declared === null ? [] : Object.keys(query ?? {}).filter((name) => !declared.has(name));
    if (unknown.length > 0)
      throw new InvalidInput(unknown.map((path) => ({ path, message: 'is no parameter of this route' })));
    return next.handle();
  }
}
