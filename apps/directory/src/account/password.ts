import { randomBytes } from 'node:crypto';
import { argon2id, argon2Verify } from 'hash-wasm';
import { Refusal } from '#libs/domain/refusal.js';

/** Least length of a password; length beats classes of characters (OWASP ASVS 5.0, V6.2). */
const LEAST = 10;
/** Argon2id with 19 MiB, two passes, one lane (OWASP password storage cheat sheet); the parameters stand in the hash. */
const COST = { memorySize: 19_456, iterations: 2, parallelism: 1, hashLength: 32 } as const;

const hash = (password: string): Promise<string> =>
  argon2id({ ...COST, password, salt: randomBytes(16), outputType: 'encoded' });

export const hashPassword = (password: string): Promise<string> => {
  if (password.length < LEAST) throw new Refusal('PASSWORD_INVALID', `a password needs at least ${LEAST} characters`);
  return hash(password);
};

export const passwordFits = (encoded: string, password: string): Promise<boolean> =>
  password === '' ? Promise.resolve(false) : argon2Verify({ password, hash: encoded });

/** A hash nobody's password fits: checking against it makes an unknown user take as long as a known one. */
export const NOBODYS_HASH = await hash(randomBytes(24).toString('hex'));
