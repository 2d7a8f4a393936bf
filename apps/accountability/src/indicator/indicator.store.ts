import type { EntityManager } from 'typeorm';
import type { EventOf } from '#libs/contracts/event.js';
import type { MonitoringIndicator } from '#libs/contracts/monitoring.events.js';
import type { Basis, DataState, Period, SubjectRef } from '#libs/contracts/shapes.js';
import { select, selectOne } from '#libs/persistence/select.js';

/** One revision of a number as its owner published it; values are exact decimal text. */
export interface StoredIndicator {
  readonly id: string;
  readonly service: string;
  readonly definition: string;
  readonly subject: SubjectRef;
  readonly period: { readonly kind: Period['kind']; readonly label: string; readonly start: Date; readonly end: Date };
  readonly revision: number;
  readonly value: string | null;
  readonly unit: string;
  readonly valid: boolean;
  readonly invalidReason: string | null;
  readonly numerator: string | null;
  readonly denominator: string | null;
  readonly coverage: { readonly valid: number; readonly expected: number } | null;
  readonly dataState: DataState;
  readonly edition: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly basis: Basis;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
}

interface Row {
  id: string;
  service: string;
  definition: string;
  subjectKind: SubjectRef['kind'];
  subjectId: string;
  periodKind: Period['kind'];
  periodLabel: string;
  periodStart: Date;
  periodEnd: Date;
  revision: number;
  value: string | null;
  unit: string;
  valid: boolean;
  invalidReason: string | null;
  numerator: string | null;
  denominator: string | null;
  coverageValid: number | null;
  coverageExpected: number | null;
  dataState: DataState;
  edition: string;
  details: Record<string, unknown>;
  basis: Basis;
  occurredAt: Date;
  recordedAt: Date;
}

const COLUMNS = `i.id, i.service, i.definition, i.subject_kind, i.subject_id, i.period_kind, i.period_label, i.period_start,
  i.period_end, i.revision, i.value, i.unit, i.valid, i.invalid_reason, i.numerator, i.denominator, i.coverage_valid,
  i.coverage_expected, i.data_state, i.edition, i.details, i.basis, i.occurred_at, i.recorded_at`;

const stored = (row: Row): StoredIndicator => ({
  id: row.id,
  service: row.service,
  definition: row.definition,
  subject: { kind: row.subjectKind, id: row.subjectId },
  period: { kind: row.periodKind, label: row.periodLabel, start: row.periodStart, end: row.periodEnd },
  revision: row.revision,
  value: row.value,
  unit: row.unit,
  valid: row.valid,
  invalidReason: row.invalidReason,
  numerator: row.numerator,
  denominator: row.denominator,
  coverage:
    row.coverageValid === null || row.coverageExpected === null
      ? null
      : { valid: row.coverageValid, expected: row.coverageExpected },
  dataState: row.dataState,
  edition: row.edition,
  details: row.details,
  basis: row.basis,
  occurredAt: row.occurredAt,
  recordedAt: row.recordedAt,
});

/** Every service's indicators have this shape. */
export type IndicatorEvent = EventOf<typeof MonitoringIndicator>;

