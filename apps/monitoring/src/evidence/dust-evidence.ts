/** A paper of the network that recognises dust days, in the evidence chain. */
import { z } from 'zod';
import { datesOf } from '#libs/domain/calendar/shanghai.js';
import { fact } from '#libs/evidence/fact.js';
import { findRecognition } from '../dust-day/dust-day.store.js';
import { areaText } from './area-text.js';
import type { Reader } from './evidence-record.js';
import { dustRecord } from './record-id.js';

/** A recognition as it stands: a withdrawn one keeps what it said, with who withdrew it and why. */
export const dustRecognition: Reader = async (tx, id) => {
  const one = z.uuid().safeParse(id).success ? await findRecognition(tx, id) : null;
  if (!one) return null;
  return {
    record: {
      ...dustRecord(one.id),
      title: `沙尘天认定 ${one.documentNumber ?? one.document}`,
      at: one.recordedAt,
      facts: [
        ...fact('认定文件', one.document),
        ...fact('文号', one.documentNumber),
        ...fact('发文日期', one.documentDay),
        ...fact('地区', one.areaId && (await areaText(tx, one.areaId))),
        ...fact('站点', one.stationIds?.join('、')),
        ...fact('沙尘天', datesOf({ from: one.fromDay, to: one.toDay }).join('、')),
        ...fact('录入人', one.recordedBy),
        ...fact('录入时间', one.recordedAt.toISOString()),
        ...fact('已撤回', one.withdrawnAt && '是'),
        ...fact('撤回人', one.withdrawnBy),
        ...fact('撤回时间', one.withdrawnAt?.toISOString()),
        ...fact('撤回原因', one.withdrawnReason),
      ],
    },
    references: [],
  };
};
