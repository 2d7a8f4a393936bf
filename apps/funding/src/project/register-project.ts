import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import { currentCause } from '#libs/observability/cause.js';
import { insertEntry, insertNotice } from '../entry/entry.store.js';
import { ProjectEntity } from './project.entity.js';
import { saveProject } from './project.store.js';

export interface NewProject extends Omit<ProjectEntity, 'version' | 'physicalPct' | 'physicalOn' | 'state'> {
  /** Budget notices (指标文) already arrived; each is the project's first entry of its notice. */
  readonly notices: readonly {
    readonly no: string;
    readonly date: string;
    readonly amount: string;
    readonly category: string;
  }[];
}

/** Registers a project with the budget notices it has; started if it has a day of start. */
export const registerProject = async (tx: EntityManager, project: NewProject, now: Date): Promise<void> => {
  if (await tx.existsBy(ProjectEntity, { id: project.id }))
    throw new Refusal('PROJECT_KNOWN', `project ${project.id} is registered already`);
  const { notices, ...own } = project;
  const row = Object.assign(new ProjectEntity(), own, {
    physicalPct: '0',
    physicalOn: null,
    state: own.actualStart ? 'started' : 'planned',
    version: 0,
  } as const);
  await tx.insert(ProjectEntity, row);
  for (const notice of notices) {
    await insertNotice(tx, { id: notice.no, projectId: project.id, noticedOn: notice.date, category: notice.category });
    await insertEntry(tx, {
      id: uuidv7(),
      projectId: project.id,
      noticeId: notice.no,
      kind: 'allocation',
      amount: notice.amount,
      on: notice.date,
      reverses: null,
      voucher: notice.no,
      payee: null,
      purpose: null,
      reason: null,
      recordedAt: now,
      recordedBy: currentCause().actor.id,
    });
  }
  await saveProject(tx, row, 'register', now);
  await audit(tx, { at: now, action: 'project.register', subject: { kind: 'project', id: project.id }, new: project });
};
