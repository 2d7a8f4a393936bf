import type { EntityManager } from 'typeorm';
import { requireVersion } from '#libs/domain/record-version.js';
import { v7 as uuidv7 } from 'uuid';
import { monthOf, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import { absenceConflict, type AbsenceRecord } from '#libs/domain/water/section-absence.js';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { currentCause } from '#libs/observability/cause.js';
import { requireUnits } from '#libs/service/require-reach.js';
import { lockSubjects } from '../subject/subject-lock.store.js';
import type { Policy } from '../policy.js';
import { findSubjectOfKind } from '../register/register.store.js';
import { publishMonths } from '../section-month/publish-months.js';
import { closedThrough } from '../section-month/section-month.view.js';
import { findAbsenceForUpdate, saveAbsence, type SectionAbsenceKept } from './section-absence.store.js';

interface AbsenceParts {
  readonly identity: Identity;
  readonly policy: Policy;
}

/** Months from the first one of an absence on say something else now. */
const publishFrom = async (tx: EntityManager, absence: SectionAbsenceKept, at: Date, policy: Policy): Promise<void> => {
  const closed = await closedThrough(tx);
  const changed = [{ sectionId: absence.sectionId, month: monthOf(absence.from) }];
  if (closed !== null) await publishMonths(tx, changed, closed, at, policy);
};

const refuseUnsound = (record: AbsenceRecord, at: Date): void => {
  const conflict = absenceConflict(record);
  if (conflict) throw conflict;
  if (record.from > shanghaiDate(at))
    throw new Refusal('ABSENCE_DATES', `${record.from} is still to come: nobody has seen the section dry yet`);
};

/** Records that a section had no water, or could not be monitored, and why. */
export const recordAbsence = async (
  tx: EntityManager,
  sectionId: string,
  record: AbsenceRecord,
  at: Date,
  { identity, policy }: AbsenceParts,
): Promise<SectionAbsenceKept> => {
  const section = await findSubjectOfKind(tx, 'section', sectionId);
  await requireUnits(tx, identity, 'subject.manage', section);
  await lockSubjects(tx, [`network ${section.network}`]);
  refuseUnsound(record, at);
  const kept: SectionAbsenceKept = {
    ...record,
    id: uuidv7(),
    sectionId,
    recordedAt: at,
    recordedBy: currentCause().actor.name,
    withdrawnAt: null,
    version: 1,
  };
  await saveAbsence(tx, kept);
  await audit(tx, {
    at,
    action: 'section-absence.record',
    subject: { kind: 'section', id: sectionId },
    old: null,
    new: { id: kept.id, ...record },
    reason: record.reason,
  });
  await publishFrom(tx, kept, at, policy);
  return kept;
};

/** Ends, corrects or withdraws a recorded absence; a withdrawn one stays as it is. */
export const correctAbsence = async (
  tx: EntityManager,
  id: string,
  change: {
    readonly to: string | null;
    readonly withdrawn: boolean;
    readonly expectedVersion: number;
    readonly reason: string;
  },
  at: Date,
  { identity, policy }: AbsenceParts,
): Promise<SectionAbsenceKept> => {
  const seen = await findAbsenceForUpdate(tx, id);
  if (!seen) throw new Refusal('ABSENCE_NOT_FOUND', `no absence ${id}`);
  const section = await findSubjectOfKind(tx, 'section', seen.sectionId);
  await requireUnits(tx, identity, 'subject.manage', section);
  await lockSubjects(tx, [`network ${section.network}`]);
  requireVersion('the absence', seen.version, change.expectedVersion);
  if (seen.withdrawnAt !== null) throw new Refusal('ABSENCE_WITHDRAWN', 'it was withdrawn before');
  const kept: SectionAbsenceKept = {
    ...seen,
    to: change.to,
    withdrawnAt: change.withdrawn ? at : null,
    version: seen.version + 1,
  };
  refuseUnsound(kept, at);
  await saveAbsence(tx, kept);
  await audit(tx, {
    at,
    action: change.withdrawn ? 'section-absence.withdraw' : 'section-absence.correct',
    subject: { kind: 'section', id: seen.sectionId },
    old: { id, to: seen.to },
    new: { id, to: kept.to },
    reason: change.reason,
  });
  await publishFrom(tx, kept, at, policy);
  return kept;
};
