import { type EntityManager, Not } from 'typeorm';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import { SessionEntity } from '../session/session.entity.js';
import { AccountEntity } from './account.entity.js';
import { hashPassword, passwordFits } from './password.js';

/** Changes an account's own password; every other session of it ends. */
export const changePassword = async (
  tx: EntityManager,
  change: { accountId: string; current: string; next: string; keepTokenHash: string },
  now: Date,
): Promise<void> => {
  const account = await tx.findOne(AccountEntity, {
    where: { id: change.accountId },
    lock: { mode: 'pessimistic_write' },
  });
  if (!account || !(await passwordFits(account.passwordHash, change.current))) {
    throw new Refusal('PASSWORD_INVALID', 'the current password does not fit');
  }
  if (change.current === change.next) throw new Refusal('PASSWORD_INVALID', 'the new password is the old one');
  await tx.update(
    AccountEntity,
    { id: account.id },
    { passwordHash: await hashPassword(change.next), mustChange: false },
  );
  await tx.delete(SessionEntity, { accountId: account.id, kind: 'browser', tokenHash: Not(change.keepTokenHash) });
  await audit(tx, { at: now, action: 'account.change-password', subject: { kind: 'account', id: account.id } });
};

/** Sets somebody's password; they must change it at their next sign-in, and all their sessions end. */
export const resetPassword = async (
  tx: EntityManager,
  accountId: string,
  password: string,
  now: Date,
): Promise<void> => {
  const { affected } = await tx.update(
    AccountEntity,
    { id: accountId },
    { passwordHash: await hashPassword(password), mustChange: true, failedSignIns: 0, restsUntil: null },
  );
  if (!affected) throw new Refusal('ACCOUNT_NOT_FOUND', `no account ${accountId}`);
  await tx.delete(SessionEntity, { accountId });
  await audit(tx, { at: now, action: 'account.reset-password', subject: { kind: 'account', id: accountId } });
};
