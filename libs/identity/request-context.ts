import { randomUUID } from 'node:crypto';
import type { Cause } from '#libs/observability/cause.js';
import { ADDRESS_HEADER, CORRELATION_HEADER, type Identity } from './identity.js';

/** The part of a Fastify request this library reads. */
export interface HttpRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly method: string;
  readonly ip: string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const identities = new WeakMap<HttpRequest, Identity>();
const correlations = new WeakMap<HttpRequest, string>();

export const headerOf = (request: HttpRequest, name: string): string | null => {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : null;
};

export const bindIdentity = (request: HttpRequest, identity: Identity): void => {
  identities.set(request, identity);
};

/** The verified identity behind a request, or null on a public route that was called without one. */
export const identityOf = (request: HttpRequest): Identity | null => identities.get(request) ?? null;

/** The caller's correlation id when it is a UUID, otherwise a new one; the same for the whole life of the request. */
export const correlationIdOf = (request: HttpRequest): string => {
  const known = correlations.get(request);
  if (known) return known;
  const sent = headerOf(request, CORRELATION_HEADER);
  const id = sent !== null && UUID.test(sent) ? sent.toLowerCase() : randomUUID();
  correlations.set(request, id);
  return id;
};

/** What audit rows, events and log lines of this request say about its origin. */
export const causeOfRequest = (request: HttpRequest): Cause => {
  const identity = identityOf(request);
  return {
    correlationId: correlationIdOf(request),
    causationId: null,
    actor: identity
      ? {
          kind: 'account',
          id: identity.accountId,
          name: identity.name,
          unitId: identity.unitId,
          postId: identity.postId,
        }
      : { kind: 'system', id: 'anonymous', name: 'anonymous', unitId: null, postId: null },
    address: (identity ? headerOf(request, ADDRESS_HEADER) : null) ?? request.ip,
  };
};
