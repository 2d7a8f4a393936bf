import type { EvidenceReader } from '../indicator/evidence-reader.js';
import { findDispatch, rowsOf } from './dispatch.store.js';

export const dispatchEvidence: EvidenceReader = async (tx, _pack, id) => {
  const dispatch = await findDispatch(tx, id);
  if (!dispatch) return null;
  const printed = (await rowsOf(tx, id)).filter(({ position }) => position !== null);
  const references = printed.flatMap(({ indicatorId, revision }) =>
    indicatorId === null ? [] : [{ service: 'accountability', kind: 'indicator', id: indicatorId, version: revision }],
  );
  return {
    unitPath: null,
    answer: {
      record: {
        service: 'accountability',
        kind: 'dispatch',
        id,
        version: dispatch.version,
        title: dispatch.issueNo === null ? '周调度' : `周调度表第${dispatch.issueNo}期`,
        at: dispatch.cutoff.toISOString(),
        facts: [
          { label: '截止时间', value: dispatch.cutoff.toISOString() },
          { label: '在表', value: String(dispatch.onSheet), unit: '项' },
          { label: '新增', value: String(dispatch.added), unit: '项' },
          { label: '移出', value: String(dispatch.removed), unit: '项' },
          { label: '未到齐来源', value: dispatch.missingSources.join('、') || '无' },
        ],
      },
      basis: { references, query: null },
    },
  };
};
