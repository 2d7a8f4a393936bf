import type { EntityManager } from 'typeorm';
import { IndicatorData } from '#libs/contracts/indicator.js';
import { MonitoringIndicator } from '#libs/contracts/monitoring.events.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { deterministicId, publishAll } from '#libs/messaging/outbox.js';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { inGroups, type RecordReference } from '#libs/evidence/reference-group.js';
import { keepGroups } from '#libs/evidence/reference-group.store.js';
import { SERVICE } from '../service-name.js';
import type { Policy } from '../policy.js';
import { currentIndicators, insertIndicators } from './indicator.store.js';

/** A number worked out, before it is known whether it says anything new. */
export interface Observation {
  readonly definition: string;
  readonly subject: IndicatorData['subject'];
  readonly period: {
    readonly kind: IndicatorData['period']['kind'];
    readonly label: string;
    readonly start: Date;
    readonly end: Date;
  };
  readonly value: string | null;
  readonly valid: boolean;
  readonly invalidReason?: string | null;
  readonly numerator?: string | null;
  readonly denominator?: string | null;
  readonly coverage?: IndicatorData['coverage'];
  readonly dataState: IndicatorData['dataState'];
  readonly edition: string;
  readonly details: Readonly<Record<string, unknown>>;
  /** Any number of references; what is published names groups of them where they are more than a basis may name. */
  readonly basis: { readonly references: readonly RecordReference[] };
  /** What people report may come long after its period: it is dated by when it was learnt, later than the period's end. */
  readonly isReported?: true;
}

/** The id under which a revision is published; evidence refers to it. */
export const indicatorId = (data: Pick<IndicatorData, 'definition' | 'subject' | 'period' | 'revision'>): string =>
  deterministicId(
    'monitoring.indicator',
    data.definition,
    data.subject.kind,
    data.subject.id,
    data.period.label,
    data.revision,
  );

const keyOf = (one: { definition: string; subject: { kind: string; id: string }; period: { label: string } }): string =>
  [one.definition, one.subject.kind, one.subject.id, one.period.label].join('|');

/** What a number says; what it rests on may have a new revision without changing it. */
const saying = ({ basis: _basis, revision: _revision, ...rest }: IndicatorData): string => canonicalJson(rest);

/** What an observation says, without what it rests on. */
const dataOf = (one: Observation, revision: number, policy: Policy): IndicatorData =>
  IndicatorData.parse({
    definition: one.definition,
    subject: one.subject,
    period: { ...one.period, start: one.period.start.toISOString(), end: one.period.end.toISOString() },
    value: one.value,
    unit: policy.indicator(one.definition, shanghaiDate(one.period.start)).unit,
    valid: one.valid,
    invalidReason: one.invalidReason ?? null,
    numerator: one.numerator ?? null,
    denominator: one.denominator ?? null,
    coverage: one.coverage ?? null,
    dataState: one.dataState,
    edition: one.edition,
    revision,
    details: one.details,
    basis: {},
  });

/**
 * Publishes numbers that are new or say something else than before, each correction with a higher revision. A first
 * revision is dated by the end of its period, what people reported and a correction by `learnedAt`, when it became known.
 * Answers how many were published.
 */
export const observeIndicators = async (
  tx: EntityManager,
  observations: readonly Observation[],
  learnedAt: Date,
  policy: Policy,
): Promise<number> => {
  const known = new Map(
    (
      await currentIndicators(
        tx,
        observations.map(({ definition, subject, period }) => ({
          definition,
          subjectKind: subject.kind,
          subjectId: subject.id,
          periodLabel: period.label,
        })),
      )
    ).map((data) => [keyOf(data), data]),
  );
  const fresh = new Map<string, IndicatorData>();
  for (const one of observations) {
    const before = known.get(keyOf(one));
    const data = dataOf(one, (before?.revision ?? 0) + 1, policy);
    if (!before || saying(before) !== saying(data)) fresh.set(keyOf(one), data);
  }
  const reported = new Set(observations.filter(({ isReported }) => isReported).map(keyOf));
  const bases = new Map(
    observations.flatMap((one) =>
      fresh.has(keyOf(one)) ? [[keyOf(one), inGroups(SERVICE, one.basis.references)] as const] : [],
    ),
  );
  await keepGroups(
    tx,
    [...bases.values()].flatMap(({ groups }) => groups),
  );
  const list = [...fresh.values()].map((data) => ({
    id: indicatorId(data),
    data: {
      ...data,
      basis: { references: [...(bases.get(keyOf(data))?.references ?? [])], query: null },
    },
  }));
  await insertIndicators(tx, list);
  await publishAll(
    tx,
    MonitoringIndicator,
    list.map(({ id, data }) => {
      const end = new Date(data.period.end);
      return {
        id,
        key: `${data.subject.kind}/${data.subject.id}`,
        data,
        occurredAt: (data.revision === 1 && !reported.has(keyOf(data))) || learnedAt < end ? end : learnedAt,
      };
    }),
  );
  return list.length;
};
