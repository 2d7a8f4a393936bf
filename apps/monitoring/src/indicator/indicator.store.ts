import type { EntityManager } from 'typeorm';
import type { IndicatorData } from '#libs/contracts/indicator.js';
import { select, selectOne } from '#libs/persistence/select.js';

export interface IndicatorKey {
  readonly definition: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly periodLabel: string;
}

/** The revision in force of each of these numbers, where there is one. */
export const currentIndicators = async (tx: EntityManager, keys: readonly IndicatorKey[]): Promise<IndicatorData[]> =>
  keys.length === 0
    ? []
    : (
        await select<{ content: IndicatorData }>(
          tx,
          `select i.content
             from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as k (definition, subject_kind, subject_id, period_label)
             join indicator i on i.is_current and i.definition = k.definition and i.subject_kind = k.subject_kind
              and i.subject_id = k.subject_id and i.period_label = k.period_label`,
          [
            keys.map((k) => k.definition),
            keys.map((k) => k.subjectKind),
            keys.map((k) => k.subjectId),
            keys.map((k) => k.periodLabel),
          ],
        )
      ).map(({ content }) => content);

/** Adds revisions; those before them are no longer in force. */
export const insertIndicators = async (
  tx: EntityManager,
  indicators: readonly { readonly id: string; readonly data: IndicatorData }[],
): Promise<void> => {
  if (indicators.length === 0) return;
  const of = <T>(pick: (data: IndicatorData) => T): T[] => indicators.map(({ data }) => pick(data));
  await tx.query(
    `update indicator i set is_current = false
       from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as k (definition, subject_kind, subject_id, period_label)
      where i.is_current and i.definition = k.definition and i.subject_kind = k.subject_kind
        and i.subject_id = k.subject_id and i.period_label = k.period_label`,
    [of((d) => d.definition), of((d) => d.subject.kind), of((d) => d.subject.id), of((d) => d.period.label)],
  );
  await tx.query(
    `insert into indicator (id, definition, subject_kind, subject_id, period_kind, period_label, period_end, revision, is_current,
                            value, valid, data_state, content)
     select n.id, n.definition, n.subject_kind, n.subject_id, n.period_kind, n.period_label, n.period_end, n.revision, true,
            n.value, n.valid, n.data_state, n.content
       from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::int[],
                   $9::numeric[], $10::boolean[], $11::text[], $12::jsonb[])
            as n (id, definition, subject_kind, subject_id, period_kind, period_label, period_end, revision, value, valid,
                  data_state, content)`,
    [
      indicators.map(({ id }) => id),
      of((d) => d.definition),
      of((d) => d.subject.kind),
      of((d) => d.subject.id),
      of((d) => d.period.kind),
      of((d) => d.period.label),
      of((d) => d.period.end),
      of((d) => d.revision),
      of((d) => d.value),
      of((d) => d.valid),
      of((d) => d.dataState),
      of((d) => JSON.stringify(d)),
    ],
  );
};

export interface IndicatorRow {
  readonly id: string;
  readonly periodEnd: Date;
  readonly content: IndicatorData;
  /** Its period has been closed by a seal. */
  readonly isClosed: boolean;
  /** It says something else than the revision in force when that was done; a higher data state alone is no change. */
  readonly isChangedAfterClosing: boolean;
}

const INDICATOR_ROW = `
  select i.id, i.period_end, i.content, i.closed_at is not null or c.id is not null as is_closed,
         c.id is not null and (i.value, i.valid, i.content ->> 'numerator', i.content ->> 'denominator')
           is distinct from (c.value, c.valid, c.content ->> 'numerator', c.content ->> 'denominator')
         as is_changed_after_closing
    from indicator i
    left join lateral (
      select o.id, o.value, o.valid, o.content from indicator o
       where o.definition = i.definition and o.subject_kind = i.subject_kind and o.subject_id = i.subject_id
         and o.period_label = i.period_label and o.revision < i.revision and o.closed_at is not null
       order by o.revision limit 1) c on true`;

export const findIndicator = (tx: EntityManager, id: string): Promise<IndicatorRow | null> =>
  selectOne<IndicatorRow>(tx, `${INDICATOR_ROW} where i.id = $1`, [id]);

/** Marks the numbers in force of all periods that end by an instant as closed; those closed already keep their mark. */
export const closeIndicators = async (tx: EntityManager, cutoff: Date): Promise<void> => {
  await tx.query('update indicator set closed_at = $1 where is_current and closed_at is null and period_end <= $1', [
    cutoff,
  ]);
};

/** A number is final once its period is closed and all it rests on has been reviewed. */
export const finalityOf = ({ isClosed, content }: IndicatorRow): 'final' | 'provisional' =>
  isClosed && content.dataState === 'reviewed' ? 'final' : 'provisional';

/** Ids of the revisions in force of a number in the periods given, by period label. */
export const currentIds = async (
  tx: EntityManager,
  definition: string,
  subject: { kind: string; id: string },
  labels: readonly string[],
): Promise<{ id: string; label: string; revision: number }[]> =>
  select(
    tx,
    `select i.id, i.period_label as label, i.revision from indicator i
      where i.is_current and i.definition = $1 and i.subject_kind = $2 and i.subject_id = $3 and i.period_label = any($4)
      order by i.period_label`,
    [definition, subject.kind, subject.id, labels],
  );

/** Numbers in force by definition, the newest period first, a page at a time. */
export const indicatorPage = (
  tx: EntityManager,
  page: {
    definition: string;
    subjectId: string | null;
    from: Date | null;
    to: Date | null;
    before: { at: Date; id: string } | null;
    limit: number;
  },
): Promise<IndicatorRow[]> =>
  select<IndicatorRow>(
    tx,
    `${INDICATOR_ROW}
      where i.is_current and i.definition = $1 and ($2::text is null or i.subject_id = $2)
        and ($3::timestamptz is null or i.period_end > $3) and ($4::timestamptz is null or i.period_end <= $4)
        and ($5::timestamptz is null or (i.period_end, i.id) < ($5::timestamptz, $6::uuid))
      order by i.period_end desc, i.id desc limit $7`,
    [page.definition, page.subjectId, page.from, page.to, page.before?.at ?? null, page.before?.id ?? null, page.limit],
  );
