import type { EntityManager } from 'typeorm';
import { select } from '#libs/persistence/select.js';

/** Those of some assessments, each by id and revision, that a later revision has taken the place of; by their ids. */
export const supersededAssessments = async (
  tx: EntityManager,
  cited: readonly { readonly id: string; readonly revision: number }[],
): Promise<ReadonlySet<string>> =>
  new Set(
    (
      await select<{ id: string }>(
        tx,
        `select w.id::text as id from unnest($1::uuid[], $2::int[]) as w (id, revision)
          where exists (select 1 from assessment a where a.assessment_id = w.id and a.revision > w.revision)`,
        [cited.map(({ id }) => id), cited.map(({ revision }) => revision)],
      )
    ).map(({ id }) => id),
  );

/** Those of some revisions of numbers, by their ids, that a later revision has taken the place of. */
export const supersededIndicators = async (tx: EntityManager, ids: readonly string[]): Promise<ReadonlySet<string>> =>
  new Set(
    (
      await select<{ id: string }>(
        tx,
        `select i.id from indicator i
          where i.id = any($1::uuid[]) and exists (
            select 1 from indicator n
             where n.definition = i.definition and n.subject_kind = i.subject_kind and n.subject_id = i.subject_id
               and n.period_label = i.period_label and n.period_end = i.period_end and n.revision > i.revision)`,
        [ids],
      )
    ).map(({ id }) => id),
  );
