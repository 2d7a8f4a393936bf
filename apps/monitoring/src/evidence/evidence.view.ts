/** Every record of this service as the evidence chain shows it, with what it rests on; readings of packets come apart. */
import type { EntityManager } from 'typeorm';
import type { IndicatorData } from '#libs/contracts/indicator.js';
import { AQI_CATEGORIES } from '#libs/domain/air/category.js';
import { type CivilDate, shanghaiInstant } from '#libs/domain/calendar/shanghai.js';
import { hidePassword } from '#libs/domain/hj212/hidden-password.js';
import { factorName } from '#libs/domain/telemetry/factor-codes.js';
import type { ReadingKind } from '#libs/domain/telemetry/packet-readings.js';
import { groupRecord, REFERENCE_GROUP } from '#libs/evidence/reference-group.js';
import { findGroup } from '#libs/evidence/reference-group.store.js';
import { select } from '#libs/persistence/select.js';
import { fact, type Fact } from '#libs/evidence/fact.js';
import { hourRevisions, stationDayRevision } from '../air/air.view.js';
import { finalityOf, findIndicator } from '../indicator/indicator.store.js';
import { packetsOfBuiltHour } from '../minute-hour/minute-hour.store.js';
import { isIntact } from '../packet/packet-integrity.js';
import { findRawPacket } from '../packet/raw-packet.store.js';
import { KIND_NAMES, readingAt } from '../reading/reading.store.js';
import { sectionRowRevision } from '../section-row/section-row.store.js';
import { airFacts, concentrationFacts } from './air-facts.js';
import { findTarget } from '../target/target.store.js';
import { blackWater, blackWaterSample } from './black-water-evidence.js';
import { dustRecognition } from './dust-evidence.js';
import { type Reader, STATES } from './evidence-record.js';
import { heldValue, heldValuesAt, standingFacts } from './held-evidence.js';
import { itemFacts } from '#libs/evidence/item-facts.js';
import {
  dayRecord,
  heldRecord,
  hourRecord,
  indicatorRecord,
  packetRecord,
  readDated,
  readingRecord,
  readReadingId,
  sectionRowRecord,
} from './record-id.js';
import { SERVICE } from '../service-name.js';
import { exceedance, outletDayFacts, outletHour } from './outlet-evidence.js';
import { SUBJECT_READERS } from './subject-evidence.js';
import { readingUnit } from './value-unit.js';
import { classFacts, writtenValue } from '#libs/evidence/class-facts.js';
import { plantDay, sectionDay, sectionMonth, sourceResult } from './water-evidence.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const reportFacts = (report: { aqi: number | null; level: number | null; primary: readonly string[] }): Fact[] => [
  ...fact('AQI', report.aqi ?? '—'),
  ...fact('类别', report.level === null ? null : AQI_CATEGORIES[report.level as 1].name),
  ...fact('首要污染物', report.primary.join('、')),
];

/** A figure to date ends with its target. */
const targetFacts = async (tx: EntityManager, { details }: IndicatorData): Promise<Fact[]> => {
  const { targetId } = details;
  const target = typeof targetId === 'string' && UUID.test(targetId) ? await findTarget(tx, targetId) : null;
  return target?.withdrawnAt
    ? [...fact('目标撤销时间', target.withdrawnAt.toISOString()), ...fact('数值更新', '随目标撤销而止')]
    : [];
};

const indicator: Reader = async (tx, id) => {
  const row = UUID.test(id) ? await findIndicator(tx, id) : null;
  if (!row) return null;
  const { content } = row;
  return {
    record: {
      ...indicatorRecord(id, content.revision),
      title: `${content.definition} ${content.subject.kind} ${content.subject.id} ${content.period.label}`,
      at: row.periodEnd,
      facts: [
        ...fact('数值', writtenValue(content) ?? '—', content.unit),
        ...fact('有效', content.valid ? '是' : content.invalidReason ? `否（${content.invalidReason}）` : '否'),
        ...outletDayFacts(content),
        ...airFacts(content),
        ...classFacts(content),
        ...(await targetFacts(tx, content)),
        ...fact('分子', content.numerator),
        ...fact('分母', content.denominator),
        ...fact('数据状态', STATES[content.dataState]),
        ...fact('标准版本', content.edition),
        ...fact('修订号', content.revision),
        ...fact('结果性质', finalityOf(row) === 'final' ? '最终' : '暂定'),
        ...fact('结账后变更', row.isChangedAfterClosing ? '是' : null),
      ],
    },
    references: content.basis.references.map(({ version, ...rest }) =>
      version === undefined ? rest : { ...rest, version },
    ),
    // Numbers published before there were groups of references may name one; the chain says that it ends there.
    query: content.basis.query,
  };
};

interface HourRevision {
  readonly label: Date;
  readonly revision: number;
}

/** The hours a day was worked out from, as they were then. */
const hoursOfRevisions = (day: CivilDate, revisions: readonly (number | null)[]): HourRevision[] =>
  revisions.flatMap((revision, n) => (revision === null ? [] : [{ label: shanghaiInstant(day, n + 1), revision }]));

const hoursInForce = (tx: EntityManager, stationId: string, day: CivilDate): Promise<HourRevision[]> =>
  select<HourRevision>(
    tx,
    `select h.label, h.revision from station_hour h
      where h.is_current and h.station_id = $1 and h.label > $2 and h.label <= $3 order by h.label`,
    [stationId, shanghaiInstant(day), shanghaiInstant(day, 24)],
  );

