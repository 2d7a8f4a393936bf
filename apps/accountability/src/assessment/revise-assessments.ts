import type { EntityManager } from 'typeorm';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { inForce, itemVersion } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import type { StoredIndicator } from '../indicator/indicator.store.js';
import { currentAssessment } from './assessment.store.js';
import { makeAssessment } from './make-assessment.js';

/**
 * A number came after its period had been ranked (reviewed data, a decided evaluation point): ranks it again by the version
 * of the scheme it was ranked by. Periods not ranked yet wait for their slot.
 */
export const reviseAssessments = async (
  tx: EntityManager,
  pack: Pack,
  indicator: StoredIndicator,
  now: Date,
): Promise<void> => {
  const schemes = inForce(pack.assessments, shanghaiDate(indicator.occurredAt)).filter(
    (scheme) =>
      scheme.indicator === indicator.definition &&
      scheme.period === indicator.period.kind &&
      scheme.subject === indicator.subject.kind,
  );
  for (const { id } of schemes) {
    const made = await currentAssessment(tx, id, indicator.period.label);
    if (!made) continue;
    const scheme = itemVersion(pack.assessments, id, made.schemeVersion);
    // Its sources have arrived after all when it is made again.
    await makeAssessment(tx, pack, scheme, indicator.period.label, [], indicator.occurredAt, now);
  }
};
