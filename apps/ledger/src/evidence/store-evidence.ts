import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { startOfDay } from '#libs/domain/calendar/shanghai.js';
import type { ClosureRules } from '#libs/policy/work.schema.js';
import { select } from '#libs/persistence/select.js';
import type { EvidenceFile } from '../inputs.api.js';
import type { ProblemEntity } from '../problem/problem.entity.js';
import type { TaskEntity } from '../task/task.entity.js';

/** The record that files are filed with, and what they are judged by. */
export interface EvidenceOf {
  readonly problem?: ProblemEntity;
  readonly task?: TaskEntity;
  readonly rules: ClosureRules;
  readonly identity: { readonly unitId: string | null };
  readonly at: Date;
}

const EARTH_METRES = 6_371_000;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance in metres between two WGS-84 positions. */
export const metresBetween = (a: readonly [number, number], b: readonly [number, number]): number => {
  const [east, north] = [radians(b[0] - a[0]), radians(b[1] - a[1])];
  const half = Math.sin(north / 2) ** 2 + Math.cos(radians(a[1])) * Math.cos(radians(b[1])) * Math.sin(east / 2) ** 2;
  return 2 * EARTH_METRES * Math.asin(Math.sqrt(half));
};

/** What is odd about a file: a place too far off, a time outside the work. A person judges. */
const oddities = (file: EvidenceFile, of: EvidenceOf): string[] => {
  const { problem, rules, at } = of;
  const flags: string[] = [];
  const { longitude = null, latitude = null } = problem ?? {};
  if (longitude !== null && latitude !== null && file.position) {
    const away = metresBetween([Number(longitude), Number(latitude)], file.position);
    if (away > rules.photoFarthestMetres) flags.push('too-far');
  }
  if (file.takenAt && (new Date(file.takenAt) > at || isBeforeWork(file, problem))) flags.push('outside-work-period');
  return flags;
};

/** A picture of how it was may be older than the work; one of the work may not. */
const isBeforeWork = (file: EvidenceFile, problem: ProblemEntity | undefined): boolean => {
  const assignedOn = problem?.assignedOn ?? null;
  if (file.kind === 'photo-before' || assignedOn === null || file.takenAt === undefined) return false;
  return new Date(file.takenAt) < startOfDay(assignedOn);
};

/** Keeps references to uploaded files with a record; a file that already serves another record is flagged as reused. */
export const storeEvidence = async (
  tx: EntityManager,
  of: EvidenceOf,
  holder: { readonly kind: 'action' | 'progress-report' | 'task-action'; readonly id: string },
  files: readonly EvidenceFile[],
): Promise<void> => {
  if (files.length === 0) return;
  const used = await select<{ sha256: string }>(
    tx,
    `select distinct e.sha256 from evidence_file e
      where e.sha256 = any($1) and coalesce(e.problem_id, e.task_id) <> $2 limit 1000`,
    [files.map(({ sha256 }) => sha256), of.problem?.id ?? of.task?.id],
  );
  const reused = new Set(used.map(({ sha256 }) => sha256));
  for (const file of files) {
    const flags = [...(reused.has(file.sha256) ? ['reused'] : []), ...oddities(file, of)];
    await tx.query(
      `insert into evidence_file (id, problem_id, task_id, of_kind, of_id, sha256, name, kind, taken_at, longitude, latitude,
                                  dated_on, flags, unit_id, added_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
      [
        uuidv7(),
        of.problem?.id ?? null,
        of.task?.id ?? null,
        holder.kind,
        holder.id,
        file.sha256,
        file.name,
        file.kind,
        file.takenAt ?? null,
        file.position?.[0] ?? null,
        file.position?.[1] ?? null,
        file.date ?? null,
        flags,
        of.identity.unitId,
        of.at,
      ],
    );
  }
};
