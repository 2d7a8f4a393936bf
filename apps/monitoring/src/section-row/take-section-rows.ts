import type { EntityManager } from 'typeorm';
import { isoWeekOf, naturalDayOf } from '#libs/domain/calendar/shanghai.js';
import { compareDataStates } from '#libs/domain/telemetry/data-state.js';
import type { SectionRowSent } from '../packet/measured.js';
import type { Policy } from '../policy.js';
import { touchMonths } from '../section-month/work-out-months.js';
import { assessWeeks } from '../section-week/assess-weeks.js';
import { holdContradictions, joined, type Span } from '../held-value/hold-contradictions.js';
import { holdSuspectValues } from '../held-value/hold-suspect-values.js';
import { type SectionRowKept, upsertSectionRows } from './section-row.store.js';
import { weeksFrom } from '../section-week/section-week.store.js';

const HOUR_MS = 3_600_000;

/** Rows of one section and instant in a batch become one: the later data state, and in it the later value. */
const collapsed = (sent: readonly SectionRowSent[]): SectionRowSent[] => {
  const byKey = new Map<string, SectionRowSent>();
  for (const row of sent) {
    const key = `${row.sectionId} ${row.at.getTime()}`;
    const before = byKey.get(key);
    const order = before ? compareDataStates(row.dataState, before.dataState) : 1;
    if (order > 0) byKey.set(key, row);
    else if (order === 0 && before) byKey.set(key, { ...row, values: { ...before.values, ...row.values } });
  }
  return [...byKey.values()];
};

/**
 * Takes rows of sections in: values that look like a stuck analyser are held, and weeks evaluated before that a late or
 * corrected row touches are worked out again. Answers the rows that changed.
 */
export const takeSectionRows = async (
  tx: EntityManager,
  sent: readonly SectionRowSent[],
  policy: Policy,
): Promise<readonly SectionRowKept[]> => {
  if (sent.length === 0) return [];
  const changed = await upsertSectionRows(tx, collapsed(sent));
  const learnedAt = new Date(sent.reduce((latest, { receivedAt }) => Math.max(latest, receivedAt.getTime()), 0));
  await reassessSections(tx, changed, learnedAt, policy);
  return changed;
};

/** Looks at rows that changed for values to hold, works out weeks evaluated before, and notes the months they lie in. */
export const reassessSections = async (
  tx: EntityManager,
  changed: readonly Pick<SectionRowKept, 'sectionId' | 'at'>[],
  learnedAt: Date,
  policy: Policy,
): Promise<void> => {
  const bySection = new Map<string, Date[]>();
  for (const { sectionId, at } of changed)
    (bySection.get(sectionId) ?? bySection.set(sectionId, []).get(sectionId)!).push(at);
  const spans = new Map<string, Span>();
  for (const [sectionId, instants] of bySection)
    spans.set(sectionId, {
      from: new Date(Math.min(...instants.map(Number))),
      to: new Date(Math.max(...instants.map(Number))),
    });
  const touched = new Map(spans);
  for (const [sectionId, { from, to }] of spans) {
    const held = await holdSuspectValues(tx, { sectionId, from, to }, policy);
    if (held && held < from) touched.set(sectionId, { from: held, to });
  }
  for (const [sectionId, span] of await holdContradictions(tx, spans, policy))
    touched.set(sectionId, joined(touched.get(sectionId), span));
  for (const [sectionId, { from, to }] of touched) {
    // What is held may reach one window beyond the last row that changed.
    const { withinHours } = policy.on(naturalDayOf(to)).held.rule;
    await touchMonths(tx, sectionId, from, new Date(to.getTime() + withinHours * HOUR_MS));
    const evaluated = await weeksFrom(tx, sectionId, isoWeekOf(naturalDayOf(from)).from);
    await assessWeeks(tx, sectionId, evaluated, learnedAt, policy);
  }
};