/** Adds revisions to the history; one that is there already stays as it is. Returns the ids of the new ones. */
export const keepIndicators = async (
  tx: EntityManager,
  service: string,
  events: readonly IndicatorEvent[],
  recordedAt: Date,
): Promise<Set<string>> => {
  if (events.length === 0) return new Set();
  const rows = await select<{ id: string }>(
    tx,
    `insert into indicator (id, service, definition, subject_kind, subject_id, period_kind, period_label, period_start,
       period_end, revision, value, unit, valid, invalid_reason, numerator, denominator, coverage_valid,
       coverage_expected, data_state, edition, details, basis, occurred_at, recorded_at)
     select n.id, $2, n.definition, n.subject_kind, n.subject_id, n.period_kind, n.period_label, n.period_start,
            n.period_end, n.revision, n.value, n.unit, n.valid, n.invalid_reason, n.numerator, n.denominator,
            n.coverage_valid, n.coverage_expected, n.data_state, n.edition, n.details, n.basis, n.occurred_at, $3
       from jsonb_to_recordset($1::jsonb) as n (id uuid, definition text, subject_kind text, subject_id text,
            period_kind text, period_label text, period_start timestamptz, period_end timestamptz, revision integer,
            value numeric, unit text, valid boolean, invalid_reason text, numerator numeric, denominator numeric,
            coverage_valid integer, coverage_expected integer, data_state text, edition text, details jsonb, basis jsonb,
            occurred_at timestamptz)
     on conflict do nothing
     returning id`,
    [
      JSON.stringify(
        events.map(({ id, data, occurredAt }) => ({
          id,
          definition: data.definition,
          subject_kind: data.subject.kind,
          subject_id: data.subject.id,
          period_kind: data.period.kind,
          period_label: data.period.label,
          period_start: data.period.start,
          period_end: data.period.end,
          revision: data.revision,
          value: data.value,
          unit: data.unit,
          valid: data.valid,
          invalid_reason: data.invalidReason,
          numerator: data.numerator,
          denominator: data.denominator,
          coverage_valid: data.coverage?.valid ?? null,
          coverage_expected: data.coverage?.expected ?? null,
          data_state: data.dataState,
          edition: data.edition,
          details: data.details,
          basis: data.basis,
          occurred_at: occurredAt.toISOString(),
        })),
      ),
      service,
      recordedAt,
    ],
  );
  return new Set(rows.map(({ id }) => id));
};

export const findIndicator = async (tx: EntityManager, id: string): Promise<StoredIndicator | null> => {
  const row = await selectOne<Row>(tx, `select ${COLUMNS} from indicator i where i.id = $1`, [id]);
  return row && stored(row);
};

/** The number a paper's source number means: `about` is the code of its subject, the number of an item, a list's short name. */
export const findNumbered = async (
  tx: EntityManager,
  definitions: readonly string[],
  { about, period, revision }: { readonly about: string; readonly period: string; readonly revision: number },
): Promise<StoredIndicator | null> => {
  const row = await selectOne<Row>(
    tx,
    `select ${COLUMNS} from indicator i
      where i.definition = any($1) and i.period_label = $2 and i.revision = $3
        and (i.subject_id = $4 or i.details->>'problemNo' = $4 or i.details->>'listShortName' = $4)
      order by i.occurred_at desc limit 1`,
    [definitions, period, revision, about],
  );
  return row && stored(row);
};

/** The numbers of a subject, the latest period first and the highest revision of each; ends lie in `after < end <= until`. */
export const indicatorSeries = async (
  tx: EntityManager,
  definition: string,
  subject: SubjectRef,
  span: { readonly after?: Date; readonly until?: Date; readonly limit: number },
): Promise<StoredIndicator[]> => {
  const rows = await select<Row>(
    tx,
    `select distinct on (i.period_end, i.period_label) ${COLUMNS} from indicator i
      where i.definition = $1 and i.subject_kind = $2 and i.subject_id = $3
        and ($4::timestamptz is null or i.period_end > $4) and ($5::timestamptz is null or i.period_end <= $5)
      order by i.period_end desc, i.period_label, i.revision desc limit $6`,
    [definition, subject.kind, subject.id, span.after ?? null, span.until ?? null, span.limit],
  );
  return rows.map(stored);
};

/** The numbers of a subject of some periods by their labels, the earliest first, the highest revision of each. */
export const indicatorsOfPeriods = async (
  tx: EntityManager,
  definition: string,
  subject: SubjectRef,
  labels: readonly string[],
): Promise<StoredIndicator[]> => {
  const rows = await select<Row>(
    tx,
    `select distinct on (i.period_end, i.period_label) ${COLUMNS} from indicator i
      where i.definition = $1 and i.subject_kind = $2 and i.subject_id = $3 and i.period_label = any($4)
      order by i.period_end, i.period_label, i.revision desc`,
    [definition, subject.kind, subject.id, labels],
  );
  return rows.map(stored);
};

