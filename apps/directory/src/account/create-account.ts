import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import { AccountEntity, RoleAssignmentEntity } from './account.entity.js';
import { hashPassword } from './password.js';
import { requireKnownRoles, type RoleAtUnit } from './require-reach.js';

export interface NewAccount {
  readonly userName: string;
  readonly displayName: string;
  readonly personId: string | null;
  readonly password: string;
  readonly mustChange: boolean;
  readonly roles: readonly RoleAtUnit[];
}

/** Creates an account with its roles from today on. An unknown role or unit, or a user name in use, is refused by name. */
export const createAccount = async (tx: EntityManager, account: NewAccount, now: Date): Promise<string> => {
  if (await tx.existsBy(AccountEntity, { userName: account.userName })) {
    throw new Refusal('ACCOUNT_USER_NAME_TAKEN', `the user name ${account.userName} is in use`);
  }
  await requireKnownRoles(tx, account.roles);
  const id = uuidv7();
  await tx.insert(AccountEntity, {
    id,
    userName: account.userName,
    displayName: account.displayName,
    personId: account.personId,
    passwordHash: await hashPassword(account.password),
    state: 'active',
    mustChange: account.mustChange,
    createdAt: now,
    version: 1,
  });
  const validFrom = shanghaiDate(now);
  await tx.insert(
    RoleAssignmentEntity,
    account.roles.map((role) => ({ accountId: id, ...role, validFrom, validTo: null })),
  );
  await audit(tx, {
    at: now,
    action: 'account.create',
    subject: { kind: 'account', id },
    new: { userName: account.userName, personId: account.personId, roles: account.roles },
  });
  return id;
};
