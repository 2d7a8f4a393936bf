import { randomBytes } from 'node:crypto';
import { hash as argon2, verify } from '@node-rs/argon2';
import { Refusal } from '#libs/domain/refusal.js';

/** Least length of a password; length beats classes of characters (OWASP ASVS 5.0, V6.2). */
const LEAST = 10;
/** Argon2id (the library's own choice) with 19 MiB, two passes, one lane (OWASP password storage cheat sheet); the parameters stand in the hash. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const;

const hash = (password: string): Promise<string> => argon2(password, COST);

export const hashPassword = (password: string): Promise<string> => {
  if (password.length < LEAST) throw new Refusal('PASSWORD_INVALID', `a password needs at least ${LEAST} characters`);
  return hash(password);
};

export const passwordFits = (encoded: string, password: string): Promise<boolean> =>
  password === '' ? Promise.resolve(false) : verify(encoded, password);

/** A hash nobody's password fits: checking against it makes an unknown user take as long as a known one. */
export const NOBODYS_HASH = await hash(randomBytes(24).toString('hex'));
