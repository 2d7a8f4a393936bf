import type { EntityManager } from 'typeorm';
import { PostState } from '#libs/contracts/directory.events.js';
import type { Identity } from '#libs/identity/identity.js';
import { scopeRoots } from '#libs/identity/scope.js';
import { allReferences } from '#libs/messaging/reference.js';
import type { ActEntity } from './act.entity.js';
import type { Post } from '../paper/post-names.js';

/** Whoever may do one of these for the office sees what the office has not let out yet. */
const OFFICE_WORK = ['act.draft', 'act.issue', 'act.sign'];

/** What an identity may see of acts, and what it is asked to do: the values of the filters in SQL. */
export interface ActScope {
  readonly readRoots: string[];
  readonly officeRoots: string[];
  /** Where the office's own desk work is this person's. */
  readonly clerkRoots: string[];
  readonly posts: readonly Post[];
  readonly postIds: string[];
  readonly postKinds: string[];
  readonly postUnitIds: string[];
}

export const actScope = async (tx: EntityManager, identity: Identity): Promise<ActScope> => {
  const posts = (await allReferences(tx, PostState)).filter(({ id }) => identity.postIds.includes(id));
  return {
    readRoots: scopeRoots(identity, 'act.read'),
    officeRoots: [...new Set(OFFICE_WORK.flatMap((permission) => scopeRoots(identity, permission)))],
    clerkRoots: scopeRoots(identity, 'act.issue'),
    posts,
    postIds: [...identity.postIds],
    postKinds: posts.map(({ kind }) => kind),
    postUnitIds: posts.map(({ unitId }) => unitId),
  };
};

const meets = (roots: readonly string[], path: readonly string[]): boolean => roots.some((root) => path.includes(root));

/**
 * Whether an act may be seen: once it is out by its addressees, those it is copied to and whoever stands above them; before
 * that by the office, its signers and the unit asked to countersign.
 */
export const maySeeAct = (
  scope: ActScope,
  act: ActEntity,
  signers: readonly { postId: string | null; postKind: string }[],
): boolean =>
  (act.issuedAt !== null && meets(scope.readRoots, act.unitPath)) ||
  meets(scope.officeRoots, act.officePath) ||
  (act.countersignUnitId !== null && scope.postUnitIds.includes(act.countersignUnitId)) ||
  signers.some(({ postId, postKind }) =>
    postId === null ? scope.postKinds.includes(postKind) : scope.postIds.includes(postId),
  );
