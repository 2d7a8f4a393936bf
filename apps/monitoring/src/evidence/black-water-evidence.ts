/** Black waters as they stood at the end of a month, and the samples that say so, in the evidence chain. */
import { z } from 'zod';
import { type CivilMonth, monthOf, monthSpan, shanghaiInstant } from '#libs/domain/calendar/shanghai.js';
import { blackOdour } from '#libs/domain/water/black-odour.js';
import { standingOn, waterAt } from '#libs/domain/water/black-water-list.js';
import { fact } from '#libs/evidence/fact.js';
import { findBlackWater, samplesUpTo, sampleVersion } from '../black-water/black-water.store.js';
import { monthsOfWater } from '../black-water/black-water.view.js';
import type { Reader } from './evidence-record.js';
import { itemFacts } from '#libs/evidence/item-facts.js';
import { blackWaterRecord, blackWaterSampleRecord } from './record-id.js';

const STANDINGS = { listed: '列入清单', treated: '完成治理', closed: '销号' } as const;
const ON_SITE = {
  clarity: { name: '透明度', unit: 'cm' },
  depth: { name: '水深', unit: 'cm' },
  orp: { name: '氧化还原电位', unit: 'mV' },
};
const NOT_BLACK = '非黑臭';
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** A water at the end of a month: its standing, and the samples of the newest month that says how it is. */
export const blackWater: Reader = async (tx, id) => {
  const cut = id.lastIndexOf('~');
  const [waterId, month]: [string, CivilMonth] = [id.slice(0, cut), id.slice(cut + 1)];
  const water = cut < 1 || !MONTH.test(month) ? null : await findBlackWater(tx, waterId);
  if (!water) return null;
  const { to } = monthSpan(month);
  const samples = await samplesUpTo(tx, { waterIds: [waterId], to });
  const then = waterAt({ history: water.standings, months: monthsOfWater(samples) }, month);
  const standing = standingOn(water.standings, to);
  if (!then || !standing) return null;
  return {
    record: {
      ...blackWaterRecord(waterId, month),
      title: `${water.name} ${month}`,
      at: shanghaiInstant(to, 24),
      facts: [
        ...fact('状态', `${STANDINGS[then.standing]}（${standing.from}）`),
        ...fact('依据', standing.basis),
        ...fact('最近监测月份', then.newest?.month),
        ...fact('黑臭等级', then.newest && (then.newest.grade ?? NOT_BLACK)),
        ...fact('已消除', then.isEliminated ? '是' : '否'),
        ...fact('返黑返臭', then.isRelapsed ? '是' : null),
      ],
    },
    references: samples
      .filter(({ sampledOn }) => monthOf(sampledOn) === then.newest?.month)
      .map(({ point, sampledOn, version }) => blackWaterSampleRecord({ waterId, point, sampledOn }, version)),
  };
};

export const blackWaterSample: Reader = async (tx, id, version) => {
  const [sampledOn = '', point = '', ...rest] = id.split('~').reverse();
  const waterId = rest.reverse().join('~');
  if (!z.iso.date().safeParse(sampledOn).success) return null;
  const key = { waterId, point, sampledOn };
  const water = await findBlackWater(tx, waterId);
  const sample = await sampleVersion(tx, key, version);
  if (!water || !sample) return null;
  const grade = blackOdour(sample.itemValues);
  return {
    record: {
      ...blackWaterSampleRecord(key, sample.version),
      title: `${water.name} ${water.points.find((one) => one.id === point)?.name ?? point} ${sampledOn}`,
      at: shanghaiInstant(sampledOn, 24),
      facts: [
        ...fact('黑臭等级', grade === undefined ? null : (grade ?? NOT_BLACK)),
        ...itemFacts(sample.itemValues, ON_SITE),
        ...fact('已撤回', sample.withdrawn ? '是' : null),
        ...fact('录入人', sample.recordedBy),
        ...fact('录入时间', sample.recordedAt.toISOString()),
      ],
    },
    references: [],
  };
};
