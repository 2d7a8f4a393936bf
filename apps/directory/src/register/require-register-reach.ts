import type { EntityManager } from 'typeorm';
import type { PostState, UnitState } from '#libs/contracts/directory.events.js';
import type { DataOf } from '#libs/contracts/event.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { Identity } from '#libs/identity/identity.js';
import { requireScope, scopeRoots } from '#libs/identity/scope.js';
import { findState, type Noun, type RegisterState } from './register.store.js';

type Unit = DataOf<typeof UnitState>;

const unitOf = (tx: EntityManager, id: string): Promise<Unit | null> => findState<Unit>(tx, 'unit', id);

/** Whether one of the units a permission is held at is the installation's own top. */
export const managesTheTop = async (tx: EntityManager, identity: Identity, permission: string): Promise<boolean> => {
  for (const unitId of scopeRoots(identity, permission)) {
    const unit = await unitOf(tx, unitId);
    if (unit && unit.parentId === null && !unit.external) return true;
  }
  return false;
};

/** The unit a state stands at; null where it is the whole installation's. */
const unitAt = (tx: EntityManager, noun: Noun, state: RegisterState): Unit | Promise<Unit | null> | null => {
  if (noun === 'unit') return state as Unit;
  return noun === 'post' ? unitOf(tx, (state as DataOf<typeof PostState>).unitId) : null;
};

/**
 * Units and their posts are written by whoever manages them; areas, people, duties, calendars and roles are everybody's, and
 * units outside the installation's own tree nobody's below it: those are written by whoever manages the top. Refuses with
 * FORBIDDEN_UNIT; pass the state before and the one to come, so that nothing is taken from or given to a stranger.
 */
export const requireRegisterReach = async (
  tx: EntityManager,
  identity: Identity,
  noun: Noun,
  states: readonly (RegisterState | null)[],
): Promise<void> => {
  for (const state of states) {
    if (state === null) continue;
    const unit = await unitAt(tx, noun, state);
    if (unit && !unit.external) requireScope(identity, 'directory.manage', unit.path);
    else if (!(await managesTheTop(tx, identity, 'directory.manage')))
      throw new Refusal('FORBIDDEN_UNIT', 'this belongs to the whole installation: its top administrator writes it', {
        permission: 'directory.manage',
      });
  }
};
