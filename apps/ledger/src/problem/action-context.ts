import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import type { WorkingCalendar } from '#libs/domain/calendar/working-day.js';
import type { ProblemAction } from '#libs/domain/problem/transitions.js';
import type { Identity } from '#libs/identity/identity.js';
import type { Pack } from '#libs/policy/pack.js';
import type { ClosureRules } from '#libs/policy/work.schema.js';
import type { ACTION_FORMS } from './problem-action.api.js';
import type { ProblemEntity, ProblemItemEntity } from './problem.entity.js';

/** What an action's own checks and effects may use; they change `problem` and `items` in place. */
export interface ActionContext {
  readonly tx: EntityManager;
  readonly pack: Pack;
  readonly rules: ClosureRules;
  readonly calendar: WorkingCalendar;
  readonly problem: ProblemEntity;
  readonly items: readonly ProblemItemEntity[];
  readonly identity: Identity;
  /** Business time of the act, its day, and when it became known. */
  readonly at: Date;
  readonly on: CivilDate;
  readonly now: Date;
}

/** What was filled in for an action. */
export type Given<A extends ProblemAction> = z.infer<z.ZodObject<(typeof ACTION_FORMS)[A]['shape']>>;
/** Checks of the action's own, and what it changes besides the state. */
export type Effect<A extends ProblemAction> = (context: ActionContext, given: Given<A>) => Promise<void> | void;
export type Effects<A extends ProblemAction> = { readonly [K in A]: Effect<K> };
