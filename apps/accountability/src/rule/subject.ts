import type { EntityManager } from 'typeorm';
import { AreaState, UnitState } from '#libs/contracts/directory.events.js';
import type { MonitoredSubjectState } from '#libs/contracts/monitoring.events.js';
import type { SubjectRef } from '#libs/contracts/shapes.js';
import { TargetStandingDetails } from '#libs/contracts/target-standing.js';
import { findReference, needReference } from '#libs/messaging/reference.js';
import type { Pack } from '#libs/policy/pack.js';
import type { StoredIndicator } from '../indicator/indicator.store.js';
import { toldBy } from './watched.js';

/** What is known of a subject beside its numbers. */
export interface KnownSubject {
  readonly name: string;
  readonly areaId: string | null;
  /** Target class of a section, as text; null where the subject has none. */
  readonly ownLimit: string | null;
}

/**
 * Name, area and own limit of a subject. Waits (`NotYet`) for a watched place, area or unit that has not arrived; other
 * subjects, rivers and basins among them, go by their id.
 */
export const knownSubject = async (tx: EntityManager, subject: SubjectRef): Promise<KnownSubject> => {
  const contract = toldBy(subject.kind);
  if (contract) {
    const state = await needReference(tx, contract as typeof MonitoredSubjectState, subject.id);
    // A plant shares the state of its outlet; of a section the target is its own limit.
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

/** What a number is about, and the subject whose units answer for it: of a target, that of which it is. */
export interface AboutNumber extends KnownSubject {
  readonly answering: SubjectRef;
}

export const aboutNumber = async (
  tx: EntityManager,
  pack: Pack,
  { subject, details }: Pick<StoredIndicator, 'subject' | 'details'>,
): Promise<AboutNumber> => {
  if (subject.kind !== 'target') return { ...(await knownSubject(tx, subject)), answering: subject };
  const { of, definition, periodLabel } = TargetStandingDetails.parse(details);
  const known = await knownSubject(tx, of);
  const name = pack.indicators.find(({ id }) => id === definition)?.name.zh ?? definition;
  return { name: `${known.name}${periodLabel}${name}`, areaId: known.areaId, ownLimit: null, answering: of };
};

/** Name of a subject for people; its id where it is not known. */
export const subjectName = async (tx: EntityManager, subject: SubjectRef): Promise<string> => {
  const contract =
    toldBy(subject.kind) ?? (subject.kind === 'area' ? AreaState : subject.kind === 'unit' ? UnitState : null);
  if (!contract) return subject.id;
  return (await findReference(tx, contract as typeof AreaState, subject.id))?.name ?? subject.id;
};
