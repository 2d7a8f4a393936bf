import type { EntityManager } from 'typeorm';
import { datesOf } from '#libs/domain/calendar/shanghai.js';
import type { Policy } from '../policy.js';
import { lockRecomputation, type Recomputation, saveStep } from './recomputation.store.js';
import { recomputeDays } from './recompute-days.js';
import { recomputeDust } from './recompute-dust.js';
import { recomputeSections } from './recompute-sections.js';

/** How far a recomputation is, in percent; 100 when nothing is left. */
export type Percent = number;

const STEPS = { air: recomputeDays, water: recomputeSections, dust: recomputeDust } as const;

/** Of air by the days that are done, of water and dust by the steps. */
export const percentDone = (
  of: Pick<Recomputation, 'kind' | 'fromDay' | 'toDay' | 'nextDay' | 'stepsDone' | 'stepsOf' | 'finishedAt'>,
): Percent => {
  if (of.finishedAt !== null) return 100;
  if (of.kind !== 'air') return of.stepsOf === 0 ? 0 : Math.floor((of.stepsDone * 100) / of.stepsOf);
  const all = datesOf({ from: of.fromDay, to: of.toDay }).length;
  const left = datesOf({ from: of.nextDay, to: of.toDay }).length;
  return Math.floor(((all - left) * 100) / all);
};

/**
 * Takes a recomputation a step on; answers how far it is afterwards. Called again after a crash it goes on where the last
 * committed step ended.
 */
export const recompute = async (tx: EntityManager, id: string, policy: Policy, now: Date): Promise<Percent> => {
  const work = await lockRecomputation(tx, id);
  if (!work || work.finishedAt !== null) return 100;
  const step = await STEPS[work.kind](tx, work, policy, now);
  await saveStep(tx, work, step);
  return percentDone({ ...work, ...step });
};
