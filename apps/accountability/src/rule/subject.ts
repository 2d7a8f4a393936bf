import type { EntityManager } from 'typeorm';
import { AreaState, UnitState } from '#libs/contracts/directory.events.js';
import { MonitoredSubjectState } from '#libs/contracts/monitoring.events.js';
import type { SubjectRef } from '#libs/contracts/shapes.js';
import { findReference, needReference } from '#libs/messaging/reference.js';

/** What is known of a subject beside its numbers. */
export interface KnownSubject {
  readonly name: string;
  readonly areaId: string | null;
  /** Target class of a section, as text; null where the subject has none. */
  readonly ownLimit: string | null;
}

const isMonitored = (kind: SubjectRef['kind']): boolean =>
  kind === 'station' || kind === 'section' || kind === 'outlet';

/**
 * Name, area and own limit of a subject. Waits (`NotYet`) for a station, section, outlet, area or unit that has not
 * arrived; other subjects go by their id.
 */
export const knownSubject = async (tx: EntityManager, subject: SubjectRef): Promise<KnownSubject> => {
  if (isMonitored(subject.kind)) {
    const state = await needReference(tx, MonitoredSubjectState, subject.id);
    return { name: state.name, areaId: state.areaId, ownLimit: state.water ? String(state.water.target) : null };
  }
  if (subject.kind === 'area') {
    const area = await needReference(tx, AreaState, subject.id);
    return { name: area.name, areaId: area.id, ownLimit: null };
  }
  if (subject.kind === 'unit') {
    const unit = await needReference(tx, UnitState, subject.id);
    return { name: unit.shortName, areaId: unit.areaId, ownLimit: null };
  }
  return { name: subject.id, areaId: null, ownLimit: null };
};

/** Name of a subject for people; its id where it is not known. */
export const subjectName = async (tx: EntityManager, subject: SubjectRef): Promise<string> => {
  const contract = isMonitored(subject.kind)
    ? MonitoredSubjectState
    : subject.kind === 'area'
      ? AreaState
      : subject.kind === 'unit'
        ? UnitState
        : null;
  if (!contract) return subject.id;
  return (await findReference(tx, contract as typeof AreaState, subject.id))?.name ?? subject.id;
};
