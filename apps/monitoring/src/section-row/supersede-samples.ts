import type { EntityManager } from 'typeorm';
import { monthOf, monthSpan, naturalDayOf, shanghaiInstant } from '#libs/domain/calendar/shanghai.js';
import type { SectionRowSent } from '../packet/measured.js';
import type { Policy } from '../policy.js';
import { emptyEarlierSamples, type SectionRowKept } from './section-row.store.js';
import { reassessSections } from './take-section-rows.js';

/**
 * Samples people took stand for their section and month: what an earlier file said of it gives way whole, and is kept as
 * the past of its rows. Samples of one file stand beside each other. Answers the rows that gave way.
 */
export const supersedeSamples = async (
  tx: EntityManager,
  samples: readonly SectionRowSent[],
  policy: Policy,
): Promise<readonly SectionRowKept[]> => {
  if (samples.length === 0) return [];
  const months = new Map(
    samples.map(({ sectionId, at, sourceNo, packetId, receivedAt }) => {
      const month = monthOf(naturalDayOf(at));
      const { from, to } = monthSpan(month);
      const span = { after: shanghaiInstant(from), until: shanghaiInstant(to, 24) };
      return [`${sourceNo} ${sectionId} ${month}`, { sectionId, ...span, sourceNo, packetId, receivedAt }];
    }),
  );
  const gone = await emptyEarlierSamples(tx, [...months.values()]);
  const learnedAt = new Date(samples.reduce((latest, { receivedAt }) => Math.max(latest, receivedAt.getTime()), 0));
  await reassessSections(tx, gone, learnedAt, policy);
  return gone;
};
