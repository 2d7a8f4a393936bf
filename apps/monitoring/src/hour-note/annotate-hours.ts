import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { currentCause } from '#libs/observability/cause.js';
import { requireUnits } from '#libs/service/require-reach.js';
import { findSubjectOfKind } from '../register/register.store.js';
import { type HourNote, insertNote } from './hour-note.store.js';

/** Writes a note beside hours of a station, whoever runs it. Refuses with STATION_NOT_FOUND and FORBIDDEN_UNIT. */
export const annotateHours = async (
  tx: EntityManager,
  wish: Pick<HourNote, 'stationId' | 'fromLabel' | 'untilLabel' | 'note'>,
  at: Date,
  identity: Identity,
): Promise<HourNote> => {
  const station = await findSubjectOfKind(tx, 'station', wish.stationId);
  await requireUnits(tx, identity, 'data.annotate', station);
  const note: HourNote = { ...wish, id: uuidv7(), notedBy: currentCause().actor.name, notedAt: at };
  await insertNote(tx, note);
  await audit(tx, {
    at,
    action: 'hour-note.write',
    subject: { kind: 'station', id: wish.stationId },
    old: null,
    new: { id: note.id, fromLabel: wish.fromLabel, untilLabel: wish.untilLabel },
    reason: wish.note,
  });
  return note;
};
