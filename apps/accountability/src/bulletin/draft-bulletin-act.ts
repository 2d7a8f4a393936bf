import type { EntityManager } from 'typeorm';
import { UnitState } from '#libs/contracts/directory.events.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { allReferences } from '#libs/messaging/reference.js';
import { inForce } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import type { Bulletin as BulletinPolicy } from '#libs/policy/reporting.schema.js';
import { draftAct } from '../act/draft-act.js';
import type { Bulletin } from './bulletin.store.js';
import type { BulletinPaper } from './compose-bulletin.js';

/** Every unit that is assessed or supervised by the district gets the bulletin. */
const recipients = async (tx: EntityManager, pack: Pack, day: string): Promise<string[]> => {
  const types = new Set(
    inForce(pack.unitTypes, day)
      .filter(({ assessedAs, external }) => !external && (assessedAs === 'counties' || assessedAs === 'departments'))
      .map(({ id }) => id),
  );
  return (await allReferences(tx, UnitState)).filter(({ type }) => types.has(type)).map(({ id }) => id);
};

/** Drafts the bulletin as a formal act; the same month twice is the same act. Answers its id. */
export const draftBulletinAct = async (
  tx: EntityManager,
  pack: Pack,
  policy: BulletinPolicy,
  bulletin: Bulletin,
  paper: BulletinPaper,
): Promise<string> => {
  const act = await draftAct(tx, pack, {
    key: `bulletin/${policy.id}/${bulletin.periodLabel}`,
    kind: policy.act,
    cause: `bulletin/${bulletin.periodLabel}`,
    addresseeUnitId: null,
    addresseePostIds: [],
    copyToUnitIds: await recipients(tx, pack, shanghaiDate(bulletin.slot)),
    parameters: paper.values,
    figures: paper.figures,
    basis: paper.basis,
    occurredAt: bulletin.slot,
  });
  return act.actId;
};