const stationDayReader: Reader = async (tx, id, version) => {
  const cut = id.lastIndexOf('~');
  const [stationId, day] = [id.slice(0, cut), id.slice(cut + 1)];
  if (cut < 1 || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  const row = await stationDayRevision(tx, stationId, day, version);
  if (!row) return null;
  const hours = row.hourRevisions ? hoursOfRevisions(day, row.hourRevisions) : await hoursInForce(tx, stationId, day);
  const areOthers = row.hourRevisions === null && !row.isCurrent;
  return {
    record: {
      ...dayRecord(stationId, day, row.revision),
      title: `${stationId} ${day} 日评价`,
      at: shanghaiInstant(day, 24),
      facts: [
        ...reportFacts(row.content.report),
        ...concentrationFacts(row.content.values),
        ...fact('数据状态', STATES[row.dataState]),
        ...fact('小时值版次', areOthers ? '未留存，所列为现行小时值' : null),
      ],
    },
    references: hours.map(({ label, revision }) => hourRecord(stationId, label, revision)),
  };
};

const stationHour: Reader = async (tx, id, version) => {
  const key = readDated(id);
  if (!key) return null;
  const revisions = await hourRevisions(tx, key.subject, key.at);
  const hour =
    version === null ? revisions.find(({ isCurrent }) => isCurrent) : revisions.find((one) => one.revision === version);
  if (!hour) return null;
  const minutes = await packetsOfBuiltHour(tx, hour.stationId, hour.label, hour.revision);
  return {
    record: {
      ...hourRecord(hour.stationId, hour.label, hour.revision),
      title: `${hour.stationId} 小时值`,
      at: hour.label,
      facts: [
        ...reportFacts(hour),
        ...concentrationFacts(hour.values),
        ...fact('作废项目', hour.voided.join('、')),
        ...fact('数据状态', STATES[hour.dataState]),
        ...(minutes.length > 0 ? fact('来源', '由分钟数据计算') : []),
      ],
    },
    references: minutes.map(packetRecord),
    ...(minutes.length > 0 ? {} : { cameIn: { packetId: hour.packetId, at: hour.label } }),
  };
};

const reading: Reader = async (tx, id, version) => {
  const key = readReadingId(id);
  if (!key || !KIND_NAMES.includes(key.kind as ReadingKind)) return null;
  const row = await readingAt(tx, { ...key, kind: key.kind as ReadingKind }, version);
  if (!row) return null;
  const kind = KIND_NAMES[row.kind] ?? 'hour';
  const unit = await readingUnit(tx, row);
  return {
    record: {
      ...readingRecord({ ...row, kind }, row.revision),
      title: `${row.code} ${factorName(row.factor)}`,
      at: row.at,
      facts: [
        ...fact('数值', row.value ?? '—', row.value === null ? undefined : unit),
        ...fact('最小', row.minimum, unit),
        ...fact('最大', row.maximum, unit),
        ...fact('累计', row.total),
        ...fact('数据标记', row.mark),
        ...fact('修订号', row.revision),
      ],
    },
    references: [packetRecord(row.packetId)],
  };
};

const packet: Reader = async (tx, id) => {
  const row = /^\d{1,18}$/.test(id) ? await findRawPacket(tx, id) : null;
  if (!row) return null;
  const shown = hidePassword(row.bytes);
  return {
    record: {
      ...packetRecord(row.id),
      title: `${row.source} 原始报文`,
      at: row.receivedAt,
      facts: [
        ...fact('SHA-256', row.sha256.toString('hex')),
        ...fact('校验', isIntact(row) ? '一致' : '不一致'),
        ...fact('Kafka', `${row.topic}/${row.partition}@${row.recordOffset}`),
        ...fact(
          '接入方式',
          row.door === 'hj212'
            ? 'HJ 212'
            : `${row.layout ?? ''} 第${row.line ?? '?'}行${row.door === 'import' ? '起' : ''}`,
        ),
        ...fact('长度', row.bytes.length, '字节'),
        ...fact('内容', shown.bytes.toString('utf8').slice(0, 2_000)),
        ...fact('密码', shown.isHidden ? '已隐去；SHA-256为原文的' : null),
      ],
    },
    references: [],
  };
};

const sectionRow: Reader = async (tx, id, version) => {
  const key = readDated(id);
  const row = key && (await sectionRowRevision(tx, { sectionId: key.subject, at: key.at }, version));
  if (!row) return null;
  const held = await heldValuesAt(tx, row.sectionId, row.at);
  return {
    record: {
      ...sectionRowRecord(row.sectionId, row.at, row.revision),
      title: `${row.sectionId} 监测值`,
      at: row.at,
      facts: [...itemFacts(row.itemValues), ...standingFacts(held)],
    },
    references: held.map(({ id }) => heldRecord(id)),
    cameIn: { packetId: row.packetId, at: row.at },
  };
};

const referenceGroup: Reader = async (tx, id) => {
  const group = await findGroup(tx, id);
  return group && { record: groupRecord(SERVICE, group), references: group.references };
};

/** Who reads which kind of record. */
export const EVIDENCE_READERS: Readonly<Record<string, Reader>> = {
  indicator,
  'station-day': stationDayReader,
  'station-hour': stationHour,
  reading,
  packet,
  exceedance,
  'outlet-hour': outletHour,
  'section-row': sectionRow,
  'section-day': sectionDay,
  'section-month': sectionMonth,
  'source-result': sourceResult,
  'plant-day': plantDay,
  'held-value': heldValue,
  'dust-recognition': dustRecognition,
  'black-water': blackWater,
  'black-water-sample': blackWaterSample,
  ...SUBJECT_READERS,
  [REFERENCE_GROUP]: referenceGroup,
};
