import type { EntityManager } from 'typeorm';
import type { EventOf } from '#libs/contracts/event.js';
import type { ProblemChanged } from '#libs/contracts/ledger.events.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { inForce } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import { keepClosureFact } from '../act/closure-fact.store.js';
import { advanceLadder } from '../ladder/advance-ladder.js';
import { workingCalendar } from '../rule/working-calendar.js';
import { lockCause, openWarningOf } from '../warning/warning.store.js';
import { keepItemState } from './item-state.store.js';

/** Actions of a problem's life that are facts for the ladder over it. */
const FACTS: Readonly<Record<string, string>> = { refuse: 'refused-closure', reopen: 'rebound' };

/** Keeps the state of a problem, and tells the ladder of its standing warning what happened to it. */
export const takeProblem = async (
  tx: EntityManager,
  pack: Pack,
  event: EventOf<typeof ProblemChanged>,
): Promise<void> => {
  const { data, occurredAt } = event;
  await keepClosureFact(tx, event);
  const closings = data.items.map(({ closedAt }) => closedAt);
  const isNew = await keepItemState(
    tx,
    {
      recordId: data.problemId,
      version: data.version,
      problemNo: data.problemNo,
      title: data.title,
      state: data.state,
      leadUnitId: data.leadUnitId,
      closedOn: closings.length > 0 && !closings.includes(null) ? (closings.sort().at(-1) ?? null) : null,
    },
    data,
  );
  const fact = FACTS[data.action];
  if (!isNew || fact === undefined) return;
  const subject = { kind: 'problem' as const, id: data.problemId };
  for (const rule of inForce(pack.rules, shanghaiDate(occurredAt)).filter(({ source }) => source === 'item')) {
    await lockCause(tx, rule.id, `problem:${data.problemId}`);
    const warning = await openWarningOf(tx, rule.id, subject);
    if (!warning || warning.ladder === null) continue;
    await advanceLadder(
      tx,
      { pack, calendar: await workingCalendar(tx) },
      {
        kind: 'fact',
        warningId: warning.warningId,
        on: shanghaiDate(occurredAt),
        occurredAt,
        fact,
        factId: `${data.problemId}:${data.version}`,
      },
    );
  }
};