/** The numbers of every subject for the period that ends at an instant, the highest revision of each, by subject. */
export const indicatorsAt = async (
  tx: EntityManager,
  definition: string,
  periodEnd: Date,
  limit = 100_000,
): Promise<StoredIndicator[]> => {
  const rows = await select<Row>(
    tx,
    `select distinct on (i.subject_kind, i.subject_id) ${COLUMNS} from indicator i
      where i.definition = $1 and i.period_end = $2
      order by i.subject_kind, i.subject_id, i.revision desc limit $3`,
    [definition, periodEnd, limit],
  );
  return rows.map(stored);
};

/** The latest number of every subject whose period ends in `after < end <= until`, by subject. */
export const latestOfEach = async (
  tx: EntityManager,
  definition: string,
  after: Date,
  until: Date,
): Promise<StoredIndicator[]> => {
  const rows = await select<Row>(
    tx,
    `select distinct on (i.subject_kind, i.subject_id) ${COLUMNS} from indicator i
      where i.definition = $1 and i.period_end > $2 and i.period_end <= $3
      order by i.subject_kind, i.subject_id, i.period_end desc, i.revision desc limit 10000`,
    [definition, after, until],
  );
  return rows.map(stored);
};

/** The numbers of given subjects for given period labels, the highest revision of each. */
export const indicatorsOf = async (
  tx: EntityManager,
  definition: string,
  subjectKind: SubjectRef['kind'],
  wanted: readonly { readonly subjectId: string; readonly label: string }[],
): Promise<StoredIndicator[]> => {
  const rows = await select<Row>(
    tx,
    `select distinct on (i.period_label, i.subject_id) ${COLUMNS}
       from unnest($3::text[], $4::text[]) as w (subject_id, period_label)
       join indicator i on i.definition = $1 and i.subject_kind = $2
        and i.subject_id = w.subject_id and i.period_label = w.period_label
      order by i.period_label, i.subject_id, i.revision desc`,
    [definition, subjectKind, wanted.map(({ subjectId }) => subjectId), wanted.map(({ label }) => label)],
  );
  return rows.map(stored);
};

export interface HistoryFilter {
  readonly definition?: string | undefined;
  readonly subjectKind?: string | undefined;
  readonly subjectId?: string | undefined;
  readonly periodLabel?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly knownAt?: Date | undefined;
  /** Only the revision that wins. */
  readonly currentOnly: boolean;
  readonly limit: number;
  readonly after?: { readonly end: Date; readonly id: string } | undefined;
}

/** History for people: latest period first; every revision, or only the one that wins. */
export const indicatorHistory = async (tx: EntityManager, filter: HistoryFilter): Promise<StoredIndicator[]> => {
  const rows = await select<Row>(
    tx,
    `select ${COLUMNS} from indicator i
      where ($1::text is null or i.definition = $1)
        and ($2::text is null or i.subject_kind = $2) and ($3::text is null or i.subject_id = $3)
        and ($4::text is null or i.period_label = $4)
        and ($5::timestamptz is null or i.period_end > $5) and ($6::timestamptz is null or i.period_end <= $6)
        and ($7::timestamptz is null or i.recorded_at <= $7)
        and ($9::timestamptz is null or (i.period_end, i.id) < ($9, $10::uuid))
        and (not $8::boolean or not exists (
          select 1 from indicator h
           where h.definition = i.definition and h.subject_kind = i.subject_kind and h.subject_id = i.subject_id
             and h.period_end = i.period_end and h.period_label = i.period_label and h.revision > i.revision
             and ($7::timestamptz is null or h.recorded_at <= $7)))
      order by i.period_end desc, i.id desc limit $11`,
    [
      filter.definition ?? null,
      filter.subjectKind ?? null,
      filter.subjectId ?? null,
      filter.periodLabel ?? null,
      filter.from ?? null,
      filter.to ?? null,
      filter.knownAt ?? null,
      filter.currentOnly,
      filter.after?.end ?? null,
      filter.after?.id ?? null,
      filter.limit,
    ],
  );
  return rows.map(stored);
};
