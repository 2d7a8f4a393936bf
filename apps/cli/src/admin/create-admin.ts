import { randomBytes } from 'node:crypto';
import { RoleState, UnitState } from '#libs/contracts/directory.events.js';
import { runWithCause, systemCause } from '#libs/observability/cause.js';
import { loadPack } from '#libs/policy/read-pack.js';
import { createAccount } from '../../../directory/src/account/create-account.js';
import { directoryDataSource } from '../../../directory/src/data-source.js';
import { recordState } from '../../../directory/src/register/record-state.js';
import { allStates } from '../../../directory/src/register/register.store.js';

/**
 * Makes the first administrator of an installation: loads the pack's roles, makes sure there is a unit at the top, and
 * creates the account. Talks to the database directly, since there is nobody yet whom the gateway would let in.
 */
export const createAdmin = async (options: {
  databaseUrl: string;
  packDir: string;
  userName: string;
  displayName: string;
  topUnit: { id: string; name: string; type: string };
  password?: string;
  now: Date;
}): Promise<{ password: string }> => {
  const pack = await loadPack(options.packDir);
  const password = options.password ?? randomBytes(12).toString('base64url');
  const db = await directoryDataSource(options.databaseUrl).initialize();
  try {
    await runWithCause(systemCause('duban admin create'), () =>
      db.transaction(async (tx) => {
        for (const role of pack.roles) {
          const state = { id: role.id, name: role.name.zh, permissions: [...role.permissions] };
          await recordState(tx, { noun: 'role', contract: RoleState }, state, { at: options.now });
        }
        let top = (
          await allStates<{ id: string; version: number; retired: boolean; parentId: string | null }>(tx, 'unit')
        ).find((unit) => unit.parentId === null);
        if (!top) {
          const { id, name, type } = options.topUnit;
          top = await recordState(
            tx,
            { noun: 'unit', contract: UnitState },
            { id, name, shortName: name, type, parentId: null, path: [id], external: false, areaId: null },
            { at: options.now },
          );
        }
        await createAccount(
          tx,
          {
            userName: options.userName,
            displayName: options.displayName,
            personId: null,
            password,
            mustChange: options.password === undefined,
            roles: [{ roleId: 'administrator', unitId: top.id }],
          },
          options.now,
        );
      }),
    );
  } finally {
    await db.destroy();
  }
  return { password };
};
