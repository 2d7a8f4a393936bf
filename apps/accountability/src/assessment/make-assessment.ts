import type { EntityManager } from 'typeorm';
import { AssessmentPublished } from '#libs/contracts/accountability.events.js';
import { AreaState } from '#libs/contracts/directory.events.js';
import type { SubjectRef } from '#libs/contracts/shapes.js';
import { bottomSize, lastPlaces, rank, type RankingEntry } from '#libs/domain/assessment/ranking.js';
import { monthSpan, spanInstants } from '#libs/domain/calendar/shanghai.js';
import { inGroups, type RecordReference } from '#libs/evidence/reference-group.js';
import { keepGroups } from '#libs/evidence/reference-group.store.js';
import { findReference } from '#libs/messaging/reference.js';
import { deterministicId, publish } from '#libs/messaging/outbox.js';
import type { Pack } from '#libs/policy/pack.js';
import type { AssessmentScheme } from '#libs/policy/reporting.schema.js';
import { SERVICE } from '../service-name.js';
import { indicatorsAt, type StoredIndicator } from '../indicator/indicator.store.js';
import { weakestState } from '../rule/data-state.js';
import { evaluatedAreas } from '../rule/evaluated-areas.js';
import { judgeRanking } from '../rule/judge-ranking.js';
import {
  type Assessment,
  type AssessmentRow,
  currentAssessment,
  insertAssessment,
  lockScheme,
} from './assessment.store.js';

/** Printed where a subject has no number at all, and where too few have one. */
const NO_NUMBER = '本期无数据';
const TOO_FEW = '有效数据不足，本期不排名';

const DECIMAL = /^-?\d+(\.\d+)?$/;

/** Values the pending decision could give instead; the value itself where it is only said to be provisional. */
const couldBeOf = (scheme: AssessmentScheme, indicator: StoredIndicator | undefined): (string | null)[] => {
  if (!indicator || scheme.provisionalWhileUnknown === 'nothing' || indicator.details['provisional'] !== true)
    return [];
  const given = indicator.details['couldBe'];
  const values = Array.isArray(given)
    ? given.filter((one): one is string | null => one === null || (typeof one === 'string' && DECIMAL.test(one)))
    : [];
  return values.length > 0 ? values : [indicator.value];
};

const rowsOf = async (
  tx: EntityManager,
  scheme: AssessmentScheme,
  periodEnd: Date,
): Promise<{ rows: AssessmentRow[]; isRanked: boolean }> => {
  const numbers = new Map(
    (await indicatorsAt(tx, scheme.indicator, periodEnd))
      .filter(({ subject }) => subject.kind === scheme.subject)
      .map((one) => [one.subject.id, one]),
  );
  const { areas } = await evaluatedAreas(tx);
  const entries = areas.map((id): RankingEntry => {
    const number = numbers.get(id);
    const isValid = number !== undefined && number.valid && number.value !== null;
    return {
      id,
      value: number?.value ?? null,
      unrankedBecause: isValid ? null : (number?.invalidReason ?? NO_NUMBER),
      couldBe: isValid ? couldBeOf(scheme, number) : [],
    };
  });
  const rankedUnits = entries.filter(({ unrankedBecause }) => unrankedBecause === null).length;
  const places = bottomSize(scheme.bottomSizes, rankedUnits);
  const ranking = rank(
    places > 0 ? entries : entries.map((one) => ({ ...one, unrankedBecause: one.unrankedBecause ?? TOO_FEW })),
    scheme.direction,
  );
  const last = new Set(lastPlaces(ranking, places).map(({ id }) => id));
  const rows: AssessmentRow[] = [];
  for (const [index, row] of ranking.entries()) {
    const number = numbers.get(row.id);
    const area = await findReference(tx, AreaState, row.id);
    rows.push({
      subject: { kind: scheme.subject, id: row.id },
      position: index + 1,
      unitId: area?.unitId ?? null,
      indicatorId: number?.id ?? null,
      indicatorRevision: number?.revision ?? null,
      value: row.value,
      rank: row.rank,
      // Where nobody is better nobody is last.
      fromBottom: row.fromBottom === null || (row.rank === 1 && row.fromBottom <= places) ? null : row.fromBottom,
      // A settled value whose place may still move is as open as the one it waits for, but only if it could be last.
      provisional: row.isProvisional || (row.mayMove && last.has(row.id)),
      reason: row.unrankedBecause,
      dataState: number?.dataState ?? 'preliminary',
    });
  }
  return { rows, isRanked: places > 0 };
};

const factsOf = ({
  rows,
  dataState,
  isRanked,
  missingSources,
}: Pick<Assessment, 'rows' | 'dataState' | 'isRanked' | 'missingSources'>): string =>
  JSON.stringify([
    dataState,
    isRanked,
    missingSources,
    rows.map(({ subject, value, rank: place, provisional, reason }) => [subject.id, value, place, provisional, reason]),
  ]);

const indicatorOf = ({ indicatorId, indicatorRevision }: AssessmentRow): RecordReference[] =>
  indicatorId === null
    ? []
    : [{ service: SERVICE, kind: 'indicator', id: indicatorId, version: indicatorRevision ?? 1 }];

/**
 * Ranks a month by the scheme from the numbers as they are known now, as a new revision; the same facts again give none.
 * The rules that read the ranking are judged in the same breath. `occurredAt`: the slot, or the cause of a correction.
 */
export const makeAssessment = async (
  tx: EntityManager,
  pack: Pack,
  scheme: AssessmentScheme,
  month: string,
  missingSources: readonly string[],
  occurredAt: Date,
  now: Date,
): Promise<Assessment> => {
  await lockScheme(tx, scheme.id);
  const before = await currentAssessment(tx, scheme.id, month);
  const { start, end } = spanInstants(monthSpan(month));
  const { rows, isRanked } = await rowsOf(tx, scheme, end);
  const counted = rows.filter((row) => row.rank !== null);
  const basis = inGroups(SERVICE, rows.flatMap(indicatorOf));
  const assessment: Assessment = {
    assessmentId: deterministicId('assessment', scheme.id, month),
    revision: (before?.revision ?? 0) + 1,
    scheme: scheme.id,
    schemeVersion: before?.schemeVersion ?? scheme.version,
    period: { kind: scheme.period, label: month, start, end },
    dataState: weakestState((counted.length > 0 ? counted : rows).map(({ dataState }) => dataState)),
    isRanked,
    isCurrent: true,
    missingSources: [...missingSources],
    occurredAt,
    basis: { references: [...basis.references], query: null },
    rows,
  };
  if (before && factsOf(before) === factsOf(assessment)) return before;
  await keepGroups(tx, basis.groups);
  await insertAssessment(tx, assessment, now);
  await publish(tx, AssessmentPublished, {
    key: assessment.assessmentId,
    id: deterministicId('assessment', assessment.assessmentId, assessment.revision),
    occurredAt,
    data: {
      assessmentId: assessment.assessmentId,
      revision: assessment.revision,
      scheme: scheme.id,
      period: { ...assessment.period, start: start.toISOString(), end: end.toISOString() },
      dataState: assessment.dataState,
      rows: rows.map(({ subject, unitId, value, rank: place, provisional, reason }) => ({
        subject: subject as SubjectRef,
        unitId,
        value,
        rank: place,
        provisional,
        reason,
      })),
    },
  });
  await judgeRanking(tx, pack, scheme, assessment);
  return assessment;
};
