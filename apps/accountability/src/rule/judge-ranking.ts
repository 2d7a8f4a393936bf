import type { EntityManager } from 'typeorm';
import { monthOf, naturalDayOf, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { judge } from '#libs/domain/escalation/judge.js';
import type { IndicatorObservation } from '#libs/domain/escalation/rule.js';
import { inForce } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import type { AssessmentScheme } from '#libs/policy/reporting.schema.js';
import { type Assessment, type AssessmentRow, assessmentsUpTo } from '../assessment/assessment.store.js';
import { lockCause, openWarningOf } from '../warning/warning.store.js';
import { applyVerdict, openOf } from './apply-verdict.js';
import { observedPeriod } from './observation.js';
import { responsibleUnits } from './responsible-units.js';
import { knownSubject } from './subject.js';

const observationOf = (scheme: AssessmentScheme, assessment: Assessment, row: AssessmentRow): IndicatorObservation => ({
  source: 'indicator',
  subject: row.subject,
  period: observedPeriod(assessment.period),
  revision: assessment.revision,
  dataState: assessment.dataState,
  definition: scheme.indicator,
  value: row.rank === null ? null : row.value,
  unit: '',
  limit: null,
  fromBottom: row.fromBottom,
  isProvisional: row.provisional,
});

/** Twenty years of months: a run is counted to its beginning. */
const MOST_PERIODS = 240;

/**
 * Judges the rules that read a place in a ranking, for every subject of an assessment just made. A provisional place says
 * nothing until the decision it waits for is recorded; unranked months neither add nor stop.
 */
export const judgeRanking = async (
  tx: EntityManager,
  pack: Pack,
  scheme: AssessmentScheme,
  assessment: Assessment,
): Promise<void> => {
  const { occurredAt } = assessment;
  const rules = inForce(pack.rules, shanghaiDate(occurredAt)).filter(
    (rule) => rule.condition.kind === 'rank' && rule.definition === scheme.indicator && rule.per === scheme.period,
  );
  for (const rule of rules) {
    // The latest period known decides where one stands, also when an earlier one was ranked again.
    const known = await assessmentsUpTo(tx, scheme.id, new Date('9999-12-31T00:00:00Z'), MOST_PERIODS);
    for (const { subject } of assessment.rows) {
      await lockCause(tx, rule.id, `${subject.kind}:${subject.id}`);
      const placed = known.flatMap((one) => {
        const row = one.rows.find((other) => other.subject.id === subject.id);
        return row ? [{ assessment: one, row }] : [];
      });
      if (placed.length === 0) continue;
      const open = await openWarningOf(tx, rule.id, subject);
      const observations = placed.map((one) => observationOf(scheme, one.assessment, one.row));
      const verdict = judge(rule, observations[0]!, { others: observations.slice(1), open: openOf(open) });
      if (verdict.verdict === 'none') continue;
      const byLabel = new Map(placed.map((one) => [one.assessment.period.label, one]));
      const counted = verdict.restsOn.map((label) => byLabel.get(label)!);
      const latest = counted[0]!;
      const about = await knownSubject(tx, subject);
      const ranked = latest.assessment.rows.filter((row) => row.rank !== null).length;
      await applyVerdict(
        tx,
        pack,
        rule,
        verdict,
        open,
        {
          subject,
          areaId: about.areaId,
          unitIds: await responsibleUnits(tx, pack, subject, about.areaId, naturalDayOf(latest.assessment.period.end)),
          title: `${about.name}：${monthOf(naturalDayOf(latest.assessment.period.end))}${rule.name.zh}`,
          period: latest.assessment.period,
          dataState: latest.assessment.dataState,
          details: {
            subjectName: about.name,
            scheme: scheme.id,
            definition: scheme.indicator,
            assessmentId: latest.assessment.assessmentId,
            assessmentRevision: latest.assessment.revision,
            rank: latest.row.rank,
            ranked,
            value: latest.row.value,
            periods: counted.map((one) => ({
              label: one.assessment.period.label,
              rank: one.row.rank,
              value: one.row.value,
            })),
          },
          basis: {
            references: counted.flatMap((one) => [
              {
                service: 'accountability',
                kind: 'assessment',
                id: one.assessment.assessmentId,
                version: one.assessment.revision,
              },
              ...(one.row.indicatorId === null
                ? []
                : [
                    {
                      service: 'accountability',
                      kind: 'indicator',
                      id: one.row.indicatorId,
                      version: one.row.indicatorRevision ?? 1,
                    },
                  ]),
            ]),
            query: null,
          },
        },
        occurredAt,
      );
    }
  }
};
