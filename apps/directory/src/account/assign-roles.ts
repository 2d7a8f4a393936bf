import { type EntityManager, IsNull } from 'typeorm';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import { AccountEntity, RoleAssignmentEntity } from './account.entity.js';
import { rolesOn } from './account.store.js';
import { requireKnownRoles, type RoleAtUnit } from './require-reach.js';

/**
 * Makes the roles of an account be exactly these from today on; what it held before stays on record with its end. An unknown
 * account, role or unit is refused by name.
 */
export const assignRoles = async (
  tx: EntityManager,
  accountId: string,
  roles: readonly RoleAtUnit[],
  now: Date,
): Promise<void> => {
  const account = await tx.findOne(AccountEntity, { where: { id: accountId }, lock: { mode: 'pessimistic_write' } });
  if (!account) throw new Refusal('ACCOUNT_NOT_FOUND', `no account ${accountId}`);
  await requireKnownRoles(tx, roles);
  const today = shanghaiDate(now);
  const held = await rolesOn(tx, accountId, today);
  const same = (a: { roleId: string; unitId: string }, b: { roleId: string; unitId: string }): boolean =>
    a.roleId === b.roleId && a.unitId === b.unitId;
  for (const role of held.filter((one) => !roles.some((wanted) => same(one, wanted)))) {
    // A role given and taken on one day leaves no span; the audit row tells of it.
    await tx.delete(RoleAssignmentEntity, { accountId, ...role, validFrom: today });
    await tx.update(RoleAssignmentEntity, { accountId, ...role, validTo: IsNull() }, { validTo: today });
  }
  for (const role of roles.filter((one) => !held.some((known) => same(one, known)))) {
    await tx.upsert(RoleAssignmentEntity, { accountId, ...role, validFrom: today, validTo: null }, [
      'accountId',
      'roleId',
      'unitId',
      'validFrom',
    ]);
  }
  await audit(tx, {
    at: now,
    action: 'account.assign-roles',
    subject: { kind: 'account', id: accountId },
    old: held,
    new: roles,
  });
};
