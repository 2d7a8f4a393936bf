/** Hours and exceedances of outlets, and what is said of their days, in the evidence chain. */
import { z } from 'zod';
import type { IndicatorData } from '#libs/contracts/indicator.js';
import { factorName } from '#libs/domain/telemetry/factor-codes.js';
import { inGroups } from '#libs/evidence/reference-group.js';
import { fact, type Fact } from '#libs/evidence/fact.js';
import { exceedanceVersion, outletHourRevision } from '../outlet/outlet.store.js';
import type { Reader } from './evidence-record.js';
import { exceedanceHourRecords, outletHourRecord, readDated } from './record-id.js';
import { SERVICE } from '../service-name.js';
import { outletHourUnit } from './value-unit.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const exceedance: Reader = async (tx, id, version) => {
  if (!UUID.test(id)) return null;
  const row = await exceedanceVersion(tx, id, version);
  if (!row) return null;
  return {
    record: {
      service: 'monitoring',
      kind: 'exceedance',
      id,
      version: row.version,
      title: `${row.outletId} ${factorName(row.factor)} 超标`,
      at: row.startedAt,
      facts: [
        ...fact('限值', row.limitValue, row.unit),
        ...fact('依据', row.limitBasis),
        ...fact('小时数', row.hours.length),
        ...fact('峰值', row.peak, row.unit),
        ...fact('结束', row.endedAt?.toISOString()),
      ],
    },
    // Kept when the episode was told of.
    references: inGroups(SERVICE, exceedanceHourRecords(row)).references,
  };
};

export const outletHour: Reader = async (tx, id, version) => {
  const key = readDated(id);
  const cut = key?.subject.lastIndexOf('~') ?? -1;
  if (!key || cut < 1) return null;
  const [outletId, factor] = [key.subject.slice(0, cut), key.subject.slice(cut + 1)];
  const hour = { outletId, factor, label: key.at };
  const row = await outletHourRevision(tx, hour, version);
  if (!row) return null;
  const unit = row.value === null ? undefined : await outletHourUnit(tx, outletId, factor, key.at);
  return {
    record: {
      ...outletHourRecord(outletId, factor, key.at, row.revision),
      title: `${outletId} ${factorName(factor)} 小时均值`,
      at: key.at,
      facts: [...fact('数值', row.value ?? '—', unit), ...fact('数据标记', row.mark), ...fact('修订号', row.revision)],
    },
    references: [],
    cameIn: { packetId: row.packetId, at: key.at, factor },
  };
};

/** Factors of a published day; what a day published before did not say is absent. */
const DayFactors = z.array(
  z.object({
    name: z.string(),
    mean: z.string().nullable(),
    limit: z.string(),
    unit: z.string(),
    basis: z.string(),
    hours: z.int(),
    fewestHours: z.int().optional(),
    isWeighted: z.boolean(),
    multiple: z.string().nullable(),
  }),
);

/** What a day of an outlet says of each factor: mean, limit with its paper, hours, multiple. Empty for other numbers. */
export const outletDayFacts = ({ definition, details }: Pick<IndicatorData, 'definition' | 'details'>): Fact[] => {
  const factors = definition === 'outlet.day.beyond-factors' ? DayFactors.safeParse(details['factors']).data : [];
  return (factors ?? []).flatMap(({ name, mean, limit, unit, basis, hours, fewestHours, isWeighted, multiple }) =>
    fact(
      name,
      [
        mean === null ? '日均值无效' : `日均值${mean} ${unit}${isWeighted ? '（按流量加权）' : ''}`,
        `日均限值${limit} ${unit}（${basis}）`,
        `有效小时均值${hours}个${fewestHours === undefined ? '' : `，至少须有${fewestHours}个`}`,
        ...(mean === null ? [] : [multiple === null ? '未超标' : `超标${multiple}倍`]),
      ].join('；'),
    ),
  );
};
