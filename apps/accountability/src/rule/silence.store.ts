import type { EntityManager } from 'typeorm';
import type { SubjectRef } from '#libs/contracts/shapes.js';
import { select } from '#libs/persistence/select.js';

export interface Silence {
  readonly network: string;
  readonly subject: SubjectRef;
  readonly silentSince: Date;
  /** When it was registered, of what was never heard of. */
  readonly lastSeenAt: Date;
  readonly neverHeard: boolean;
  readonly endedAt: Date | null;
  readonly subjectsInNetwork: number;
}

/** Keeps a silence; its end, once known, stays known. */
export const keepSilence = async (tx: EntityManager, silence: Silence): Promise<void> => {
  await tx.query(
    `insert into silence as s (network, subject_kind, subject_id, silent_since, last_seen_at, ended_at, subjects_in_network,
                              never_heard)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict on constraint silence_pkey do update
       set ended_at = coalesce(s.ended_at, excluded.ended_at), subjects_in_network = excluded.subjects_in_network`,
    [
      silence.network,
      silence.subject.kind,
      silence.subject.id,
      silence.silentSince,
      silence.lastSeenAt,
      silence.endedAt,
      silence.subjectsInNetwork,
      silence.neverHeard,
    ],
  );
};

interface Row extends Omit<Silence, 'subject'> {
  readonly subjectKind: SubjectRef['kind'];
  readonly subjectId: string;
}
const silenceOf = ({ subjectKind, subjectId, ...rest }: Row): Silence => ({
  ...rest,
  subject: { kind: subjectKind, id: subjectId },
});

/** Silences of a network that have not ended, the longest first. */
export const standingSilences = async (tx: EntityManager, network: string): Promise<Silence[]> => {
  const rows = await select<Row>(
    tx,
    `select s.network, s.subject_kind, s.subject_id, s.silent_since, s.last_seen_at, s.ended_at, s.subjects_in_network,
            s.never_heard
       from silence s where s.network = $1 and s.ended_at is null
      order by s.last_seen_at, s.subject_kind, s.subject_id limit 10000`,
    [network],
  );
  return rows.map(silenceOf);
};

/** Silences of a network that stood at an instant: nothing heard since before it, nor again until it. */
export const silencesAt = async (tx: EntityManager, network: string, at: Date): Promise<Silence[]> => {
  const rows = await select<Row>(
    tx,
    `select s.network, s.subject_kind, s.subject_id, s.silent_since, s.last_seen_at, s.ended_at, s.subjects_in_network,
            s.never_heard
       from silence s
      where s.network = $1 and s.last_seen_at < $2 and (s.ended_at is null or s.ended_at >= $2)
      order by s.last_seen_at, s.subject_kind, s.subject_id limit 10000`,
    [network, at],
  );
  return rows.map(silenceOf);
};

/** How often something of a network fell silent or was heard again: grows with everything told about it. */
export const tellingsOfNetwork = async (tx: EntityManager, network: string, neverHeard: boolean): Promise<number> => {
  const [row] = await select<{ n: number }>(
    tx,
    'select (count(*) + count(s.ended_at))::int as n from silence s where s.network = $1 and s.never_heard = $2',
    [network, neverHeard],
  );
  return row?.n ?? 0;
};
