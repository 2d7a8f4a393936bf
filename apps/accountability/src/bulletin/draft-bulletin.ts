import type { EntityManager } from 'typeorm';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { itemInForce, itemVersion } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import { makeAssessment } from '../assessment/make-assessment.js';
import { unsealedSources } from '../indicator/seal.store.js';
import { type Bulletin, saveDrafted, waitingBulletins } from './bulletin.store.js';
import { composeBulletin } from './compose-bulletin.js';
import { draftBulletinAct } from './draft-bulletin-act.js';

const draftBulletin = async (
  tx: EntityManager,
  pack: Pack,
  bulletin: Bulletin,
  missing: readonly string[],
  now: Date,
): Promise<void> => {
  const policy = itemVersion(pack.bulletins, bulletin.policyId, bulletin.policyVersion);
  const scheme = itemInForce(pack.assessments, policy.assessment, shanghaiDate(bulletin.slot));
  const assessment = await makeAssessment(tx, pack, scheme, bulletin.periodLabel, missing, bulletin.slot, now);
  const paper = await composeBulletin(tx, pack, bulletin, assessment, missing);
  const actId = await draftBulletinAct(tx, pack, policy, bulletin, paper);
  await saveDrafted(
    tx,
    {
      bulletinId: bulletin.bulletinId,
      missingSources: missing,
      actId,
      assessmentId: assessment.assessmentId,
      assessmentRevision: assessment.revision,
      figures: paper.figures,
    },
    now,
  );
};

/**
 * Ranks the month and drafts every waiting bulletin whose sources have sealed the end of its month, or whose wait is over
 * at `now`; then the bulletin names who is missing.
 */
export const draftReadyBulletins = async (tx: EntityManager, pack: Pack, now: Date): Promise<void> => {
  for (const bulletin of await waitingBulletins(tx, true)) {
    const policy = itemVersion(pack.bulletins, bulletin.policyId, bulletin.policyVersion);
    const missing = await unsealedSources(tx, policy.seal, bulletin.cutoff, policy.sources);
    if (missing.length > 0 && bulletin.waitUntil > now) continue;
    await draftBulletin(tx, pack, bulletin, missing, now);
  }
};
