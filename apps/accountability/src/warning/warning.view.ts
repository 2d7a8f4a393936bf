import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { select, selectOne } from '#libs/persistence/select.js';
import type { Pack } from '#libs/policy/pack.js';
import { readCursor, writeCursor } from '#libs/identity/cursor.js';
import { ladderOfWarning } from '../ladder/ladder-of-warning.js';
import { type Names, namesFor } from '../rule/names.js';
import type { WarningDetail, WarningPage, WarningQuery, WarningSummary, WarningView } from './warning.api.js';
import { findWarning, versionsOf, type WarningRow, warningsByIds } from './warning.store.js';

type View = z.input<typeof WarningView>;

const ruleNameOf = (pack: Pack, ruleId: string): { zh: string; en: string } =>
  [...pack.rules, ...pack.processes].filter(({ id }) => id === ruleId).at(-1)?.name ?? { zh: ruleId, en: ruleId };

const namesOfWarnings = (tx: EntityManager, warnings: readonly WarningRow[]): Promise<Names> =>
  namesFor(tx, {
    units: warnings.flatMap(({ unitIds }) => unitIds),
    areas: warnings.map(({ areaId }) => areaId),
    subjects: warnings.map(({ subject }) => subject),
  });

const viewOf = async (tx: EntityManager, pack: Pack, warning: WarningRow, names: Names): Promise<View> => {
  const { details, subject } = warning;
  const given = details['subjectName'];
  return {
    warningId: warning.warningId,
    version: warning.version,
    ruleId: warning.ruleId,
    ruleVersion: warning.ruleVersion,
    ruleClass: warning.ruleClass,
    ruleName: ruleNameOf(pack, warning.ruleId),
    causeKey: warning.causeKey,
    severity: warning.severity,
    subject: { ...subject, name: typeof given === 'string' ? given : names.subject(subject) },
    area: warning.areaId === null ? null : { id: warning.areaId, name: names.area(warning.areaId) },
    units: warning.unitIds.map((id) => ({ id, name: names.unit(id) })),
    title: warning.title,
    period: {
      kind: warning.period.kind,
      label: warning.period.label,
      start: warning.period.start.toISOString(),
      end: warning.period.end.toISOString(),
    },
    count: warning.count,
    dataState: warning.dataState,
    opens: warning.opens,
    startedAt: warning.startedAt.toISOString(),
    endedAt: warning.endedAt?.toISOString() ?? null,
    endReason: warning.endReason,
    takenInBy: warning.takenInBy,
    details,
    ladder: warning.ladder === null ? null : await ladderOfWarning(tx, pack, warning.warningId),
  };
};

/** A page of warnings, the latest first. `roots`: units whose subtrees the asker may see. */
export const warningPage = async (
  tx: EntityManager,
  pack: Pack,
  query: z.infer<typeof WarningQuery>,
  roots: readonly string[],
): Promise<z.input<typeof WarningPage>> => {
  const after = readCursor(query.cursor, 2);
  const ids = await select<{ warningId: string }>(
    tx,
    `select w.warning_id from warning w
      where w.unit_path && $1::text[]
        and ($2 = 'all' or (w.ended_at is null) = ($2 = 'open'))
        and ($3::text is null or w.rule_class = $3) and ($4::text is null or w.severity = $4)
        and ($5::text is null or w.subject_kind = $5) and ($6::text is null or w.subject_id = $6)
        and ($7::text is null or $7 = any(w.unit_ids)) and ($8::text is null or w.area_id = $8)
        and ($9::timestamptz is null or w.started_at >= $9) and ($10::timestamptz is null or w.started_at < $10)
        and ($11::timestamptz is null or (w.started_at, w.warning_id) < ($11, $12::uuid))
      order by w.started_at desc, w.warning_id desc limit $13`,
    [
      roots,
      query.state,
      query.ruleClass ?? null,
      query.severity ?? null,
      query.subjectKind ?? null,
      query.subjectId ?? null,
      query.unitId ?? null,
      query.areaId ?? null,
      query.from ?? null,
      query.to ?? null,
      after?.[0] ?? null,
      after?.[1] ?? null,
      query.limit,
    ],
  );
  const warnings = await warningsByIds(
    tx,
    ids.map(({ warningId }) => warningId),
  );
  const names = await namesOfWarnings(tx, warnings);
  const items: View[] = [];
  for (const warning of warnings) items.push(await viewOf(tx, pack, warning, names));
  const last = warnings.at(-1);
  return {
    items,
    nextCursor:
      last && warnings.length === query.limit ? writeCursor(last.startedAt.toISOString(), last.warningId) : null,
  };
};

