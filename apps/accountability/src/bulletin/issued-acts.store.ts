import type { EntityManager } from 'typeorm';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { selectWhole } from '#libs/persistence/select.js';

/** A paper that left the house, as a bulletin names it. */
export interface IssuedAct {
  readonly actId: string;
  readonly version: number;
  readonly kind: string;
  readonly name: string;
  readonly title: string;
  readonly number: string;
  /** The date the paper bears, on which it was signed; it may have gone out later. */
  readonly datedOn: CivilDate;
  readonly addresseeUnitId: string | null;
}

/** No office signs so many papers in a month: more would be a fault, and a bulletin that counted some of them wrong. */
const MOST_IN_A_SPAN = 1000;

/**
 * Papers of some kinds that were issued in `from <= issued < to` and not withdrawn since, in the order of their issue.
 * Papers that lift, revoke or are the minutes of others are none.
 */
export const issuedActs = (
  tx: EntityManager,
  kinds: readonly string[],
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<IssuedAct[]> =>
  selectWhole<IssuedAct>(
    tx,
    MOST_IN_A_SPAN,
    `select a.act_id, a.version, a.kind, a.policy->'name'->>'zh' as name, a.title, a.number,
            coalesce((a.signed_at at time zone 'Asia/Shanghai')::date, a.issued_on)::text as dated_on, a.addressee_unit_id
       from act a
      where a.kind = any($1::text[]) and a.issued_at >= $2 and a.issued_at < $3 and a.number is not null
        and a.state <> 'withdrawn' and a.lifts_act_id is null and a.revokes_act_id is null
        and a.minutes_of_act_id is null
      order by a.issued_at, a.act_id`,
    [kinds, from, to],
  );
