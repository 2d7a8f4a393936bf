import { z } from 'zod';

const Ref = z.object({ id: z.string(), name: z.string() });

/** A report as it is printed on a sheet. */
export const RowReport = z.object({
  progressId: z.string(),
  reportedAt: z.string(),
  text: z.string(),
  obstacle: z.string().nullable(),
  coordinateWith: Ref.nullable(),
  promise: z.string().nullable(),
  evidence: z.array(z.string()),
  noProgress: z.boolean(),
});
export type RowReport = z.infer<typeof RowReport>;

/** What a row prints, frozen when the sheet is drawn up: names stay as they were that day. */
export const RowContent = z.object({
  problemNo: z.string(),
  itemNo: z.string(),
  listId: z.string(),
  listName: z.string(),
  title: z.string(),
  leadUnit: Ref,
  supportingUnits: z.array(Ref),
  territorialUnit: Ref.nullable(),
  supervisingUnit: Ref.nullable(),
  leaderPost: Ref.nullable(),
  responsiblePost: Ref.nullable(),
  deadline: z.string().nullable(),
  plannedClosure: z.string().nullable(),
  promised: z.string().nullable(),
  newThisWeek: RowReport.nullable(),
  plannedPct: z.string(),
  reportedPct: z.string(),
  confirmedPct: z.string(),
  lagPoints: z.string(),
  lagDays: z.number(),
  deadlineOverdueDays: z.number(),
  nextMilestone: z.object({ title: z.string(), date: z.string() }).nullable(),
  because: z.array(z.string()),
  carriedOver: z.boolean(),
  areaId: z.string().nullable(),
});
export type RowContent = z.infer<typeof RowContent>;
