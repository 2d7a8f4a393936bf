import type { EntityManager } from 'typeorm';
import type { WarningData } from '#libs/contracts/accountability.events.js';
import { UnitState } from '#libs/contracts/directory.events.js';
import type { Basis } from '#libs/contracts/shapes.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { keptBasis } from '#libs/evidence/reference-group.store.js';
import { NotYet } from '#libs/messaging/faults.js';
import { needReference } from '#libs/messaging/reference.js';
import type { Pack } from '#libs/policy/pack.js';
import { SERVICE } from '../service-name.js';
import { registerProblem } from '../problem/register-problem.js';
import { kindOfSubject } from '../reference/categories.js';
import { responsibleFor, supervisorOf, temporaryLead } from '../reference/responsible-units.js';
import { openTask } from '../task/open-task.js';
import { hasOpened, keepWarning, lockWarning } from './warning.store.js';

/** What the record rests on: the warning itself, from which the chain goes on. */
const basisOf = (tx: EntityManager, warning: WarningData): Promise<Basis> =>
  keptBasis(tx, SERVICE, {
    references: [
      { service: 'accountability', kind: 'warning', id: warning.warningId, version: warning.version },
      ...warning.basis.references,
    ],
    query: warning.basis.query,
  });

/**
 * Opens what a warning asks for, once: a problem, a tracing task or a review task. The unit that
 * answers leads, supervised by the authority of the category; where several units answer, the authority leads a task and
 * they help. `at` is the warning's own time.
 */
export const openRecord = async (
  tx: EntityManager,
  pack: Pack,
  warning: WarningData,
  at: Date,
  now: Date,
): Promise<void> => {
  await lockWarning(tx, warning.warningId);
  await keepWarning(tx, warning);
  if (warning.opens === 'none' || (await hasOpened(tx, warning.warningId))) return;
  const on = shanghaiDate(at);
  // A record naming a unit that directory has not told of yet waits for it.
  for (const unitId of warning.unitIds) await needReference(tx, UnitState, unitId);
  const { source, category } = kindOfSubject(pack, warning.subject.kind, on);
  const responsible = await responsibleFor(tx, pack, {
    category,
    subjectKind: warning.subject.kind,
    areaId: warning.areaId,
    on,
  });
  const [first, ...others] = warning.unitIds;
  const basis = await basisOf(tx, warning);
  const authority = responsible.leadUnitId ?? (await temporaryLead(tx));
  if (!first && !authority) throw new NotYet('a unit that answers, or the committee office');
  if (warning.opens === 'problem') {
    await registerProblem(tx, pack, {
      title: warning.title,
      source,
      category,
      timeCategory: 'IMMEDIATE',
      subject: warning.subject,
      areaId: warning.areaId ?? undefined,
      leadUnitId: first ?? authority ?? undefined,
      supportingUnitIds: others,
      items: [],
      warningId: warning.warningId,
      basis,
      personId: null,
      at,
      now,
      reason: null,
    });
    return;
  }
  const leadUnitId = (others.length === 0 ? first : undefined) ?? responsible.leadUnitId ?? first ?? authority!;
  await openTask(tx, pack, {
    kind: warning.opens === 'tracing-task' ? 'tracing' : 'review',
    title: warning.title,
    subject: warning.subject,
    areaId: warning.areaId,
    leadUnitId,
    supportingUnitIds: warning.unitIds.filter((id) => id !== leadUnitId),
    supervisingUnitId: await supervisorOf(tx, pack, responsible, leadUnitId, on),
    warningId: warning.warningId,
    basis,
    at,
    now,
  });
};
