import type { EntityManager } from 'typeorm';
import type { AbsenceRecord } from '#libs/domain/water/section-absence.js';
import { selectOne, selectWhole } from '#libs/persistence/select.js';

export interface SectionAbsenceKept extends AbsenceRecord {
  readonly id: string;
  readonly sectionId: string;
  readonly recordedAt: Date;
  readonly recordedBy: string;
  readonly withdrawnAt: Date | null;
  readonly version: number;
}

const COLUMNS = `a.id, a.section_id, a.state, a.from_day::text as "from", a.to_day::text as "to", a.reason, a.proof,
  a.recorded_at, a.recorded_by, a.withdrawn_at, a.version`;

/** What is recorded of sections without water or monitoring, the earliest first; withdrawn records among them. */
export const absencesOfSections = (tx: EntityManager, sectionIds: readonly string[]): Promise<SectionAbsenceKept[]> =>
  selectWhole<SectionAbsenceKept>(
    tx,
    5_000,
    `select ${COLUMNS} from section_absence a where a.section_id = any($1) order by a.section_id, a.from_day, a.id`,
    [sectionIds],
  );

export const findAbsenceForUpdate = (tx: EntityManager, id: string): Promise<SectionAbsenceKept | null> =>
  selectOne<SectionAbsenceKept>(tx, `select ${COLUMNS} from section_absence a where a.id = $1 for update`, [id]);

export const saveAbsence = async (tx: EntityManager, absence: SectionAbsenceKept): Promise<void> => {
  await tx.query(
    `insert into section_absence (id, section_id, state, from_day, to_day, reason, proof, recorded_at, recorded_by, withdrawn_at, version)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict on constraint section_absence_pkey do update
       set state = excluded.state, from_day = excluded.from_day, to_day = excluded.to_day, reason = excluded.reason,
           proof = excluded.proof, withdrawn_at = excluded.withdrawn_at, version = excluded.version`,
    [
      absence.id,
      absence.sectionId,
      absence.state,
      absence.from,
      absence.to,
      absence.reason,
      absence.proof,
      absence.recordedAt,
      absence.recordedBy,
      absence.withdrawnAt,
      absence.version,
    ],
  );
};
