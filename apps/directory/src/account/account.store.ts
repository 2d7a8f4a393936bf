import type { EntityManager } from 'typeorm';
import { select } from '#libs/persistence/select.js';

export interface AccountRow {
  readonly id: string;
  readonly userName: string;
  readonly personId: string | null;
  readonly displayName: string;
  readonly state: 'active' | 'disabled';
  readonly mustChange: boolean;
  readonly version: number;
  readonly roles: { roleId: string; unitId: string; from: string; to: string | null }[];
}

/** Accounts by user name, a page at a time, with the roles they hold or held. */
export const accountPage = (tx: EntityManager, after: string, limit: number): Promise<AccountRow[]> =>
  select<AccountRow>(
    tx,
    `select a.id, a.user_name, a.person_id, a.display_name, a.state, a.must_change, a.version,
            coalesce((select jsonb_agg(jsonb_build_object('roleId', r.role_id, 'unitId', r.unit_id, 'from', r.valid_from, 'to', r.valid_to) order by r.role_id, r.unit_id)
                        from role_assignment r where r.account_id = a.id), '[]') as roles
       from account a
      where a.user_name > $1
      order by a.user_name limit $2`,
    [after, limit],
  );

/** Roles of an account in force on a day. */
export const rolesOn = (
  tx: EntityManager,
  accountId: string,
  date: string,
): Promise<{ roleId: string; unitId: string }[]> =>
  select(
    tx,
    `select r.role_id, r.unit_id from role_assignment r
      where r.account_id = $1 and r.valid_from <= $2::date and (r.valid_to is null or r.valid_to > $2::date)
      order by r.role_id, r.unit_id`,
    [accountId, date],
  );
