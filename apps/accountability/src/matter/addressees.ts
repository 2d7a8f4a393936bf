import type { EntityManager } from 'typeorm';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { inForce } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import { inOrder } from '#libs/persistence/in-order.js';
import { postsOfKinds, unitOfType } from '../paper/post-names.js';

/** Units and posts a matter concerns, by the relation in which they stand to it. */
export interface MatterUnits {
  readonly leadUnitId: string | null;
  readonly supportingUnitIds: readonly string[];
  readonly territorialUnitId: string | null;
  readonly supervisingUnitId: string | null;
  readonly acceptanceUnitId: string | null;
  /** The leader this matter is assigned to, and who answers for it within the unit. */
  readonly leaderPostId: string | null;
  readonly responsiblePostId: string | null;
}

export interface Addressees {
  readonly unitIds: readonly string[];
  readonly postIds: readonly string[];
}

/** Type of the unit that keeps the office's work. */
export const OFFICE = 'ECO_COMMITTEE_OFFICE';

/**
 * Whom a relation of the pack stands for in a matter. A relation `of: area` names posts of whichever unit holds them; where
 * there are several of a kind, the leader assigned to the matter stands for them all. Empty where the matter has none.
 */
export const addresseesOf = async (
  tx: EntityManager,
  pack: Pack,
  relationId: string,
  units: MatterUnits,
  on: CivilDate,
): Promise<Addressees> => {
  const relation = inForce(pack.relations, on).find(({ id }) => id === relationId);
  if (!relation) throw new Error(`the pack has no relation ${relationId} in force on ${on}`);
  const office = relation.of === 'office' ? await unitOfType(tx, OFFICE) : null;
  const named: Readonly<Record<typeof relation.of, readonly (string | null)[]>> = {
    lead: [units.leadUnitId],
    supporting: units.supportingUnitIds,
    territorial: [units.territorialUnitId],
    supervising: [units.supervisingUnitId],
    acceptance: [units.acceptanceUnitId],
    office: [office?.id ?? null],
    area: [],
  };
  if (relation.of === 'area') {
    const posts = await postsOfKinds(tx, relation.posts, null);
    const assigned = posts.filter(({ id }) => id === units.leaderPostId);
    const chosen = assigned.length > 0 ? assigned : posts;
    return { unitIds: [...new Set(chosen.map(({ unitId }) => unitId))], postIds: chosen.map(({ id }) => id) };
  }
  const unitIds = named[relation.of].filter((id) => id !== null);
  const posts = await inOrder(unitIds, (unitId) => postsOfKinds(tx, relation.posts, unitId));
  return { unitIds, postIds: posts.flat().map(({ id }) => id) };
};
