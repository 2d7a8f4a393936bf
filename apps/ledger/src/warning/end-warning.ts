import type { EntityManager } from 'typeorm';
import type { WarningData } from '#libs/contracts/accountability.events.js';
import { cancelTaskOf } from '../task/act-on-task.js';
import { keepWarning, lockWarning } from './warning.store.js';

/**
 * A warning ended. What it opened goes its own way and keeps its link; only a task of a warning that a wider one took in is
 * called off, since the wider one has a task of its own.
 */
export const endWarning = async (tx: EntityManager, warning: WarningData, at: Date, now: Date): Promise<void> => {
  await lockWarning(tx, warning.warningId);
  await keepWarning(tx, warning);
  if (warning.takenInBy !== null) await cancelTaskOf(tx, warning.warningId, warning.takenInBy, at, now);
};
