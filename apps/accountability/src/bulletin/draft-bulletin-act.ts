import type { EntityManager } from 'typeorm';
import type { Pack } from '#libs/policy/pack.js';
import type { Bulletin as BulletinPolicy } from '#libs/policy/reporting.schema.js';
import type { Bulletin } from './bulletin.store.js';
import type { BulletinPaper } from './compose-bulletin.js';

/** Drafts the bulletin as a formal act and answers its id. */
export const draftBulletinAct = async (
  _tx: EntityManager,
  _pack: Pack,
  _policy: BulletinPolicy,
  _bulletin: Bulletin,
  _paper: BulletinPaper,
): Promise<string | null> => Promise.resolve(null);
