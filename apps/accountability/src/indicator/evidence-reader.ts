import type { EntityManager } from 'typeorm';
import { ItemLagDetails } from '#libs/contracts/item-lag.js';
import { classFacts, writtenValue } from '#libs/evidence/class-facts.js';
import { FIGURE_STATE_NAMES } from '#libs/documents/document-content.js';
import type { Pack } from '#libs/policy/pack.js';
import { joinedPaths } from '../rule/responsible-units.js';
import { aboutNumber, subjectName } from '../rule/subject.js';
import type { EvidenceAnswer } from '../shapes.api.js';
import { findIndicator, type StoredIndicator } from './indicator.store.js';
import { progressState } from './progress-state.js';

/** What is behind a record, and which units' people may see it: null for everybody with the permission. */
export interface Evidence {
  readonly answer: EvidenceAnswer;
  readonly unitPath: readonly string[] | null;
}
/**
 * Finds a record by its id, and the version asked for where its store keeps pasts, otherwise the newest, telling which of
 * them it is; null where there is none.
 */
export type EvidenceReader = (
  tx: EntityManager,
  pack: Pack,
  id: string,
  version: number | null,
) => Promise<Evidence | null>;

export const indicatorEvidence: EvidenceReader = async (tx, pack, id) => {
  const indicator = await findIndicator(tx, id);
  return indicator && evidenceOf(tx, pack, indicator);
};

export const evidenceOf = async (tx: EntityManager, pack: Pack, indicator: StoredIndicator): Promise<Evidence> => {
  const { id } = indicator;
  const { subject, period, coverage } = indicator;
  const name = pack.indicators.find((one) => one.id === indicator.definition)?.name.zh ?? indicator.definition;
  // The number of an item is its units' affair; numbers of air, water and money are everybody's who may read evidence.
  const item = ItemLagDetails.safeParse(indicator.details);
  const units = item.success
    ? [item.data.leadUnitId, ...item.data.supportingUnitIds, item.data.territorialUnitId, item.data.supervisingUnitId]
    : null;
  const facts = [
    { label: name, value: writtenValue(indicator) ?? indicator.invalidReason ?? '—', unit: indicator.unit },
    ...classFacts(indicator),
    { label: '时段', value: period.label },
    // Of work nobody reviews data: how far its progress is confirmed says how firm the number is.
    { label: '数据状态', value: item.success ? FIGURE_STATE_NAMES[progressState(item.data)] : indicator.dataState },
    { label: '版次', value: String(indicator.revision) },
    ...(indicator.edition === '' ? [] : [{ label: '评价依据', value: indicator.edition }]),
    ...(indicator.numerator === null ? [] : [{ label: '分子', value: indicator.numerator }]),
    ...(indicator.denominator === null ? [] : [{ label: '分母', value: indicator.denominator }]),
    ...(coverage === null ? [] : [{ label: '有效数据', value: `${coverage.valid}/${coverage.expected}` }]),
  ];
  const about = item.success
    ? item.data.title
    : subject.kind === 'target'
      ? (await aboutNumber(tx, pack, indicator)).name
      : await subjectName(tx, subject);
  return {
    unitPath:
      units === null
        ? null
        : await joinedPaths(
            tx,
            units.filter((unit) => unit !== null),
          ),
    answer: {
      record: {
        service: 'accountability',
        kind: 'indicator',
        id,
        version: indicator.revision,
        title: `${about}：${name}`,
        at: indicator.period.end.toISOString(),
        facts,
      },
      basis: indicator.basis,
    },
  };
};
