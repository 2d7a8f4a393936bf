import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { bottomSize, lastPlaces, rankChange, type RankingRow } from '#libs/domain/assessment/ranking.js';
import type { Pack } from '#libs/policy/pack.js';
import { namesFor } from '../rule/names.js';
import type { AssessmentView } from './assessment.api.js';
import { type Assessment, type AssessmentRow, assessmentsUpTo } from './assessment.store.js';

/** A stored row as the ranking kernel reads it. */
export const rankingRow = (row: AssessmentRow): RankingRow => ({
  id: row.subject.id,
  value: row.value,
  rank: row.rank,
  fromBottom: row.fromBottom,
  unrankedBecause: row.reason,
  isProvisional: row.provisional,
  mayMove: false,
});

/** An assessment for people, with the change of place against the period before. */
export const assessmentView = async (
  tx: EntityManager,
  pack: Pack,
  assessment: Assessment,
): Promise<z.input<typeof AssessmentView>> => {
  const [, before] = await assessmentsUpTo(tx, assessment.scheme, assessment.period.end, 2);
  const earlier = (before?.rows ?? []).map(rankingRow);
  const names = await namesFor(tx, {
    units: assessment.rows.map(({ unitId }) => unitId),
    subjects: assessment.rows.map(({ subject }) => subject),
  });
  const scheme = pack.assessments.find(
    ({ id, version }) => id === assessment.scheme && version === assessment.schemeVersion,
  );
  const ranked = assessment.rows.map(rankingRow);
  const places = bottomSize(scheme?.bottomSizes ?? [], ranked.filter(({ rank }) => rank !== null).length);
  const last = new Set(lastPlaces(ranked, places).map(({ id }) => id));
  const { period } = assessment;
  return {
    assessmentId: assessment.assessmentId,
    revision: assessment.revision,
    isCurrent: assessment.isCurrent,
    scheme: assessment.scheme,
    schemeVersion: assessment.schemeVersion,
    name: scheme?.name ?? { zh: assessment.scheme, en: assessment.scheme },
    period: {
      kind: period.kind,
      label: period.label,
      start: period.start.toISOString(),
      end: period.end.toISOString(),
    },
    dataState: assessment.dataState,
    isRanked: assessment.isRanked,
    missingSources: [...assessment.missingSources],
    occurredAt: assessment.occurredAt.toISOString(),
    rows: assessment.rows.map((row) => ({
      subject: { ...row.subject, name: names.subject(row.subject) },
      unit: row.unitId === null ? null : { id: row.unitId, name: names.unit(row.unitId) },
      value: row.value,
      rank: row.rank,
      change: rankChange(row.subject.id, ranked, earlier),
      isLast: last.has(row.subject.id),
      provisional: row.provisional,
      reason: row.reason,
      dataState: row.dataState,
      indicatorId: row.indicatorId,
    })),
    basis: assessment.basis,
  };
};
