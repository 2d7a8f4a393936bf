import type { EntityManager } from 'typeorm';
import type { PostState, RoleState } from '#libs/contracts/directory.events.js';
import type { DataOf } from '#libs/contracts/event.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import type { Identity } from '#libs/identity/identity.js';
import { AccountEntity } from '../account/account.entity.js';
import { rolesOn } from '../account/account.store.js';
import { allStates } from '../register/register.store.js';
import { SessionEntity } from './session.entity.js';

export interface SessionIdentity {
  readonly identity: Identity;
  readonly userName: string;
  readonly mustChange: boolean;
  readonly posts: { readonly id: string; readonly title: string; readonly unitId: string }[];
}

/** Who stands behind a session now: roles and posts as they are held on the business day. Null when it ended or expired. */
export const identityOfSession = async (
  tx: EntityManager,
  tokenHash: string,
  times: { system: Date; business: Date },
): Promise<SessionIdentity | null> => {
  const session = await tx.findOneBy(SessionEntity, { tokenHash });
  if (!session || session.expiresAt <= times.system) return null;
  const account = await tx.findOneBy(AccountEntity, { id: session.accountId });
  if (!account || account.state !== 'active') return null;
  const today = shanghaiDate(times.business);
  const roles = await rolesOn(tx, account.id, today);
  const known = new Map((await allStates<DataOf<typeof RoleState>>(tx, 'role')).map((role) => [role.id, role]));
  const grants = roles.flatMap(({ roleId, unitId }) =>
    (known.get(roleId)?.permissions ?? []).map((permission) => ({ permission, unitId })),
  );
  const posts = (await allStates<DataOf<typeof PostState>>(tx, 'post'))
    .filter((post) =>
      post.holders.some(
        (holder) =>
          holder.personId === account.personId && holder.from <= today && (holder.to === null || holder.to > today),
      ),
    )
    .map(({ id, title, unitId }) => ({ id, title, unitId }));
  const first = posts[0];
  return {
    identity: {
      accountId: account.id,
      // An account without a person (the first administrator) stands for itself.
      personId: account.personId ?? account.id,
      name: account.displayName,
      postIds: posts.map((post) => post.id),
      grants: [...new Map(grants.map((grant) => [`${grant.permission} ${grant.unitId}`, grant])).values()],
      unitId: first?.unitId ?? roles[0]?.unitId ?? null,
      postId: first?.id ?? null,
    },
    userName: account.userName,
    mustChange: account.mustChange,
    posts,
  };
};
