import type { EntityManager } from 'typeorm';
import type { EventOf } from '#libs/contracts/event.js';
import type { ExceedanceStarted } from '#libs/contracts/monitoring.events.js';
import { hourOfNaturalDay, naturalDayOf, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { judge } from '#libs/domain/escalation/judge.js';
import type { ExceedanceObservation, Rule } from '#libs/domain/escalation/rule.js';
import { inForce } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import { latestWarningOfCause, lockCause, openWarningsOf } from '../warning/warning.store.js';
import { applyVerdict, openOf } from './apply-verdict.js';
import { responsibleUnits } from './responsible-units.js';
import { knownSubject } from './subject.js';

const HOUR_MS = 3_600_000;

/** Label of an hour as people print it, `2026-06-16 12:00`; the last hour of a day is `24:00` of that day. */
const hourText = (label: Date): string =>
  `${naturalDayOf(label)} ${String(hourOfNaturalDay(label)).padStart(2, '0')}:00`;

/** With fewer hours there was no cause. */
const fewestHours = ({ condition }: Rule): number => (condition.kind === 'consecutive' ? condition.periods : 1);

/**
 * Judges an exceedance as its owner tells it, whole each time: the hours are counted there. One factor of one subject is
 * one cause; a stale or repeated telling changes nothing.
 */
export const judgeExceedance = async (
  tx: EntityManager,
  pack: Pack,
  event: EventOf<typeof ExceedanceStarted>,
): Promise<void> => {
  const { data, occurredAt } = event;
  const first = data.hours[0];
  const last = data.hours.at(-1);
  if (!first || !last) return;
  const endedAt = data.endedAt === null ? null : new Date(data.endedAt);
  // Told before episodes had versions: each hour above the limit, and the end, is one more thing known of it.
  const revision = data.version ?? data.hours.length + (endedAt === null ? 0 : 1);
  const label = new Date(last.label);
  const period = {
    kind: 'hour' as const,
    label: hourText(label),
    start: new Date(label.getTime() - HOUR_MS),
    end: label,
  };
  const episode = `${data.factor}@${hourText(new Date(first.label))}`;
  for (const rule of inForce(pack.rules, shanghaiDate(occurredAt)).filter(({ source }) => source === 'exceedance')) {
    await lockCause(tx, rule.id, `${data.subject.kind}:${data.subject.id}`);
    const standing = await openWarningsOf(tx, rule.id, data.subject);
    const open = standing.find(({ details }) => details['exceedanceId'] === data.exceedanceId) ?? null;
    if (open && open.revision >= revision) continue;
    const observation: ExceedanceObservation = {
      source: 'exceedance',
      subject: data.subject,
      period: { ...period, start: period.start.toISOString(), end: period.end.toISOString() },
      revision,
      dataState: 'realtime',
      episode,
      hours: data.hours.length,
      value: last.value,
      peak: data.peak,
      limit: data.limit,
      unit: data.unit,
      hasEnded: endedAt !== null,
    };
    const verdict = judge(rule, observation, { others: [], open: openOf(open) });
    if (verdict.verdict === 'none') continue;
    const earlier = verdict.verdict === 'raise' ? await latestWarningOfCause(tx, rule.id, verdict.causeKey!) : null;
    if (earlier && earlier.revision >= revision) continue;
    const known = await knownSubject(tx, data.subject);
    await applyVerdict(
      tx,
      pack,
      rule,
      verdict,
      open,
      {
        subject: data.subject,
        areaId: known.areaId,
        unitIds: await responsibleUnits(tx, pack, data.subject, known.areaId, shanghaiDate(new Date(data.startedAt))),
        title: `${known.name}：${data.factorName}${rule.name.zh}`,
        period,
        dataState: 'realtime',
        startedAt: new Date(data.startedAt),
        ...(endedAt ? { endedAt } : {}),
        isWithdrawn: data.withdrawn !== undefined || data.hours.length < fewestHours(rule),
        details: {
          subjectName: known.name,
          exceedanceId: data.exceedanceId,
          factor: data.factor,
          factorName: data.factorName,
          limit: data.limit,
          limitBasis: data.limitBasis,
          unit: data.unit,
          peak: data.peak,
          hours: data.hours,
        },
        basis: {
          references: [{ service: 'monitoring', kind: 'exceedance', id: data.exceedanceId, version: data.version }],
          query: null,
        },
      },
      occurredAt,
    );
  }
};
