import type { EvidenceReader } from '../indicator/evidence-reader.js';
import { findWarning } from './warning.store.js';

export const warningEvidence: EvidenceReader = async (tx, _pack, id) => {
  const warning = await findWarning(tx, id);
  if (!warning) return null;
  return {
    unitPath: warning.unitPath,
    answer: {
      record: {
        service: 'accountability',
        kind: 'warning',
        id,
        version: warning.version,
        title: warning.title,
        at: warning.startedAt.toISOString(),
        facts: [
          { label: '等级', value: warning.severity },
          { label: '时段', value: warning.period.label },
          { label: '计数', value: String(warning.count) },
          { label: '数据状态', value: warning.dataState },
          { label: '规则', value: `${warning.ruleId} v${warning.ruleVersion}` },
          { label: '状态', value: warning.endedAt === null ? '持续' : `已结束 ${warning.endedAt.toISOString()}` },
        ],
      },
      basis: warning.basis,
    },
  };
};
