import { z } from 'zod';

/** An `.xlsx` uploaded at the gateway before; with `dryRun` it is only read and judged. */
export const ImportSheet = z
  .object({
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    sheet: z.string().max(60).optional(),
    dryRun: z.boolean().default(false),
  })
  .meta({ id: 'ImportDirectorySheet' });
export const DirectoryImportOutcome = z
  .object({
    sheet: z.string(),
    dryRun: z.boolean(),
    saved: z.array(z.object({ row: z.int(), id: z.string() })),
    /** Passwords made for new accounts, shown this once; empty in a dry run. */
    passwords: z.array(z.object({ userName: z.string(), password: z.string() })),
    faults: z.array(
      z.object({ row: z.int().nullable(), column: z.string().nullable(), code: z.string(), problem: z.string() }),
    ),
    unknownColumns: z.array(z.string()),
  })
  .meta({ id: 'DirectoryImportOutcome' });
export type DirectoryImportOutcome = z.infer<typeof DirectoryImportOutcome>;
