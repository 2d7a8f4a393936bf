import argon2 from 'argon2';
import { Refusal } from '#libs/domain/refusal.js';

/** Least length of a password; length beats classes of characters (OWASP ASVS 5.0, V6.2). */
const LEAST = 10;

export const hashPassword = (password: string): Promise<string> => {
  if (password.length < LEAST) throw new Refusal('PASSWORD_INVALID', `a password needs at least ${LEAST} characters`);
  return argon2.hash(password, { type: argon2.argon2id });
};

export const passwordFits = (hash: string, password: string): Promise<boolean> => argon2.verify(hash, password);

/** A hash nobody's password fits: checking against it makes an unknown user take as long as a known one. */
export const NOBODYS_HASH = await argon2.hash('nobody may sign in with this', { type: argon2.argon2id });
