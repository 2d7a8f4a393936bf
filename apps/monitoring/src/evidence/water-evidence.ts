/** Months and days of sections, samples of drinking-water sources and days of sewage plants in the evidence chain. */
import { z } from 'zod';
import {
  hourOfNaturalDay,
  monthSpan,
  naturalDayOf,
  shanghaiInstant,
  spanInstants,
} from '#libs/domain/calendar/shanghai.js';
import { fact } from '#libs/evidence/fact.js';
import { findSource, resultVersion } from '../drinking-source/drinking-source.store.js';
import { evaluateResult } from '../drinking-source/source-figures.js';
import { findSubject } from '../register/register.store.js';
import { workOutMonths } from '../section-month/work-out-months.js';
import { sectionRows } from '../section-row/section-row.store.js';
import { findPlant, plantDayVersion } from '../sewage-plant/sewage-plant.store.js';
import { type Reader, STATES } from './evidence-record.js';
import { itemFacts } from '#libs/evidence/item-facts.js';
import {
  plantDayRecord,
  sectionDayRecord,
  sectionMonthRecord,
  sectionRowRecord,
  sourceResultRecord,
} from './record-id.js';

/** More rows of a day than this are told by its hours: a record names at most a hundred others. */
const MOST_ROWS = 100;
const HOUR_MS = 3_600_000;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const isDay = (text: string): boolean => z.iso.date().safeParse(text).success;

/** Cuts the last part off an id of several; null where it has none. */
const cutLast = (id: string): { readonly of: string; readonly last: string } | null => {
  const cut = id.lastIndexOf('~');
  return cut < 1 ? null : { of: id.slice(0, cut), last: id.slice(cut + 1) };
};

/** Means of a month as they are now, of the days that have a row. */
export const sectionMonth: Reader = async (tx, id) => {
  const key = cutLast(id);
  if (!key || !MONTH.test(key.last)) return null;
  const state = await findSubject(tx, key.of);
  if (state?.kind !== 'section') return null;
  const of = { sectionId: state.id, month: key.last };
  const { start, end } = spanInstants(monthSpan(of.month));
  const rows = await sectionRows(tx, { sectionId: of.sectionId, after: start, until: end });
  const [worked] = await workOutMonths(tx, [of], new Map([[state.id, state]]));
  if (rows.length === 0 || !worked) return null;
  const { values, rowCount, days, dataState, heldItems } = worked.content;
  return {
    record: {
      ...sectionMonthRecord(of.sectionId, of.month),
      title: `${state.name} ${of.month} 月均值`,
      at: end,
      facts: [
        ...itemFacts(values),
        ...fact('数据行数', rowCount),
        ...fact('有数据天数', days),
        ...fact('暂扣项目', heldItems.join('、')),
        ...fact('数据状态', STATES[dataState]),
      ],
    },
    references: [...new Set(rows.map(({ at }) => naturalDayOf(at)))].map((day) => sectionDayRecord(of.sectionId, day)),
  };
};

/** `2026-05-01` is a day, `2026-05-01T13` its hour 13, from 12:00 to 13:00; null for anything else. */
const dayOrHour = (text: string): { readonly after: Date; readonly until: Date; readonly isWhole: boolean } | null => {
  const [day = '', hour] = text.split('T');
  if (!isDay(day) || (hour !== undefined && !/^(0[1-9]|1\d|2[0-4])$/.test(hour))) return null;
  const [from, to] = hour === undefined ? [0, 24] : [Number(hour) - 1, Number(hour)];
  return { after: shanghaiInstant(day, from), until: shanghaiInstant(day, to), isWhole: hour === undefined };
};
const hourOf = (at: Date): string => {
  const end = new Date(Math.ceil(at.getTime() / HOUR_MS) * HOUR_MS);
  return `${naturalDayOf(end)}T${String(hourOfNaturalDay(end)).padStart(2, '0')}`;
};

/** The rows of one day of a section, or of one of its hours. */
export const sectionDay: Reader = async (tx, id) => {
  const key = cutLast(id);
  const span = key && dayOrHour(key.last);
  if (!key || !span) return null;
  const rows = await sectionRows(tx, { sectionId: key.of, after: span.after, until: span.until });
  if (rows.length === 0) return null;
  return {
    record: {
      ...sectionDayRecord(key.of, key.last),
      title: `${key.of} ${key.last} 监测值`,
      at: span.until,
      facts: fact('数据行数', rows.length),
    },
    references:
      span.isWhole && rows.length > MOST_ROWS
        ? [...new Set(rows.map(({ at }) => hourOf(at)))].map((hour) => sectionDayRecord(key.of, hour))
        : rows.map(({ sectionId, at, revision }) => sectionRowRecord(sectionId, at, revision)),
  };
};

const KINDS: Readonly<Record<string, string>> = { source: '水源样品', outlet: '出厂水样品' };

/** A sample in the version asked for, by the limits its source has now. */
export const sourceResult: Reader = async (tx, id, version) => {
  const dated = cutLast(id);
  const kinded = dated && cutLast(dated.of);
  if (!dated || !kinded || !isDay(dated.last) || (kinded.last !== 'source' && kinded.last !== 'outlet')) return null;
  const source = await findSource(tx, kinded.of);
  const key = { sourceId: kinded.of, kind: kinded.last, sampledOn: dated.last } as const;
  const result = await resultVersion(tx, key, version);
  if (!source || !result) return null;
  const { isCompliant, beyond } = evaluateResult(source, result).evaluation;
  return {
    record: {
      ...sourceResultRecord(result, result.version),
      title: `${source.name} ${result.sampledOn} ${KINDS[result.kind] ?? result.kind}`,
      at: shanghaiInstant(result.sampledOn, 24),
      facts: [
        ...fact('评价', isCompliant === null ? '无限值' : isCompliant ? '达标' : '超标'),
        ...fact('超标项目', beyond.map(({ name, multiple }) => (multiple ? `${name}(${multiple})` : name)).join('、')),
        ...itemFacts(result.itemValues, { ...source.sourceLimits, ...source.outletLimits }),
        ...fact('取水量', result.volume, '万吨'),
        ...fact('录入人', result.recordedBy),
        ...fact('录入时间', result.recordedAt.toISOString()),
      ],
    },
    references: [],
  };
};

/** A day as its plant reported it. */
export const plantDay: Reader = async (tx, id, version) => {
  const key = cutLast(id);
  if (!key || !isDay(key.last)) return null;
  const named = await findPlant(tx, key.of);
  const day = await plantDayVersion(tx, { outletId: key.of, day: key.last }, version);
  if (!named || !day) return null;
  return {
    record: {
      ...plantDayRecord(key.of, key.last, day.version),
      title: `${named.name} ${key.last} 运行日报`,
      at: shanghaiInstant(key.last, 24),
      facts: [
        ...fact('可用处理能力', day.usableCapacity, '立方米'),
        ...fact('进水量', day.inflow, '立方米'),
        ...fact('处理水量', day.treated, '立方米'),
        ...fact('污泥产生', day.sludgeProduced, '吨'),
        ...fact('污泥外运', day.sludgeMoved, '吨'),
        ...itemFacts(day.effluent, named.plant.limits),
        ...fact('录入人', day.recordedBy),
        ...fact('录入时间', day.recordedAt.toISOString()),
      ],
    },
    references: [],
  };
};
