import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SignJWT } from 'jose';
import { type Identity, signIdentity, verifyIdentity } from './identity.js';

const KEY = '0123456789abcdef'.repeat(4);
const OTHER_KEY = 'f'.repeat(64);
const IDENTITY: Identity = {
  accountId: 'account-1',
  personId: 'person-1',
  name: '示例人员',
  postIds: ['post-1', 'post-2'],
  grants: [
    { permission: 'problem.read', unitId: 'unit-1' },
    { permission: 'problem.sign', unitId: 'unit-1' },
    { permission: 'problem.read', unitId: 'unit-2' },
  ],
  unitId: 'unit-1',
  postId: 'post-1',
};

const forged = (header: { alg: string; typ: string }, claims: Record<string, unknown>): Promise<string> =>
  new SignJWT({ person: 'p', name: 'n', posts: [], grants: {}, unit: null, post: null, ...claims })
    .setProtectedHeader(header)
    .setIssuedAt()
    .setExpirationTime('1m')
    .sign(createSecretKey(Buffer.from(KEY, 'hex')));

const GOOD_HEADER = { alg: 'HS256', typ: 'duban-identity+jwt' };
const GOOD_CLAIMS = { sub: 'a', iss: 'duban', aud: 'internal' };

describe('a signed identity', () => {
  it('comes back as it was signed', async () => {
    expect(await verifyIdentity(KEY, await signIdentity(KEY, IDENTITY))).toEqual(IDENTITY);
  });

  it('comes back with the same grants whatever they are', async () => {
    const name = fc.constantFrom('a', 'b', 'unit-1', 'sub', 'constructor');
    const grant = fc.record({ permission: name, unitId: name });
    await fc.assert(
      fc.asyncProperty(fc.array(grant, { maxLength: 12 }), async (grants) => {
        const back = await verifyIdentity(KEY, await signIdentity(KEY, { ...IDENTITY, grants }));
        const sorted = (list: Identity['grants']) => list.map((g) => `${g.unitId} ${g.permission}`).sort();
        expect(sorted(back.grants)).toEqual(sorted(grants));
      }),
      { seed: 20260806, numRuns: 60 },
    );
  });

  it('stays far below the 16 kB of a header with every permission in four units', async () => {
    const grants = Array.from({ length: 4 * 65 }, (_, n) => ({
      permission: `permission.number-${n % 65}`,
      unitId: `0190a0b0-0000-7000-8000-00000000000${Math.floor(n / 65)}`,
    }));
    expect((await signIdentity(KEY, { ...IDENTITY, grants })).length).toBeLessThan(10_000);
  });

  it('is refused when forged, foreign, expired or of another shape', async () => {
    expect((await verifyIdentity(KEY, await forged(GOOD_HEADER, GOOD_CLAIMS))).accountId).toBe('a');
    const bad = [
      await signIdentity(OTHER_KEY, IDENTITY),
      await signIdentity(KEY, IDENTITY, -60),
      await forged({ ...GOOD_HEADER, typ: 'JWT' }, GOOD_CLAIMS),
      await forged({ ...GOOD_HEADER, alg: 'HS512' }, GOOD_CLAIMS),
      await forged(GOOD_HEADER, { ...GOOD_CLAIMS, iss: 'somebody' }),
      await forged(GOOD_HEADER, { ...GOOD_CLAIMS, aud: 'public' }),
      await forged(GOOD_HEADER, { ...GOOD_CLAIMS, sub: undefined }),
      await forged(GOOD_HEADER, { ...GOOD_CLAIMS, grants: 'all' }),
      `${Buffer.from('{"alg":"none","typ":"duban-identity+jwt"}').toString('base64url')}.${
        (await signIdentity(KEY, IDENTITY)).split('.')[1]
      }.`,
      'nonsense',
    ];
    for (const token of bad) await expect(verifyIdentity(KEY, token)).rejects.toThrow();
  });

  it('refuses a key that is no 32 bytes of hex', async () => {
    await expect(signIdentity('short', IDENTITY)).rejects.toThrow('64 hexadecimal digits');
  });
});
