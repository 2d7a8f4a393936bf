import type { EntityManager } from 'typeorm';
import { AreaState } from '#libs/contracts/directory.events.js';
import { compare } from '#libs/domain/assessment/percentage.js';
import { addDays, dateOfEpochDay, epochDay, naturalDayOf, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import {
  forgetBefore,
  type GroupingEvent,
  type GroupingPolicy,
  type GroupingState,
  type ProcessChange,
  regroup,
} from '#libs/domain/escalation/grouping.js';
import { NotYet } from '#libs/messaging/faults.js';
import { needReference } from '#libs/messaging/reference.js';
import { inForce } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import type { ProcessRule } from '#libs/policy/pressure.schema.js';
import type { Timer } from '#libs/scheduling/scheduler.js';
import { setTimer } from '#libs/scheduling/timer.store.js';
import { indicatorsOf, type StoredIndicator } from '../indicator/indicator.store.js';
import { applyProcess } from './apply-process.js';
import { type EvaluatedAreas, evaluatedAreas } from './evaluated-areas.js';
import { lockFacts, saveFacts } from './process.store.js';

/** Days of facts kept beyond the latest: corrections of older days come with the yearly review and change no warning. */
const DAYS_KEPT = 400;

/** Value above which a day counts, from the pack's line. */
const lineOf = (pack: Pack, rule: ProcessRule, day: string): string | number => {
  const line = inForce(pack.limits, day).find(({ id }) => id === rule.line);
  if (line?.kind !== 'line') throw new Error(`the pack has no line ${rule.line} on ${day}`);
  return line.above;
};

const takeIn = async (
  tx: EntityManager,
  pack: Pack,
  rule: ProcessRule,
  where: EvaluatedAreas,
  events: readonly GroupingEvent[],
  occurredAt: Date,
): Promise<void> => {
  const policy: GroupingPolicy = { regionalFrom: rule.regionalFrom, areas: where.areas };
  let state: GroupingState = await lockFacts(tx, rule.id);
  const before = state;
  for (const event of events) {
    const next = regroup(policy, state, event);
    state = next.state;
    // What ends or is withdrawn goes last, so that a wider warning stands before it takes a narrower one in.
    const late = (change: ProcessChange): number =>
      Number(change.change === 'taken-in' || change.change === 'withdrawn');
    for (const change of [...next.changes].sort((a, b) => late(a) - late(b)))
      await applyProcess(tx, pack, rule, where, change, occurredAt);
  }
  if (state !== before) {
    const latest = Object.keys(state.facts).sort().at(-1);
    await saveFacts(tx, rule.id, latest ? forgetBefore(policy, state, addDays(latest, -DAYS_KEPT)) : state);
  }
};

/**
 * Numbers come for an area before its register has: they wait. An area that is no part of the comparison (the whole
 * installation, a township) is passed over by the grouping itself.
 */
const requireEvaluated = async (tx: EntityManager, where: EvaluatedAreas, areaId: string): Promise<void> => {
  const area = await needReference(tx, AreaState, areaId);
  if (where.root === null || (area.parentId === where.root && !where.areas.includes(areaId)))
    throw new NotYet(`stations of area ${areaId}`);
};

export const PROCESS_TIMER = 'process.judge-day';
/** The last hour of a day comes within the hour after it, and may still change what the day says. */
const LAST_HOUR_COMES_WITHIN_MS = 3_600_000;

const isAbove = (pack: Pack, rule: ProcessRule, day: string, indicator: StoredIndicator): boolean | null =>
  indicator.valid && indicator.value !== null ? compare(indicator.value, lineOf(pack, rule, day)) > 0 : null;

/**
 * Takes in the day of one area. A day is judged at one in the morning after it, by its timer; what
 * comes later is a correction and is judged at once.
 */
export const groupAreaDay = async (
  tx: EntityManager,
  pack: Pack,
  indicator: StoredIndicator,
  since: Date | null,
): Promise<void> => {
  const { period, subject, occurredAt } = indicator;
  if (period.kind !== 'day' || subject.kind !== 'area') return;
  if (period.end > occurredAt || (since !== null && period.end <= since)) return;
  const day = naturalDayOf(period.end);
  for (const rule of inForce(pack.processes, day).filter(({ definition }) => definition === indicator.definition)) {
    const where = await evaluatedAreas(tx);
    await requireEvaluated(tx, where, subject.id);
    const isHeld = await setTimer(tx, {
      kind: PROCESS_TIMER,
      subjectId: rule.id,
      step: epochDay(day),
      dueAt: new Date(period.end.getTime() + LAST_HOUR_COMES_WITHIN_MS),
    });
    if (isHeld) continue;
    const fact = { area: subject.id, day, isAbove: isAbove(pack, rule, day, indicator), revision: indicator.revision };
    await takeIn(tx, pack, rule, where, [{ kind: 'fact', ...fact }], occurredAt);
  }
};

/** The night is over: judges a day by what its areas have told of it. */
export const judgeAreaDay = async (tx: EntityManager, pack: Pack, timer: Timer): Promise<void> => {
  const day = dateOfEpochDay(timer.step);
  const rule = inForce(pack.processes, day).find(({ id }) => id === timer.subjectId);
  if (!rule) return;
  const where = await evaluatedAreas(tx);
  const told = await indicatorsOf(
    tx,
    rule.definition,
    'area',
    where.areas.map((subjectId) => ({ subjectId, label: day })),
  );
  const facts = told.map((one) => ({
    kind: 'fact' as const,
    area: one.subject.id,
    day,
    isAbove: isAbove(pack, rule, day, one),
    revision: one.revision,
  }));
  await takeIn(tx, pack, rule, where, facts, timer.dueAt);
};

/**
 * A daily seal closes the day before the one it ends: a day whose areas have not all reported by then is judged with those
 * that have.
 */
export const sealAreaDays = async (tx: EntityManager, pack: Pack, cutoff: Date, since: Date | null): Promise<void> => {
  const day = addDays(naturalDayOf(cutoff), -1);
  if (since !== null && day < shanghaiDate(since)) return;
  for (const rule of inForce(pack.processes, day))
    await takeIn(tx, pack, rule, await evaluatedAreas(tx), [{ kind: 'sealed', day }], cutoff);
};
