import { z } from 'zod';
import { Ref, WRITE_SHAPE } from '../inputs.api.js';

/** `POST /imports/problems`: an `.xlsx` uploaded at the gateway before. */
export const ImportProblems = z
  .object({
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    listId: Ref,
    sheet: z.string().max(60).optional(),
    /** Says what would happen and registers nothing. */
    dryRun: z.boolean().default(false),
    ...WRITE_SHAPE,
  })
  .meta({ id: 'ImportProblems' });
export type ImportProblems = z.infer<typeof ImportProblems>;

export const ImportFault = z
  .object({
    /** Row as the spreadsheet program counts; null for the sheet as a whole. */
    row: z.int().nullable(),
    column: z.string().nullable(),
    code: z.string(),
    problem: z.string(),
  })
  .meta({ id: 'ImportFault' });
export const ImportOutcome = z
  .object({
    sheet: z.string(),
    dryRun: z.boolean(),
    registered: z.array(
      z.object({ row: z.int(), problemId: z.uuid().nullable(), problemNo: z.string(), itemNo: z.string() }),
    ),
    /** Rows and columns that were not taken, each with its place and the reason. */
    faults: z.array(ImportFault),
    unknownColumns: z.array(z.string()),
  })
  .meta({ id: 'ImportOutcome' });
