import type { EntityManager } from 'typeorm';
import { ProjectChanged } from '#libs/contracts/funding.events.js';
import { balanceOf } from '#libs/domain/funding/entries.js';
import { Refusal } from '#libs/domain/refusal.js';
import { deterministicId, publish } from '#libs/messaging/outbox.js';
import { select } from '#libs/persistence/select.js';
import { entriesOf } from '../entry/entry.store.js';
import { ProjectEntity } from './project.entity.js';

/** The project, locked: its book and its state change one at a time. */
export const lockProject = async (tx: EntityManager, id: string): Promise<ProjectEntity> => {
  const project = await tx.findOne(ProjectEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (!project) throw new Refusal('PROJECT_NOT_FOUND', `no project ${id}`);
  return project;
};

const LAST_DAY = '9999-12-31';

/** Saves the next version of a project and tells the others, whole. */
export const saveProject = async (
  tx: EntityManager,
  project: ProjectEntity,
  action: string,
  occurredAt: Date,
): Promise<void> => {
  const next = { ...project, version: project.version + 1 };
  await tx.save(ProjectEntity, next);
  const balance = balanceOf(await entriesOf(tx, project.id), project.id, LAST_DAY);
  await publish(tx, ProjectChanged, {
    id: deterministicId(ProjectChanged.topic, next.id, next.version),
    key: next.id,
    occurredAt,
    data: {
      projectId: next.id,
      version: next.version,
      name: next.name,
      ownerUnitId: next.ownerUnitId,
      leadUnitId: next.leadUnitId,
      areaId: next.areaId,
      fundingSource: next.fundingSource,
      allocated: balance.allocated,
      paid: balance.paid,
      plannedStart: next.plannedStart,
      actualStart: next.actualStart,
      plannedFinish: next.plannedFinish,
      state: next.state,
      action,
    },
  });
};

/** Projects by id, a page at a time; `unitIds` limits to those a reader's units own, lead or supervise. */
export const projectPage = (
  tx: EntityManager,
  filter: { unitIds: readonly string[] | null; state: string | null; after: string; limit: number },
): Promise<ProjectEntity[]> =>
  select<ProjectEntity>(
    tx,
    `select p.id, p.name, p.owner_unit_id, p.lead_unit_id, p.supervising_unit_id, p.area_id, p.funding_source, p.category,
            trim_scale(p.total_investment)::text as total_investment, p.contract_no, trim_scale(p.contract_price)::text as contract_price,
            p.planned_start::text as planned_start, p.actual_start::text as actual_start, p.planned_finish::text as planned_finish,
            trim_scale(p.physical_pct)::text as physical_pct, p.physical_on::text as physical_on, p.state, p.version
       from project p
      where p.id > $1
        and ($2::text is null or p.state = $2)
        and ($3::text[] is null or p.owner_unit_id = any($3) or p.lead_unit_id = any($3) or p.supervising_unit_id = any($3))
      order by p.id limit $4`,
    [filter.after, filter.state, filter.unitIds, filter.limit],
  );
