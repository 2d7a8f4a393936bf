import {
  applyDecorators,
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  ForbiddenException,
  type INestApplicationContext,
  SetMetadata,
  UnauthorizedException,
} from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { ApiExtension } from '@nestjs/swagger';
import { IDENTITY_HEADER, type Identity, verifyIdentity } from './identity.js';
import { bindIdentity, headerOf, type HttpRequest, identityOf } from './request-context.js';

export const REQUIRED_PERMISSION = 'duban:requires';
export const PUBLIC_ROUTE = 'duban:public';

const PERMISSION = /^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/;

/**
 * The permission a route needs, written `noun.verb`. It also stands in the OpenAPI document as `x-permission`, from which
 * the gateway builds its own table of routes.
 */
export const Requires = (permission: string): ClassDecorator & MethodDecorator => {
  if (!PERMISSION.test(permission)) throw new Error(`not a permission of the form noun.verb: ${permission}`);
  return applyDecorators(SetMetadata(REQUIRED_PERMISSION, permission), ApiExtension('x-permission', permission));
};

/** A route anybody may call, such as signing in; in the OpenAPI document `x-public`. */
export const Public = (): ClassDecorator & MethodDecorator =>
  applyDecorators(SetMetadata(PUBLIC_ROUTE, true), ApiExtension('x-public', true));

/** The verified identity of the request; a fault on a public route, where there may be none. */
export const CurrentIdentity = createParamDecorator((_data: unknown, context: ExecutionContext): Identity => {
  const identity = identityOf(context.switchToHttp().getRequest<HttpRequest>());
  if (!identity) throw new Error('CurrentIdentity on a route that does not require one');
  return identity;
});

/** What one route declares; a method's own declaration stands before its controller's. */
export const declarationOf = (
  method: object,
  controller: object,
): { permission: string | null; isPublic: boolean; isAmbiguous: boolean } => {
  for (const target of [method, controller]) {
    const permission = Reflect.getMetadata(REQUIRED_PERMISSION, target) as string | undefined;
    const isPublic = Reflect.getMetadata(PUBLIC_ROUTE, target) === true;
    if (permission !== undefined || isPublic) {
      return { permission: permission ?? null, isPublic, isAmbiguous: permission !== undefined && isPublic };
    }
  }
  return { permission: null, isPublic: false, isAmbiguous: false };
};

/**
 * Denies by default: a route that declares nothing is closed to everybody. Checks the signed identity and that it has the
 * route's permission for at least one unit; whether it reaches the unit of the record is `requireScope`'s question.
 * Answers 401 without a valid identity, 403 without the permission. Records from Kafka pass: they carry their own actor.
 */
export class PermissionGuard implements CanActivate {
  constructor(private readonly internalKey: string) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<HttpRequest>();
    const { permission, isPublic, isAmbiguous } = declarationOf(context.getHandler(), context.getClass());
    const token = headerOf(request, IDENTITY_HEADER);
    const identity = token === null ? null : await verifyIdentity(this.internalKey, token).catch(() => null);
    if (identity) bindIdentity(request, identity);

    if (isPublic && !isAmbiguous) return true;
    if (!identity) {
      throw new UnauthorizedException({
        code: token === null ? 'IDENTITY_MISSING' : 'IDENTITY_INVALID',
        message: token === null ? 'no identity was presented' : 'the identity presented is not valid',
      });
    }
    if (permission === null || isAmbiguous || !identity.grants.some((grant) => grant.permission === permission)) {
      throw new ForbiddenException({
        code: 'PERMISSION_MISSING',
        message: permission === null ? 'this route is closed' : `this needs the permission ${permission}`,
      });
    }
    return true;
  }
}

/**
 * Refuses to start an application with a route that declares neither `@Requires` nor `@Public`, or both, or (where the
 * pack's permissions are given) a permission the pack does not know. Every such route is named. Routes registered on
 * Fastify itself are not seen here and need a hook of their own.
 */
export const assertEveryRouteGuarded = (app: INestApplicationContext, permissions?: readonly string[]): void => {
  const scanner = new MetadataScanner();
  const faults: string[] = [];
  for (const module of app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      if (typeof metatype !== 'function') continue;
      const prototype = metatype.prototype as Record<string, unknown>;
      for (const name of scanner.getAllMethodNames(prototype)) {
        const method = prototype[name] as object;
        if (!Reflect.hasMetadata(METHOD_METADATA, method) || !Reflect.hasMetadata(PATH_METADATA, method)) continue;
        const route = `${metatype.name}.${name}`;
        const { permission, isPublic, isAmbiguous } = declarationOf(method, metatype);
        if (isAmbiguous) faults.push(`${route}: both @Requires and @Public`);
        else if (permission === null && !isPublic) faults.push(`${route}: neither @Requires nor @Public`);
        else if (permission !== null && permissions && !permissions.includes(permission)) {
          faults.push(`${route}: the pack knows no permission ${permission}`);
        }
      }
    }
  }
  if (faults.length > 0) throw new Error(`Unguarded routes:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
};
