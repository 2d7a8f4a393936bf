import { inOrder } from '#libs/persistence/in-order.js';
import type { EntityManager } from 'typeorm';
import { PostState, UnitState } from '#libs/contracts/directory.events.js';
import type { DataOf } from '#libs/contracts/event.js';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { allReferences, findReference } from '#libs/messaging/reference.js';
import { inForce } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';

export type Post = DataOf<typeof PostState>;
export type Unit = DataOf<typeof UnitState>;

/** Posts of the given kinds, of one unit or (with null) of whichever unit has them; in the order of the kinds. */
export const postsOfKinds = async (
  tx: EntityManager,
  kinds: readonly string[],
  unitId: string | null,
): Promise<Post[]> => {
  const posts = await allReferences(tx, PostState);
  return kinds.flatMap((kind) =>
    posts.filter((post) => post.kind === kind && (unitId === null || post.unitId === unitId)),
  );
};

/** The unit of a type; null where the register has none or has not arrived. */
export const unitOfType = async (tx: EntityManager, type: string): Promise<Unit | null> =>
  (await allReferences(tx, UnitState)).find((unit) => unit.type === type && !unit.external) ?? null;

export const holdsOn = ({ from, to }: Post['holders'][number], day: CivilDate): boolean =>
  from <= day && (to === null || day < to);

/** Who holds a post on a day; an acting holder only where nobody else does. */
export const holderOn = (post: Post, day: CivilDate): string | null => {
  const holding = post.holders.filter((one) => holdsOn(one, day));
  return (holding.find(({ acting }) => !acting) ?? holding[0])?.personId ?? null;
};

export const unitName = async (tx: EntityManager, unitId: string | null, short = false): Promise<string | null> => {
  const unit = unitId === null ? null : await findReference(tx, UnitState, unitId);
  return unit ? (short ? unit.shortName : unit.name) : unitId;
};

/**
 * A post as a paper names it. Posts that stand for the whole area go by their title (市长), all others by unit and title.
 */
export const postName = async (tx: EntityManager, pack: Pack, postId: string, day: CivilDate): Promise<string> => {
  const post = await findReference(tx, PostState, postId);
  if (!post) return postId;
  const kind = inForce(pack.postKinds, day).find(({ id }) => id === post.kind);
  if (kind?.reach === 'area' && kind.isLeader) return post.title;
  const unit = await unitName(tx, post.unitId, true);
  return unit !== null && !post.title.startsWith(unit) ? `${unit}${post.title}` : post.title;
};

export const postNames = (tx: EntityManager, pack: Pack, ids: readonly string[], day: CivilDate): Promise<string[]> =>
  inOrder(ids, (id) => postName(tx, pack, id, day));

/** Organs a paper is copied to (抄送 names organs, GB/T 9704-2012, 7.4.2): the units, and those in which copied posts sit. */
export const copiedOrgans = async (
  tx: EntityManager,
  unitIds: readonly string[],
  postIds: readonly string[],
): Promise<string[]> => {
  const ofPosts = await inOrder(postIds, async (id) => (await findReference(tx, PostState, id))?.unitId);
  return [...new Set([...unitIds, ...ofPosts.flatMap((id) => id ?? [])])];
};

/** Paths of units joined, for scope checks; a unit not known yet stands for itself. */
export const pathsOf = async (tx: EntityManager, unitIds: readonly (string | null)[]): Promise<string[]> => {
  const paths = new Set<string>();
  for (const id of unitIds) {
    if (id === null) continue;
    const unit = await findReference(tx, UnitState, id);
    for (const one of unit?.path ?? [id]) paths.add(one);
  }
  return [...paths];
};
