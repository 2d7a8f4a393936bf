import type {} from '@fastify/cookie';
import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ADDRESS_HEADER, CORRELATION_HEADER, IDENTITY_HEADER, signIdentity } from '#libs/identity/identity.js';
import { DirectoryAway, type Session, type SessionClient } from './session-client.js';

export const SESSION_COOKIE = 'duban_session';

declare module 'fastify' {
  interface FastifyRequest {
    session?: Session | null;
    sessionToken?: string | null;
  }
}

export const problem = (
  reply: FastifyReply,
  status: number,
  code: string,
  title: string,
  detail?: string,
): FastifyReply =>
  reply
    .code(status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(
      JSON.stringify({
        type: 'about:blank',
        title,
        status,
        code,
        ...(detail ? { detail } : {}),
        correlationId: reply.request.headers[CORRELATION_HEADER],
      }),
    );

/** What somebody may do whose password was made by another: see who he is, change it, leave. */
const BEFORE_PASSWORD_CHANGE = new Set([
  '/api/me',
  '/api/change-password',
  '/api/sign-in',
  '/api/sign-out',
  '/api/openapi.json',
]);

const isOwnSite = (origin: string, host: string | undefined): boolean =>
  URL.canParse(origin) && new URL(origin).host === host;

const bearer = (request: FastifyRequest): string | null =>
  /^Bearer ([\w-]{20,200})$/.exec(request.headers.authorization ?? '')?.[1] ?? null;

/**
 * Every request behind `/api` and `/ops`: who is it, and where from. Headers that carry an identity between services are never
 * taken from outside; they are made here, for sixty seconds, from the session. Writes by cookie must come from our own
 * pages (same origin), tokens may come from anywhere.
 */
export const sessionHook =
  (sessions: SessionClient, internalKey: string) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    delete request.headers[IDENTITY_HEADER];
    const correlationId = request.headers[CORRELATION_HEADER];
    request.headers[CORRELATION_HEADER] =
      typeof correlationId === 'string' && /^[0-9a-f-]{36}$/.test(correlationId) ? correlationId : randomUUID();
    request.headers[ADDRESS_HEADER] = request.ip;
    if (!/^\/(api|ops)\//.test(request.url)) return undefined;
    const token = bearer(request);
    const cookie = request.cookies[SESSION_COOKIE] ?? null;
    if (!token && cookie && !['GET', 'HEAD'].includes(request.method)) {
      const origin = request.headers.origin;
      if (origin && !isOwnSite(origin, request.headers.host))
        return problem(reply, 403, 'FORBIDDEN_ORIGIN', 'Forbidden', 'the request comes from another site');
    }
    request.sessionToken = token ?? cookie;
    request.session = null;
    if (!request.sessionToken) return undefined;
    try {
      request.session = await sessions.verify(request.sessionToken);
    } catch (why) {
      if (!(why instanceof DirectoryAway)) throw why;
      return problem(
        reply.header('retry-after', '3'),
        503,
        'TRY_LATER',
        'Service Unavailable',
        'the directory does not answer',
      );
    }
    if (request.session?.mustChange && !BEFORE_PASSWORD_CHANGE.has(request.url.split('?', 1)[0]!))
      return problem(reply, 403, 'PASSWORD_CHANGE_FIRST', 'Forbidden', 'change the password first');
    if (request.session) request.headers[IDENTITY_HEADER] = await signIdentity(internalKey, request.session.identity);
    return undefined;
  };
