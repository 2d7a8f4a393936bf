import type { EntityManager } from 'typeorm';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import type { SubjectRef } from '#libs/contracts/shapes.js';
import { select, selectOne } from '#libs/persistence/select.js';

export interface Target {
  readonly id: string;
  readonly definition: string;
  readonly subjectKind: SubjectRef['kind'];
  readonly subjectId: string;
  readonly periodLabel: string;
  readonly fromDay: CivilDate;
  readonly toDay: CivilDate;
  readonly edition: string | null;
  readonly isRounded: boolean;
  /** Whether warnings are wanted while it lags or is lost. */
  readonly isWatched: boolean;
  /** Counts every change, also the withdrawal. */
  readonly version: number;
  readonly isWithdrawn: boolean;
  /** Null while it is in force. */
  readonly withdrawnAt: Date | null;
  readonly withdrawnReason: string | null;
}

/** One version of a target's value, with the paper that set it. */
export interface SetValue {
  readonly version: number;
  readonly fromDay: CivilDate;
  readonly value: string;
  readonly document: string;
  readonly reason: string | null;
  readonly recordedAt: Date;
  readonly recordedBy: string;
}

const COLUMNS = `t.id, t.definition, t.subject_kind, t.subject_id, t.period_label, t.from_day::text as from_day,
  t.to_day::text as to_day, t.edition, t.is_rounded, t.is_watched, t.version, t.is_withdrawn, t.withdrawn_at,
  t.withdrawn_reason`;

export const findTarget = (tx: EntityManager, id: string, lock: 'for update' | '' = ''): Promise<Target | null> =>
  selectOne<Target>(tx, `select ${COLUMNS} from target t where t.id = $1 ${lock}`, [id]);

export const findTargetInForce = (
  tx: EntityManager,
  key: Pick<Target, 'definition' | 'subjectKind' | 'subjectId' | 'periodLabel'>,
): Promise<Target | null> =>
  selectOne<Target>(
    tx,
    `select ${COLUMNS} from target t
      where not t.is_withdrawn and t.definition = $1 and t.subject_kind = $2 and t.subject_id = $3 and t.period_label = $4`,
    [key.definition, key.subjectKind, key.subjectId, key.periodLabel],
  );

export const insertTarget = async (tx: EntityManager, one: Target): Promise<void> => {
  await tx.query(
    `insert into target (id, definition, subject_kind, subject_id, period_label, from_day, to_day, edition, is_rounded, is_watched, version, is_withdrawn)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      one.id,
      one.definition,
      one.subjectKind,
      one.subjectId,
      one.periodLabel,
      one.fromDay,
      one.toDay,
      one.edition,
      one.isRounded,
      one.isWatched,
      one.version,
      one.isWithdrawn,
    ],
  );
};

export const saveTargetState = async (
  tx: EntityManager,
  one: Pick<Target, 'id' | 'version' | 'isWithdrawn' | 'withdrawnAt' | 'withdrawnReason' | 'isWatched'>,
): Promise<void> => {
  await tx.query(
    `update target set version = $2, is_withdrawn = $3, is_watched = $4, withdrawn_at = $5, withdrawn_reason = $6
      where id = $1`,
    [one.id, one.version, one.isWithdrawn, one.isWatched, one.withdrawnAt, one.withdrawnReason],
  );
};

export const insertSetValue = async (tx: EntityManager, targetId: string, one: SetValue): Promise<void> => {
  await tx.query(
    `insert into target_version (target_id, version, from_day, value, document, reason, recorded_at, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [targetId, one.version, one.fromDay, one.value, one.document, one.reason, one.recordedAt, one.recordedBy],
  );
};

/** Versions of targets, by target, the oldest first. */
export const valuesOfTargets = async (
  tx: EntityManager,
  ids: readonly string[],
): Promise<ReadonlyMap<string, SetValue[]>> => {
  const found = new Map<string, SetValue[]>(ids.map((id) => [id, []]));
  const rows = await select<SetValue & { targetId: string }>(
    tx,
    `select v.target_id, v.version, v.from_day::text as from_day, v.value, v.document, v.reason, v.recorded_at, v.recorded_by
       from target_version v where v.target_id = any($1) order by v.target_id, v.version`,
    [ids],
  );
  for (const { targetId, ...value } of rows) found.get(targetId)?.push(value);
  return found;
};

export interface TargetQuestion {
  readonly definition: string | null;
  readonly subjectId: string | null;
  /** Only those whose period touches this span. */
  readonly from: CivilDate | null;
  readonly to: CivilDate | null;
  readonly withdrawn: boolean;
  readonly after: string | null;
  readonly limit: number;
}

export const targetPage = (tx: EntityManager, page: TargetQuestion): Promise<Target[]> =>
  select<Target>(
    tx,
    `select ${COLUMNS} from target t
      where ($1::text is null or t.definition = $1) and ($2::text is null or t.subject_id = $2)
        and ($3::date is null or t.to_day >= $3) and ($4::date is null or t.from_day <= $4)
        and (not t.is_withdrawn or $5) and ($6::uuid is null or t.id > $6)
      order by t.id limit $7`,
    [page.definition, page.subjectId, page.from, page.to, page.withdrawn, page.after, page.limit],
  );

/** Targets in force about subjects whose period holds one of the days. */
export const targetsOver = (
  tx: EntityManager,
  kind: SubjectRef['kind'],
  ids: readonly string[],
  days: { readonly from: CivilDate; readonly to: CivilDate },
): Promise<Target[]> =>
  select<Target>(
    tx,
    `select ${COLUMNS} from target t
      where not t.is_withdrawn and t.subject_kind = $1 and t.subject_id = any($2) and t.to_day >= $3 and t.from_day <= $4
      order by t.id`,
    [kind, ids, days.from, days.to],
  );

/** Targets in force on a day, kept as they are until the transaction ends. */
export const targetsOn = (tx: EntityManager, day: CivilDate): Promise<Target[]> =>
  select<Target>(
    tx,
    `select ${COLUMNS} from target t
      where not t.is_withdrawn and t.from_day <= $1 and t.to_day >= $1 order by t.id for share`,
    [day],
  );

/** Targets whose standing was told of last by a number, though by a day there is nothing more to tell. */
export const targetsToldOf = (tx: EntityManager, definition: string, day: CivilDate): Promise<Target[]> =>
  select<Target>(
    tx,
    `select ${COLUMNS} from target t
      cross join lateral (
        select i.content from indicator i
         where i.is_current and i.definition = $1 and i.subject_kind = 'target' and i.subject_id = t.id::text
         order by i.period_end desc limit 1) told
      where (t.is_withdrawn or not t.is_watched or t.to_day < $2)
        and told.content -> 'details' ->> 'ended' is null
      order by t.id`,
    [definition, day],
  );
