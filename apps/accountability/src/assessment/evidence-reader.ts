import type { EvidenceReader } from '../indicator/evidence-reader.js';
import { namesFor } from '../rule/names.js';
import { findAssessment } from './assessment.store.js';

export const assessmentEvidence: EvidenceReader = async (tx, pack, id, version) => {
  const assessment = (await findAssessment(tx, id, version)) ?? (await findAssessment(tx, id));
  if (!assessment) return null;
  const names = await namesFor(tx, { subjects: assessment.rows.map(({ subject }) => subject) });
  const scheme = pack.assessments.find((one) => one.id === assessment.scheme);
  return {
    unitPath: null,
    answer: {
      record: {
        service: 'accountability',
        kind: 'assessment',
        id,
        version: assessment.revision,
        title: `${assessment.period.label} ${scheme?.name.zh ?? assessment.scheme}`,
        at: assessment.occurredAt.toISOString(),
        facts: assessment.rows.map((row) => ({
          label: names.subject(row.subject),
          value:
            row.rank === null
              ? `不参加排名：${row.reason ?? ''}`
              : `第${row.rank}名，${row.value ?? ''}${row.provisional ? '（暂定）' : ''}`,
        })),
      },
      basis: assessment.basis,
    },
  };
};
