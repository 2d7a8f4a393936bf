import type { EntityManager } from 'typeorm';
import { type CivilDate, spanInstants } from '#libs/domain/calendar/shanghai.js';
import { GB3838_2002 } from '#libs/domain/water/edition.js';
import { sourceResultRecord } from '../evidence/record-id.js';
import { type Observation, observeIndicators } from '../indicator/observe-indicators.js';
import type { Policy } from '../policy.js';
import { changedSources, markResultsPublished, resultsBetween, untoldSources } from './drinking-source.store.js';
import { type EvaluatedResult, evaluateResult } from './source-figures.js';
import { tellSource } from './tell-source.js';

const DEFINITIONS = {
  source: 'water.source.day.beyond-items',
  outlet: 'water.source.day.outlet-beyond-items',
} as const;
const NOTHING_LIMITED = '检测项目均无限值';

const beyondText = ({ name, multiple }: EvaluatedResult['evaluation']['beyond'][number]): string =>
  multiple === null ? name : `${name}(${multiple})`;

const observationOf = ({ result, evaluation }: EvaluatedResult, limitsOf: string): Observation => {
  const { sourceId, kind, sampledOn, version } = result;
  const { isCompliant, beyond } = evaluation;
  return {
    definition: DEFINITIONS[kind],
    subject: { kind: 'source', id: sourceId },
    period: { kind: 'day', label: sampledOn, ...spanInstants({ from: sampledOn, to: sampledOn }) },
    value: isCompliant === null ? null : String(beyond.length),
    valid: isCompliant !== null,
    invalidReason: isCompliant === null ? NOTHING_LIMITED : null,
    dataState: 'reviewed',
    edition: limitsOf,
    details: { exceeding: beyond.map(beyondText), values: result.itemValues },
    basis: { references: [sourceResultRecord(result, version)] },
    isReported: true,
  };
};

/**
 * Publishes the samples of drinking-water sources and of what leaves their waterworks that are new or corrected: each
 * counts by itself, since one that fails is a matter of its day and not of its month.
 */
export const publishSourceDays = async (
  tx: EntityManager,
  upTo: CivilDate,
  learnedAt: Date,
  policy: Policy,
): Promise<void> => {
  for (const state of await untoldSources(tx)) await tellSource(tx, state, learnedAt);
  const changed = await changedSources(tx, upTo);
  if (changed.length === 0) return;
  const sourceIds = changed.map(({ state }) => state.id);
  const [from] = changed.map((one) => one.from).sort();
  const results = await resultsBetween(tx, { sourceIds, from: from!, to: upTo });
  const observations = changed.flatMap(({ state, from: since }) =>
    results
      .filter(({ sourceId, sampledOn }) => sourceId === state.id && sampledOn >= since)
      .map((result) =>
        observationOf(
          evaluateResult(state, result),
          // Groundwater and what leaves a waterworks are held against the limits registered with the source.
          result.kind === 'outlet' || state.water === 'ground' ? '' : GB3838_2002.id,
        ),
      ),
  );
  // Oldest first: a sample is judged with those before it.
  await observeIndicators(tx, [...observations].reverse(), learnedAt, policy);
  await markResultsPublished(tx, sourceIds, upTo);
};
