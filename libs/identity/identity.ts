import { createSecretKey, type KeyObject } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';

/** Carries the signed identity from the gateway to the service that owns the record. */
export const IDENTITY_HEADER = 'x-duban-identity';
/** One id for everything a single request brings about; a UUID. */
export const CORRELATION_HEADER = 'x-correlation-id';
/** Network address of the client as the gateway saw it; believed only beside a valid identity. */
export const ADDRESS_HEADER = 'x-duban-address';

/** Who is acting: an account, the person behind it, and what it may do for which units and all below them. */
export const Identity = z.object({
  accountId: z.string().min(1),
  personId: z.string().min(1),
  name: z.string(),
  postIds: z.array(z.string()),
  grants: z.array(z.object({ permission: z.string(), unitId: z.string() })),
  /** Unit and post the account is acting from now; null when it holds none. */
  unitId: z.string().nullable(),
  postId: z.string().nullable(),
});
export type Identity = z.infer<typeof Identity>;

const ALGORITHM = 'HS256';
const ISSUER = 'duban';
const AUDIENCE = 'internal';
const TYPE = 'duban-identity+jwt';
const CLOCK_TOLERANCE_S = 5;

/** Grants travel grouped by unit: a header holds 16 kB, and one account may have every permission in several units. */
const Claims = z.object({
  sub: z.string().min(1),
  person: z.string().min(1),
  name: z.string(),
  posts: z.array(z.string()),
  grants: z.record(z.string(), z.array(z.string())),
  unit: z.string().nullable(),
  post: z.string().nullable(),
});

const keys = new Map<string, KeyObject>();

/** Key material made once per process; `key` is `INTERNAL_KEY`, 64 hexadecimal digits. */
const secretKey = (key: string): KeyObject => {
  const known = keys.get(key);
  if (known) return known;
  if (!/^[0-9a-f]{64}$/.test(key)) throw new Error('the internal key needs 64 hexadecimal digits');
  const made = createSecretKey(Buffer.from(key, 'hex'));
  keys.set(key, made);
  return made;
};

/** Signs an identity for one hop inside the installation; valid for `ttlSeconds` of the system clock. */
export const signIdentity = async (key: string, identity: Identity, ttlSeconds = 60): Promise<string> => {
  const byUnit = new Map<string, string[]>();
  for (const { permission, unitId } of identity.grants) {
    const permissions = byUnit.get(unitId);
    if (permissions) permissions.push(permission);
    else byUnit.set(unitId, [permission]);
  }
  const claims: z.infer<typeof Claims> = {
    sub: identity.accountId,
    person: identity.personId,
    name: identity.name,
    posts: identity.postIds,
    grants: Object.fromEntries(byUnit),
    unit: identity.unitId,
    post: identity.postId,
  };
  const issuedAt = Math.floor(Date.now() / 1000);
  return new SignJWT(claims)
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + ttlSeconds)
    .sign(secretKey(key));
};

/**
 * Reads an identity back. Rejects (any thrown error means "no identity") a token with another algorithm, type, issuer or
 * audience, an expired one, one signed with another key, and claims of another shape. ASVS 5.0 V9.1, V9.2.
 */
export const verifyIdentity = async (key: string, token: string): Promise<Identity> => {
  const { payload } = await jwtVerify(token, secretKey(key), {
    algorithms: [ALGORITHM],
    typ: TYPE,
    issuer: ISSUER,
    audience: AUDIENCE,
    clockTolerance: CLOCK_TOLERANCE_S,
    requiredClaims: ['exp', 'iat', 'sub'],
  });
  const claims = Claims.parse(payload);
  return {
    accountId: claims.sub,
    personId: claims.person,
    name: claims.name,
    postIds: claims.posts,
    grants: Object.entries(claims.grants).flatMap(([unitId, permissions]) =>
      permissions.map((permission) => ({ permission, unitId })),
    ),
    unitId: claims.unit,
    postId: claims.post,
  };
};
