import type { EntityManager } from 'typeorm';
import type { PlanVersion } from '#libs/domain/water/section-plan.js';
import { selectWhole } from '#libs/persistence/select.js';

export interface KeptPlan extends PlanVersion {
  readonly sectionId: string;
  readonly recordedAt: Date;
  readonly recordedBy: string;
}

type PlanWords = Pick<PlanVersion, 'causes' | 'measures' | 'goals'>;
interface Row extends Omit<KeptPlan, keyof PlanWords> {
  readonly content: PlanWords;
}

/** Plans of sections with all their versions, the first one first. */
export const plansOfSections = async (tx: EntityManager, sectionIds: readonly string[]): Promise<KeptPlan[]> =>
  (
    await selectWhole<Row>(
      tx,
      20_000,
      `select p.section_id, p.version, p.from_day::text as "from", p.to_day::text as "to", p.content, p.recorded_at, p.recorded_by
         from section_plan p where p.section_id = any($1) order by p.section_id, p.version`,
      [sectionIds],
    )
  ).map(({ content, ...row }) => ({ ...row, ...content }));

/** Keeps versions as they stand: new ones are added, of those known only the end may have changed. */
export const savePlans = async (
  tx: EntityManager,
  sectionId: string,
  versions: readonly PlanVersion[],
  recording: { readonly at: Date; readonly by: string },
): Promise<void> => {
  for (const { version, from, to, causes, measures, goals } of versions)
    await tx.query(
      `insert into section_plan (section_id, version, from_day, to_day, content, recorded_at, recorded_by)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict on constraint section_plan_pkey do update set to_day = excluded.to_day`,
      [sectionId, version, from, to, JSON.stringify({ causes, measures, goals }), recording.at, recording.by],
    );
};
