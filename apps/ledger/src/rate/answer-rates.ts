import type { EntityManager } from 'typeorm';
import { shanghaiInstant } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { ItemAtRow } from './rate.store.js';
import { type RatesAt, ratesAt } from './rates-at.js';

interface RatesQuestion {
  readonly cutoff?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly listId?: string | undefined;
  readonly unitId?: string | undefined;
}

/** A civil date means the end of that day. */
const cutoffOf = (text: string): Date => (text.length === 10 ? shanghaiInstant(text, 24) : new Date(text));

const FIELDS = ['dueOn', 'completedOn', 'closedOn', 'leftOn', 'leadUnitId', 'timeCategory'] as const;

/** What became known about items of a cut-off: one line per field that reads differently now. */
const differences = (then: readonly ItemAtRow[], now: readonly ItemAtRow[]) => {
  const before = new Map(then.map((row) => [`${row.problemId} ${row.listId}`, row]));
  const after = new Map(now.map((row) => [`${row.problemId} ${row.listId}`, row]));
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((key) => {
    const [old, next] = [before.get(key), after.get(key)];
    const { problemId, problemNo, listId } = (next ?? old)!;
    const line = (field: string, was: string, is: string) => ({
      problemId,
      problemNo,
      listId,
      field,
      then: was,
      now: is,
    });
    if (!old) return [line('item', 'absent', 'present')];
    if (!next) return [line('item', 'present', 'absent')];
    return FIELDS.filter((field) => old[field] !== next[field]).map((field) =>
      line(field, String(old[field] ?? ''), String(next[field] ?? '')),
    );
  });
};

const shown = ({ distinct, lists }: RatesAt) => ({ distinct, lists });

/**
 * Rates at a cut-off as they were known at an instant, and, when that lies in the past, as they are known now with what
 * changed. Without a cut-off: now. Refuses with RATE_CUTOFF_INVALID, RATE_KNOWN_AT_INVALID.
 */
export const answerRates = async (tx: EntityManager, question: RatesQuestion, now: Date) => {
  const cutoff = question.cutoff === undefined ? now : cutoffOf(question.cutoff);
  const knownAt = question.knownAt === undefined ? now : new Date(question.knownAt);
  if (knownAt > now) throw new Refusal('RATE_KNOWN_AT_INVALID', 'nobody knows yet what will be known then');
  const narrow = { listId: question.listId, unitId: question.unitId };
  const asked = await ratesAt(tx, { cutoff, knownAt }, narrow);
  const today = knownAt < now ? await ratesAt(tx, { cutoff, knownAt: now }, narrow) : null;
  return {
    cutoff: cutoff.toISOString(),
    knownAt: knownAt.toISOString(),
    ...shown(asked),
    changedSince: today && { ...shown(today), records: differences(asked.rows, today.rows) },
  };
};