/** One warning with its history, basis and what it took in; null where there is none. */
export const warningDetail = async (
  tx: EntityManager,
  pack: Pack,
  warningId: string,
): Promise<{ warning: WarningRow; view: z.input<typeof WarningDetail> } | null> => {
  const warning = await findWarning(tx, warningId);
  if (!warning) return null;
  const versions = await versionsOf(tx, warningId);
  const tookIn = await select<{ warningId: string; title: string }>(
    tx,
    'select w.warning_id, w.title from warning w where w.taken_in_by = $1 order by w.started_at, w.warning_id limit 200',
    [warningId],
  );
  const view = await viewOf(tx, pack, warning, await namesOfWarnings(tx, [warning]));
  return {
    warning,
    view: {
      ...view,
      timeline: versions.map(({ version, change, occurredAt, recordedAt, state }) => ({
        version,
        change,
        occurredAt: occurredAt.toISOString(),
        recordedAt: recordedAt.toISOString(),
        severity: state.severity,
        count: state.count,
        period: state.period,
        dataState: state.dataState,
        title: state.title,
        endedAt: state.endedAt,
      })),
      basis: warning.basis,
      tookIn,
    },
  };
};

const WEEK = `interval '7 days'`;

/** Counts of warnings within scope, at an instant. */
export const warningSummary = async (
  tx: EntityManager,
  pack: Pack,
  roots: readonly string[],
  at: Date,
): Promise<z.input<typeof WarningSummary>> => {
  const counts = await selectOne<{ open: number; started: number; ended: number }>(
    tx,
    `select count(*) filter (where w.ended_at is null)::int as open,
            count(*) filter (where w.started_at > $2::timestamptz - ${WEEK})::int as started,
            count(*) filter (where w.ended_at > $2::timestamptz - ${WEEK})::int as ended
       from warning w where w.unit_path && $1::text[]`,
    [roots, at],
  );
  const classes = await select<{
    ruleClass: string;
    ruleId: string;
    open: number;
    notice: number;
    yellow: number;
    orange: number;
    red: number;
  }>(
    tx,
    `select w.rule_class, min(w.rule_id) as rule_id, count(*)::int as open,
            count(*) filter (where w.severity = 'notice')::int as notice,
            count(*) filter (where w.severity = 'yellow')::int as yellow,
            count(*) filter (where w.severity = 'orange')::int as orange,
            count(*) filter (where w.severity = 'red')::int as red
       from warning w where w.ended_at is null and w.unit_path && $1::text[]
      group by w.rule_class order by count(*) desc, w.rule_class`,
    [roots],
  );
  const units = await select<{ unitId: string; open: number; red: number }>(
    tx,
    `select w.unit_ids[1] as unit_id, count(*)::int as open, count(*) filter (where w.severity = 'red')::int as red
       from warning w where w.ended_at is null and w.unit_path && $1::text[] and cardinality(w.unit_ids) > 0
      group by w.unit_ids[1] order by count(*) desc, w.unit_ids[1] limit 20`,
    [roots],
  );
  const names = await namesFor(tx, { units: units.map(({ unitId }) => unitId) });
  return {
    at: at.toISOString(),
    open: counts?.open ?? 0,
    startedLast7Days: counts?.started ?? 0,
    endedLast7Days: counts?.ended ?? 0,
    byClass: classes.map(({ ruleId, ...row }) => ({ ...row, ruleName: ruleNameOf(pack, ruleId) })),
    byUnit: units.map(({ unitId, open, red }) => ({ unit: { id: unitId, name: names.unit(unitId) }, open, red })),
  };
};
