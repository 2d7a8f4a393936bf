import type { EntityManager } from 'typeorm';
import { shanghaiInstant, startOfDay } from '#libs/domain/calendar/shanghai.js';
import type { AirProcess, ProcessChange } from '#libs/domain/escalation/grouping.js';
import type { Pack } from '#libs/policy/pack.js';
import type { ProcessRule } from '#libs/policy/pressure.schema.js';
import { indicatorsOf } from '../indicator/indicator.store.js';
import { endWarning } from '../warning/end-warning.js';
import { type Finding, raiseWarning, warningIdOf } from '../warning/raise-warning.js';
import { updateWarning } from '../warning/update-warning.js';
import { latestWarningOfCause } from '../warning/warning.store.js';
import { weakestState } from './data-state.js';
import type { EvaluatedAreas } from './evaluated-areas.js';
import { responsibleUnits, unitsByDuty } from './responsible-units.js';

const causeKeyOf = (rule: ProcessRule, key: string): string => `${rule.id}|${key}`;

const findingOf = async (
  tx: EntityManager,
  pack: Pack,
  rule: ProcessRule,
  where: EvaluatedAreas,
  process: AirProcess,
): Promise<Finding> => {
  const isRegional = process.kind === 'regional';
  const subject = { kind: 'area' as const, id: isRegional ? (where.root ?? process.areas[0]!) : process.areas[0]! };
  const ofAreas: string[] = [];
  for (const id of process.areas)
    ofAreas.push(...(await responsibleUnits(tx, pack, { kind: 'area', id }, id, process.day)));
  const leading = isRegional
    ? await unitsByDuty(tx, pack, { subjectKind: 'area', areaId: subject.id }, process.day)
    : [];
  const days = await indicatorsOf(
    tx,
    rule.definition,
    'area',
    process.areaDays.map(({ area, day }) => ({ subjectId: area, label: day })),
  );
  const nameOf = (id: string): string => where.names.get(id) ?? id;
  return {
    ruleId: rule.id,
    ruleVersion: rule.version,
    ruleClass: rule.ruleClass,
    causeKey: causeKeyOf(rule, process.key),
    episode: process.day,
    severity: isRegional ? rule.severity.regional : rule.severity.area,
    subject,
    areaId: subject.id,
    unitIds: [...new Set([...leading, ...ofAreas])],
    title: `${nameOf(subject.id)}：${rule.name.zh}（${process.day}）`,
    period: {
      kind: 'day',
      label: process.day,
      start: startOfDay(process.firstDay),
      end: shanghaiInstant(process.lastDay, 24),
    },
    revision: 1,
    count: isRegional ? process.areas.length : process.areaDays.length,
    dataState: weakestState(days.map(({ dataState }) => dataState)),
    ladder: rule.ladder,
    opens: isRegional ? rule.opens.regional : rule.opens.area,
    startedAt: startOfDay(process.day),
    details: {
      processKind: process.kind,
      day: process.day,
      firstDay: process.firstDay,
      lastDay: process.lastDay,
      areas: process.areas,
      areaNames: process.areas.map(nameOf),
      areaDays: days.map((one) => ({
        area: one.subject.id,
        day: one.period.label,
        value: one.value,
        revision: one.revision,
        of: one.details,
      })),
    },
    basis: {
      references: days.map(({ id, revision }) => ({
        service: 'accountability',
        kind: 'indicator',
        id,
        version: revision,
      })),
      query: null,
    },
  };
};

/** Does to the warning of a process what changed in the grouping. Its warning keeps its id for ever, whatever comes back. */
export const applyProcess = async (
  tx: EntityManager,
  pack: Pack,
  rule: ProcessRule,
  where: EvaluatedAreas,
  change: ProcessChange,
  occurredAt: Date,
): Promise<void> => {
  const { airProcess: process } = change;
  // By its key as it stands now: a correction of the first day of a run gives its warning another key, not another id.
  const before = await latestWarningOfCause(
    tx,
    rule.id,
    causeKeyOf(rule, change.change === 'moved' ? change.from : process.key),
  );
  const idOf = async (key: string): Promise<string> =>
    (await latestWarningOfCause(tx, rule.id, causeKeyOf(rule, key)))?.warningId ??
    warningIdOf(rule.id, causeKeyOf(rule, key));
  const end = async (reason: 'quiet' | 'withdrawn' | 'taken-in', takenInBy: string | null): Promise<void> => {
    // One that was over already ends once more only when a correction says that it never was by itself.
    if (!before || (before.endedAt !== null && (reason === 'quiet' || reason === before.endReason))) return;
    const endedAt = before.endedAt ?? shanghaiInstant(process.lastDay, 24);
    await endWarning(tx, pack, before, { reason, endedAt, takenInBy }, occurredAt);
  };
  switch (change.change) {
    case 'taken-in':
      await end('taken-in', await idOf(change.by));
      return;
    case 'withdrawn':
      await end('withdrawn', change.into === null ? null : await idOf(change.into));
      return;
    case 'ended':
      await end('quiet', null);
      return;
    default: {
      const finding = await findingOf(tx, pack, rule, where, process);
      if (before === null) {
        await raiseWarning(tx, pack, finding, occurredAt);
        return;
      }
      const resumes = change.change !== 'updated' && change.change !== 'moved';
      const ended = !resumes && before.endReason === 'quiet' ? { endedAt: finding.period.end } : {};
      await updateWarning(tx, pack, before, { ...finding, ...ended }, occurredAt, resumes);
    }
  }
};
