import type { EntityManager } from 'typeorm';
import { CalendarState } from '#libs/contracts/directory.events.js';
import { type CivilDate, shanghaiDate, startOfDay } from '#libs/domain/calendar/shanghai.js';
import type { ActCommand, TimerCommand } from '#libs/domain/escalation/ladder-state.js';
import { allReferences } from '#libs/messaging/reference.js';
import { absorbAct, dropDraft } from '../act/absorb-act.js';
import { issueByItself } from '../act/issue-by-itself.js';
import { liftAct } from '../act/lift-act.js';
import { markOverdue, markReschedule } from '../act/mark-act.js';
import { lockActOfStep } from '../act/act.store.js';
import type { LadderParts } from './ladder-event.js';
import type { LoadedLadder } from './ladder.store.js';
import { setLadderTimer } from './set-ladder-timer.js';
import { draftLiftingPaper, draftStepPaper, draftWithdrawal } from './step-paper.js';
import { type StepChange, tellStep } from './tell-step.js';

interface Commands {
  readonly timers: readonly TimerCommand[];
  readonly acts: readonly ActCommand[];
}

/** Version of the calendar a limit was reckoned by, so that a new one finds what to reckon again. */
const calendarVersion = async (tx: EntityManager): Promise<string> =>
  (await allReferences(tx, CalendarState)).map(({ year, version }) => `${year}.${version}`).join(',');

/** Business time of a command: the event's own on its day; a limit that passed earlier is dated the day it passed. */
const timeOf = (on: CivilDate, occurredAt: Date): Date =>
  on === shanghaiDate(occurredAt) ? occurredAt : startOfDay(on);

const perform = async (
  tx: EntityManager,
  parts: LadderParts,
  loaded: LoadedLadder,
  command: ActCommand,
  occurredAt: Date,
): Promise<void> => {
  const { row, state } = loaded;
  const at = timeOf(command.on, occurredAt);
  const step = 'step' in command ? (state.steps.find(({ no }) => no === command.step) ?? null) : null;
  const tell = (change: Pick<StepChange, 'outcome'> & Partial<StepChange>): Promise<void> =>
    tellStep(tx, row, { step, on: command.on, occurredAt: at, ...change });
  if (command.op === 'end') return tell({ outcome: 'ended' });
  if (!step) throw new Error(`ladder ${row.ladderId} has no step ${command.step}`);
  const limitOf = (duty: string): CivilDate | null => step.duties.find(({ id }) => id === duty)?.dueOn ?? null;

  switch (command.op) {
    case 'propose': {
      const act = await draftStepPaper(tx, parts, row, step, at);
      if (act && command.isAutomatic) await issueByItself(tx, parts, act, at);
      return tell({ outcome: 'proposed', actId: act?.actId ?? null, dueOn: step.duties[0]?.dueOn ?? null });
    }
    case 'await-data':
      return tell({ outcome: 'awaiting-data' });
    case 'absorb': {
      // Where two rungs are entered in one breath the lower one never had a paper; it gets one, to be seen as absorbed.
      const act =
        (await lockActOfStep(tx, row.ladderId, command.step)) ?? (await draftStepPaper(tx, parts, row, step, at));
      const higher = await lockActOfStep(tx, row.ladderId, command.by);
      if (act) await absorbAct(tx, act, higher, at);
      return tell({ outcome: 'absorbed', actId: act?.actId ?? null });
    }
    case 'cancel': {
      const act = await lockActOfStep(tx, row.ladderId, command.step);
      if (act) await dropDraft(tx, act, '事由已消失', at);
      return tell({ outcome: 'cancelled', actId: act?.actId ?? null });
    }
    case 'answered': {
      const act = await lockActOfStep(tx, row.ladderId, command.step);
      return tell({ outcome: 'answered', duty: command.duty, dueOn: limitOf(command.duty), actId: act?.actId ?? null });
    }
    case 'overdue': {
      const act = await lockActOfStep(tx, row.ladderId, command.step);
      if (act) await markOverdue(tx, act, { duty: command.duty, since: command.on }, at);
      return tell({ outcome: 'overdue', duty: command.duty, dueOn: limitOf(command.duty), actId: act?.actId ?? null });
    }
    case 'reschedule': {
      const act = await lockActOfStep(tx, row.ladderId, command.step);
      if (act) await markReschedule(tx, act, command.notBefore, at);
      return tell({ outcome: 'rescheduling', dueOn: command.notBefore, actId: act?.actId ?? null });
    }
    case 'propose-lift': {
      const act = await draftLiftingPaper(tx, parts, row, step, command.document, at);
      return tell({ outcome: 'lifting', actId: act?.actId ?? null });
    }
    case 'lift': {
      const act = await lockActOfStep(tx, row.ladderId, command.step);
      if (act) await liftAct(tx, act, { on: command.on, reason: '预警解除' }, at);
      return tell({ outcome: 'lifted', actId: act?.actId ?? null });
    }
    case 'propose-withdrawal': {
      const act = await draftWithdrawal(tx, parts, row, step, at);
      return tell({ outcome: 'lifting', actId: act?.actId ?? null });
    }
  }
};

/**
 * Does what the kernel commands: sets and cancels timers, drafts, absorbs, lifts and marks acts, tells the others. A
 * paper is absorbed after the one that takes its place has been drafted.
 */
export const performCommands = async (
  tx: EntityManager,
  parts: LadderParts,
  loaded: LoadedLadder,
  commands: Commands,
  occurredAt: Date,
): Promise<void> => {
  const version = commands.timers.length > 0 ? await calendarVersion(tx) : '';
  for (const timer of commands.timers) await setLadderTimer(tx, loaded.row.ladderId, timer, version);
  const absorbs = commands.acts.filter(({ op }) => op === 'absorb');
  const others = commands.acts.filter(({ op }) => op !== 'absorb');
  for (const command of [...others, ...absorbs]) await perform(tx, parts, loaded, command, occurredAt);
};
