import type { EntityManager } from 'typeorm';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import type { TargetStatement } from '#libs/domain/water/section-register.js';
import { select } from '#libs/persistence/select.js';

export interface RecordedTarget extends TargetStatement {
  readonly recordedBy: string;
}

interface Row extends RecordedTarget {
  readonly sectionId: string;
}

/** All statements of the targets of sections, in the order they were recorded. */
export const targetsOfSections = async (
  tx: EntityManager,
  sectionIds: readonly string[],
): Promise<ReadonlyMap<string, readonly RecordedTarget[]>> => {
  const rows = await select<Row>(
    tx,
    `select t.section_id, t.year, t.target, t.basis, t.recorded_on::text as recorded_on, t.recorded_by
       from section_target t where t.section_id = any($1) order by t.section_id, t.no`,
    [sectionIds],
  );
  const bySection = new Map<string, RecordedTarget[]>();
  for (const { sectionId, ...target } of rows)
    (bySection.get(sectionId) ?? bySection.set(sectionId, []).get(sectionId)!).push(target);
  return bySection;
};

export const insertTarget = async (
  tx: EntityManager,
  target: { sectionId: string; no: number; year: number; target: number; basis: string; on: CivilDate; by: string },
): Promise<void> => {
  await tx.query(
    `insert into section_target (section_id, no, year, target, basis, recorded_on, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [target.sectionId, target.no, target.year, target.target, target.basis, target.on, target.by],
  );
};
