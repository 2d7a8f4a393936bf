import { z } from 'zod';
import { IMPORT_LAYOUTS } from '#libs/domain/telemetry/file-layout.js';

export const LAYOUT_IDS = IMPORT_LAYOUTS.map(({ id }) => id);

/** `POST /imports`: a CSV, plain or gzip, or a workbook, uploaded at the gateway before. */
export const RequestImport = z
  .object({
    fileSha256: z.string().regex(/^[0-9a-f]{64}$/),
    fileName: z.string().min(1).max(255),
    /** One of the list, or else a saved mapping. */
    layout: z.enum(LAYOUT_IDS).optional(),
    mappingId: z.uuid().optional(),
    dataState: z.enum(['realtime', 'preliminary', 'reviewed']).default('realtime'),
    /** Sections: the province whose names the register holds; rows of others are not taken. */
    province: z.string().min(1).max(60).optional(),
    /** Says what would be taken and what not, and sends nothing. */
    dryRun: z.boolean().default(false),
    /** Takes the rows that are right though others are not. */
    takeRest: z.boolean().default(false),
    /** Why; needed where preliminary or reviewed values take the place of those in force. */
    reason: z.string().trim().min(2).max(500).optional(),
  })
  .refine(({ layout, mappingId }) => (layout === undefined) !== (mappingId === undefined), {
    message: 'either a layout or a mapping',
    path: ['layout'],
  })
  .meta({ id: 'RequestImport' });
export type RequestImport = z.infer<typeof RequestImport>;

export const UndoImport = z.object({ reason: z.string().trim().min(2).max(500) }).meta({ id: 'UndoImport' });

export const ImportOutcome = z
  .object({
    id: z.uuid(),
    fileSha256: z.string(),
    fileName: z.string(),
    layout: z.string(),
    mapping: z.object({ id: z.uuid(), version: z.int() }).nullable(),
    dataState: z.string(),
    province: z.string().nullable(),
    dryRun: z.boolean(),
    takeRest: z.boolean(),
    requestedAt: z.iso.datetime(),
    requestedBy: z.string(),
    /**
     * `checked`: a dry run is over. `refused`: rows are wrong and the rest was not asked for. `failed`: the file cannot be
     * read. `sent`: all is sent and being taken in. `assessing`: days, areas and months are being worked out. `taken`: all of
     * it can be queried.
     */
    state: z.enum([
      'waiting',
      'checking',
      'checked',
      'refused',
      'failed',
      'sending',
      'sent',
      'assessing',
      'taken',
      'undoing',
      'undone',
    ]),
    /** Percent. */
    progress: z.int().min(0).max(100),
    failure: z.string().nullable(),
    rowsRead: z.int(),
    rowsRefused: z.int(),
    rowsTaken: z.int(),
    /** Headings of the file nothing is read of: a hundred at most. */
    columnsUnread: z.array(z.string()),
    /** Columns the layout knows and the file does without. */
    columnsAbsent: z.array(z.string()),
    /** Rows taken that were new or corrected a value. */
    rowsChanged: z.int(),
    /** The earlier import of the same file that stands: the same rows change nothing, and what this one adds belongs to it. */
    repeatOf: z.uuid().nullable(),
    finishedAt: z.iso.datetime().nullable(),
    undo: z
      .object({
        at: z.iso.datetime(),
        by: z.string(),
        reason: z.string(),
        /** Values put back; null while that is under way. */
        changed: z.int().nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'FileImport' });
export const ImportList = z
  .object({ items: z.array(ImportOutcome), nextCursor: z.string().nullable() })
  .meta({ id: 'FileImportList' });

/** A row not taken: line as an editor counts, the heading is line 1. */
export const RefusedRow = z
  .object({ line: z.int(), column: z.string(), reason: z.string(), text: z.string() })
  .meta({ id: 'ImportRefusedRow' });
export const RefusedList = z
  .object({
    items: z.array(RefusedRow),
    /** All refused rows by reason and column, the most frequent first. */
    kinds: z.array(z.object({ reason: z.string(), column: z.string(), rows: z.int() })),
    /** Refused rows that are counted and not kept: there were too many. */
    rowsNotKept: z.int(),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'ImportRefusedList' });

/** The first rows of an uploaded file, to see what its columns are. */
export const FilePreview = z
  .object({ headings: z.array(z.string()), rows: z.array(z.array(z.string())) })
  .meta({ id: 'ImportFilePreview' });
