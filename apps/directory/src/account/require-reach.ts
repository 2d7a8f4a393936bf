import type { EntityManager } from 'typeorm';
import { RoleState, UnitState } from '#libs/contracts/directory.events.js';
import type { DataOf } from '#libs/contracts/event.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { Identity } from '#libs/identity/identity.js';
import { requireScope } from '#libs/identity/scope.js';
import { findState } from '../register/register.store.js';
import { managesTheTop } from '../register/require-register-reach.js';

export interface RoleAtUnit {
  readonly roleId: string;
  readonly unitId: string;
}

/** Refuses roles (ACCOUNT_ROLE_INVALID) and units (ACCOUNT_UNIT_INVALID) that nobody knows. */
export const requireKnownRoles = async (tx: EntityManager, roles: readonly RoleAtUnit[]): Promise<void> => {
  for (const { roleId, unitId } of roles) {
    if (!(await findState<DataOf<typeof RoleState>>(tx, 'role', roleId)))
      throw new Refusal('ACCOUNT_ROLE_INVALID', `there is no role ${roleId}`);
    if (!(await findState<DataOf<typeof UnitState>>(tx, 'unit', unitId)))
      throw new Refusal('ACCOUNT_UNIT_INVALID', `there is no unit ${unitId}`);
  }
};

const unitOf = (tx: EntityManager, id: string): Promise<DataOf<typeof UnitState> | null> =>
  findState<DataOf<typeof UnitState>>(tx, 'unit', id);

/**
 * Whoever manages the accounts of one unit neither gives roles elsewhere nor touches an account that holds one elsewhere:
 * otherwise a branch's administrator could make himself the whole district's. Refuses with FORBIDDEN_UNIT.
 */
export const requireReach = async (
  tx: EntityManager,
  identity: Identity,
  roles: readonly RoleAtUnit[],
): Promise<void> => {
  for (const unitId of new Set(roles.map((role) => role.unitId))) {
    const unit = await unitOf(tx, unitId);
    // Units outside the installation's own tree, such as an upper body's, are the top administrator's to give roles at.
    if (unit?.external && (await managesTheTop(tx, identity, 'account.manage'))) continue;
    requireScope(identity, 'account.manage', unit?.path ?? []);
  }
};
