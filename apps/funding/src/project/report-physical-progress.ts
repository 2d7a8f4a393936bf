import type { EntityManager } from 'typeorm';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import { lockProject, saveProject } from './project.store.js';

/** Physical progress of the works in percent, on a day; it never goes back without a reason. */
export const reportPhysicalProgress = async (
  tx: EntityManager,
  report: { projectId: string; physicalPct: string; on: string; reason?: string | undefined },
  now: Date,
): Promise<void> => {
  const project = await lockProject(tx, report.projectId);
  if (!project.actualStart) throw new Refusal('PROJECT_NOT_STARTED', `project ${project.id} has not started`);
  if (Number(report.physicalPct) < Number(project.physicalPct) && !report.reason) {
    throw new Refusal(
      'PROJECT_PROGRESS_BACKWARDS',
      `progress stood at ${project.physicalPct} %; going back needs a reason`,
    );
  }
  const old = { physicalPct: project.physicalPct, physicalOn: project.physicalOn };
  const next = { ...project, physicalPct: report.physicalPct, physicalOn: report.on };
  await saveProject(tx, next, 'report-progress', now);
  await audit(tx, {
    at: now,
    action: 'project.report-progress',
    subject: { kind: 'project', id: project.id },
    old,
    new: { physicalPct: report.physicalPct, physicalOn: report.on },
    ...(report.reason ? { reason: report.reason } : {}),
  });
};
