import type { EntityManager } from 'typeorm';
import { select } from '#libs/persistence/select.js';
import type { ListEntity } from './list.entity.js';

export type ListCounts = ListEntity & { readonly items: number; readonly overdue: number };

/** Lists by id with the problems on each and those behind their dates on a day. */
export const listPage = (
  tx: EntityManager,
  on: string,
  after: string,
  limit: number,
  only: string | null = null,
): Promise<ListCounts[]> =>
  select<ListCounts>(
    tx,
    `select l.*, coalesce(c.items, 0) as items, coalesce(c.overdue, 0) as overdue
       from list l
       left join lateral (
         select count(*)::int as items,
                count(*) filter (where i.completed_on is null and i.due_on < $1::date and p.left_on is null
                                   and p.assigned_on is not null)::int as overdue
           from problem_item i join problem p on p.id = i.problem_id where i.list_id = l.id
       ) c on true
      where l.id > $2 and ($4::text is null or l.id = $4) order by l.id limit $3`,
    [on, after, limit, only],
  );
