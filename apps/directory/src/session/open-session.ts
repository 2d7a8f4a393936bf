import { createHash, randomBytes } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { audit } from '#libs/identity/audit.js';
import { AccountEntity } from '../account/account.entity.js';
import { NOBODYS_HASH, passwordFits } from '../account/password.js';
import { SessionEntity } from './session.entity.js';

export const tokenHashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

export type SignIn =
  | { readonly outcome: 'opened'; readonly token: string; readonly mustChange: boolean }
  | { readonly outcome: 'refused' };

/**
 * Opens a session for a user name and password. Unknown names, wrong passwords and resting accounts look the same from
 * outside. Times are the system's, not the shared clock's: sessions belong to real people.
 */
export const openSession = async (
  tx: EntityManager,
  attempt: { userName: string; password: string; address: string | null },
  policy: { hours: number; attempts: number; restMinutes: number },
  times: { system: Date; business: Date },
): Promise<SignIn> => {
  const account = await tx.findOne(AccountEntity, {
    where: { userName: attempt.userName },
    lock: { mode: 'pessimistic_write' },
  });
  const fits = await passwordFits(account?.passwordHash ?? NOBODYS_HASH, attempt.password);
  const resting = (account?.restsUntil ?? times.system) > times.system;
  if (!account || account.state !== 'active' || resting || !fits) {
    if (account && !resting && !fits) {
      const failed = account.failedSignIns + 1;
      const rests = failed >= policy.attempts;
      await tx.update(
        AccountEntity,
        { id: account.id },
        {
          failedSignIns: rests ? 0 : failed,
          restsUntil: rests ? new Date(times.system.getTime() + policy.restMinutes * 60_000) : null,
        },
      );
      await audit(tx, {
        at: times.business,
        action: 'session.refuse',
        subject: { kind: 'account', id: account.id },
        new: { failed, rests },
      });
    }
    return { outcome: 'refused' };
  }
  const token = randomBytes(32).toString('base64url');
  await tx.update(AccountEntity, { id: account.id }, { failedSignIns: 0, restsUntil: null });
  await tx.insert(SessionEntity, {
    tokenHash: tokenHashOf(token),
    accountId: account.id,
    kind: 'browser',
    name: null,
    createdAt: times.system,
    lastSeenAt: times.system,
    expiresAt: new Date(times.system.getTime() + policy.hours * 3_600_000),
    address: attempt.address,
  });
  await audit(tx, { at: times.business, action: 'session.open', subject: { kind: 'account', id: account.id } });
  return { outcome: 'opened', token, mustChange: account.mustChange };
};
