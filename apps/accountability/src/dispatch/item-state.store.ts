import type { EntityManager } from 'typeorm';
import { select } from '#libs/persistence/select.js';

/** A problem as its last event told it; the sheet uses it where its lag is not published any more. */
export interface ItemState {
  readonly recordId: string;
  readonly version: number;
  readonly problemNo: string;
  readonly title: string;
  readonly state: string;
  readonly leadUnitId: string;
  /** Day its last open item was closed; null while one is open. */
  readonly closedOn: string | null;
}

/** Keeps the state with the highest version; answers whether it was new. */
export const keepItemState = async (tx: EntityManager, item: ItemState, content: unknown): Promise<boolean> => {
  const rows = await select(
    tx,
    `insert into item_state (record_kind, record_id, version, problem_no, title, state, lead_unit_id, closed_on, content)
     values ('problem', $1, $2, $3, $4, $5, $6, $7, $8)
     on conflict on constraint item_state_pkey do update set version = excluded.version,
       problem_no = excluded.problem_no, title = excluded.title, state = excluded.state,
       lead_unit_id = excluded.lead_unit_id, closed_on = excluded.closed_on, content = excluded.content
       where item_state.version < excluded.version
     returning record_id`,
    [
      item.recordId,
      item.version,
      item.problemNo,
      item.title,
      item.state,
      item.leadUnitId,
      item.closedOn,
      JSON.stringify(content),
    ],
  );
  return rows.length > 0;
};

/** States of records, by id. `closedOn` as text, since it is a civil date. */
export const itemStates = async (tx: EntityManager, recordIds: readonly string[]): Promise<Map<string, ItemState>> => {
  const rows = await select<ItemState>(
    tx,
    `select i.record_id, i.version, i.problem_no, i.title, i.state, i.lead_unit_id,
            to_char(i.closed_on, 'YYYY-MM-DD') as closed_on
       from item_state i where i.record_kind = 'problem' and i.record_id = any($1::text[])`,
    [recordIds],
  );
  return new Map(rows.map((row) => [row.recordId, row]));
};
