import type { EntityManager } from 'typeorm';
import { step } from '#libs/domain/escalation/ladder.js';
import { findWarning } from '../warning/warning.store.js';
import { beginLadder } from './begin-ladder.js';
import type { LadderParts, TimedLadderEvent, WarningLadderEvent } from './ladder-event.js';
import {
  addLadderVersion,
  earlierLetters,
  type LoadedLadder,
  lockLadder,
  lockLadderOfWarning,
  saveLadder,
} from './ladder.store.js';
import { performCommands } from './perform-commands.js';
import { tellStep } from './tell-step.js';

export type { LadderParts, WarningLadderEvent } from './ladder-event.js';

/** Events that may begin a ladder; everything else speaks of one that is there. */
const BEGINS: readonly WarningLadderEvent['kind'][] = ['judged', 'instructed'];

const take = async (
  tx: EntityManager,
  parts: LadderParts,
  loaded: LoadedLadder,
  event: TimedLadderEvent,
): Promise<void> => {
  const { row, state: before } = loaded;
  const { occurredAt, ...told } = event;
  const context = {
    policy: row.policy,
    calendar: parts.calendar,
    earlierLetters: await earlierLetters(tx, row),
  };
  const { state, timers, acts } = step(before, told, context);
  // The same event twice changes nothing, and so writes nothing.
  if (state === before) return;
  row.version += 1;
  row.changedAt = occurredAt;
  await saveLadder(tx, row, state, row.policy);
  const known = new Set(before.steps.map(({ no }) => no));
  for (const entered of state.steps.filter(({ no }) => !known.has(no)))
    await tellStep(tx, row, { outcome: 'entered', step: entered, on: entered.enteredOn, occurredAt });
  await performCommands(tx, parts, { row, state }, { timers, acts }, occurredAt);
  await addLadderVersion(tx, row);
};

/**
 * Takes an event about a warning's cause to its ladder, which begins with the first judgement or instruction; a cause that
 * comes back after its ladder has ended begins another. Drafts, timers and events follow in the same transaction. An event
 * about a warning without a ladder changes nothing. Refuses with the codes of the kernel (LADDER_…).
 */
export const advanceLadder = async (
  tx: EntityManager,
  parts: LadderParts,
  event: WarningLadderEvent,
): Promise<void> => {
  const { warningId, ...told } = event;
  const loaded = await lockLadderOfWarning(tx, warningId);
  const isOver = loaded === null || loaded.row.status === 'ended';
  if (!isOver) return take(tx, parts, loaded, told);
  const isGone = told.kind === 'judged' && told.severity === 'green';
  if (!BEGINS.includes(told.kind) || isGone) return;
  const warning = await findWarning(tx, warningId);
  if (!warning || warning.endedAt !== null) return;
  const begun = await beginLadder(tx, parts.pack, warning, (loaded?.row.round ?? 0) + 1, event.occurredAt);
  if (begun) await take(tx, parts, begun, told);
};

/** Takes an event about a step to the ladder it belongs to: a paper approved, issued, received, answered; a limit passed. */
export const tellLadder = async (
  tx: EntityManager,
  parts: LadderParts,
  ladderId: string,
  event: TimedLadderEvent,
): Promise<void> => {
  const loaded = await lockLadder(tx, ladderId);
  if (loaded) await take(tx, parts, loaded, event);
};
