import type { EntityManager } from 'typeorm';
import { select } from '#libs/persistence/select.js';

export interface BoardItem {
  readonly kind: 'problem' | 'task' | 'project' | 'warning' | 'act' | 'subject';
  readonly id: string;
  readonly version: number;
  /** What people call it: problem number, document number, station code. */
  readonly code: string;
  readonly title: string;
  readonly state: string;
  readonly isOpen: boolean;
  readonly leadUnitId: string | null;
  readonly areaId: string | null;
  readonly subjectKind: string | null;
  readonly subjectId: string | null;
  readonly dueAt: string | null;
  readonly listIds: readonly string[];
  readonly level: string | null;
  readonly details: object;
  readonly changedAt: Date;
}

/** Keeps the newest version of an item; order and repetition do not matter. */
export const keepBoardItem = async (tx: EntityManager, item: BoardItem): Promise<void> => {
  await tx.query(
    `insert into board_item (kind, id, version, code, title, state, is_open, lead_unit_id, area_id, subject_kind, subject_id, due_at, list_ids, level, details, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
     on conflict on constraint board_item_pkey do update
       set version = excluded.version, code = excluded.code, title = excluded.title, state = excluded.state, is_open = excluded.is_open,
           lead_unit_id = excluded.lead_unit_id, area_id = excluded.area_id, subject_kind = excluded.subject_kind,
           subject_id = excluded.subject_id, due_at = excluded.due_at, list_ids = excluded.list_ids, level = excluded.level,
           details = excluded.details, changed_at = excluded.changed_at
       where board_item.version < excluded.version`,
    [
      item.kind,
      item.id,
      item.version,
      item.code,
      item.title,
      item.state,
      item.isOpen,
      item.leadUnitId,
      item.areaId,
      item.subjectKind,
      item.subjectId,
      item.dueAt,
      item.listIds,
      item.level,
      JSON.stringify(item.details),
      item.changedAt,
    ],
  );
};

/** Items of the wall chart by kind, oldest due first, a page at a time. */
export const boardPage = (
  tx: EntityManager,
  filter: {
    kinds: readonly string[];
    open: boolean | null;
    unitId: string | null;
    areaId: string | null;
    listId: string | null;
    after: string;
    limit: number;
  },
): Promise<(BoardItem & { cursor: string })[]> =>
  select(
    tx,
    `select b.kind, b.id, b.version, b.code, b.title, b.state, b.is_open, b.lead_unit_id, b.area_id, b.subject_kind, b.subject_id,
            b.due_at::text as due_at, b.list_ids, b.level, b.details, b.changed_at,
            coalesce(b.due_at::text, '9999-12-31') || ' ' || b.kind || ' ' || b.id as cursor
       from board_item b
      where b.kind = any($1::text[])
        and ($2::boolean is null or b.is_open = $2)
        and ($3::text is null or b.lead_unit_id = $3)
        and ($4::text is null or b.area_id = $4)
        and ($5::text is null or $5 = any(b.list_ids))
        and coalesce(b.due_at::text, '9999-12-31') || ' ' || b.kind || ' ' || b.id > $6
      order by cursor limit $7`,
    [filter.kinds, filter.open, filter.unitId, filter.areaId, filter.listId, filter.after, filter.limit],
  );
