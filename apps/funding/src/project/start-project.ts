import type { EntityManager } from 'typeorm';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import { lockProject, saveProject } from './project.store.js';

/** Records the day work began on site. */
export const startProject = async (
  tx: EntityManager,
  projectId: string,
  startedOn: string,
  now: Date,
): Promise<void> => {
  const project = await lockProject(tx, projectId);
  if (project.actualStart)
    throw new Refusal('PROJECT_STARTED_ALREADY', `project ${projectId} started on ${project.actualStart}`);
  await saveProject(tx, { ...project, actualStart: startedOn, state: 'started' }, 'start', now);
  await audit(tx, {
    at: now,
    action: 'project.start',
    subject: { kind: 'project', id: projectId },
    new: { actualStart: startedOn },
  });
};
