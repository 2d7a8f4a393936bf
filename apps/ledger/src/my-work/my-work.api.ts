import { z } from 'zod';
import { CivilDate, Instant } from '#libs/contracts/shapes.js';

/**
 * `GET /my-work`: what the asking person's unit has to do now. `kind` says where to go: a problem's step, a progress report
 * that is due, a reply to a weekly sheet, a task's step.
 */
export const WorkItem = z
  .object({
    kind: z.enum(['problem', 'progress-report', 'dispatch-reply', 'task']),
    id: z.string(),
    code: z.string(),
    title: z.string(),
    state: z.string(),
    /** Actions open to the asking person on this record. */
    actions: z.array(z.object({ action: z.string(), zh: z.string(), en: z.string() })),
    leadUnitId: z.string(),
    since: Instant,
    dueOn: CivilDate.nullable(),
    /** Days past `dueOn` today, 0 before. */
    overdueDays: z.int(),
    level: z.string().nullable(),
    /** The weekly sheet the reply belongs to. */
    dispatchId: z.uuid().nullable(),
  })
  .meta({ id: 'WorkItem' });
export const MyWork = z
  .object({
    on: CivilDate,
    unitId: z.string().nullable(),
    items: z.array(WorkItem),
    counts: z.object({ total: z.int(), overdue: z.int(), dueThisWeek: z.int() }),
    truncated: z.boolean(),
  })
  .meta({ id: 'MyWork' });
