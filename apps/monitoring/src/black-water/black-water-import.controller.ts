import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { FileStore } from '#libs/files/file-store.js';
import { textLines } from '#libs/files/text-lines.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { Cursor, Limit, nextCursor, readCursor } from '#libs/identity/paging.js';
import { CLOCK, FILES } from '#libs/service/tokens.js';
import { type BlackWaterImport as Row, blackWaterImportPage } from './black-water-import.store.js';
import { importSamples } from './import-samples.js';
import { undoSamples } from './undo-samples.js';

/** Samples of some tens of waters in a year; more is another kind of file. */
const MOST_LINES = 5_000;
const Reason = z.string().trim().min(2).max(500);

const ImportSamples = z
  .object({
    /** A CSV, plain or gzip, uploaded at the gateway before. */
    fileSha256: z.string().regex(/^[0-9a-f]{64}$/),
    fileName: z.string().trim().min(1).max(200),
    /** Says what would be taken and takes nothing. */
    dryRun: z.boolean().default(false),
    /** Takes the rows that are right though others are not. */
    takeRest: z.boolean().default(false),
    /** Needed where samples are corrected. */
    reason: Reason.optional(),
  })
  .meta({ id: 'ImportBlackWaterSamples' });
const SamplesTaken = z
  .object({
    /** `refused`: a row is not right, and nothing was taken. */
    state: z.enum(['checked', 'refused', 'taken']),
    id: z.uuid().nullable(),
    rowsRead: z.int(),
    /** Samples that are new or corrected, or would be. */
    rowsChanged: z.int(),
    /** Rows as a spreadsheet program counts; no column where it is about the row as a whole. */
    refused: z.array(z.object({ row: z.int(), column: z.string(), reason: z.string(), text: z.string() })),
  })
  .meta({ id: 'BlackWaterSamplesTaken' });
const BlackWaterImport = z
  .object({
    id: z.uuid(),
    fileName: z.string(),
    fileSha256: z.string(),
    importedAt: z.iso.datetime(),
    importedBy: z.string(),
    reason: z.string().nullable(),
    rowsRead: z.int(),
    rowsRefused: z.int(),
    rowsChanged: z.int(),
    /** Null for one that stands. Samples corrected since the import were not put back. */
    undone: z.object({ at: z.iso.datetime(), by: z.string(), reason: z.string(), rowsPutBack: z.int() }).nullable(),
  })
  .meta({ id: 'BlackWaterImport' });
const BlackWaterImportList = z
  .object({ items: z.array(BlackWaterImport), nextCursor: z.string().nullable() })
  .meta({ id: 'BlackWaterImportList' });
const PageQuery = z.object({ cursor: Cursor, limit: Limit });
const UndoImport = z.object({ reason: Reason }).meta({ id: 'UndoBlackWaterImport' });
const Undone = z.object({ rowsPutBack: z.int() }).meta({ id: 'BlackWaterImportUndone' });

const shown = ({
  undoneAt,
  undoneBy,
  undoReason,
  rowsPutBack,
  importedAt,
  ...row
}: Row): z.input<typeof BlackWaterImport> => ({
  ...row,
  importedAt: importedAt.toISOString(),
  undone: undoneAt && {
    at: undoneAt.toISOString(),
    by: undoneBy ?? '',
    reason: undoReason ?? '',
    rowsPutBack: rowsPutBack ?? 0,
  },
});

/** Files of samples of black waters. */
@ApiTags('black-water-imports')
@Controller('black-water-imports')
export class BlackWaterImportController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(FILES) private readonly files: FileStore,
  ) {}

  @Get()
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: BlackWaterImportList })
  async list(
    @Query({ schema: PageQuery }) { cursor, limit }: z.infer<typeof PageQuery>,
  ): Promise<z.input<typeof BlackWaterImportList>> {
    const rows = await blackWaterImportPage(this.db.manager, { before: readCursor(cursor), limit });
    return { items: rows.map(shown), nextCursor: nextCursor(rows, limit, ({ importedAt }) => importedAt) };
  }

  @Post()
  @HttpCode(200)
  @Requires('subject.manage')
  @ApiOkResponse({ standardSchema: SamplesTaken })
  async take(
    @Body({ schema: ImportSamples }) { fileSha256, fileName, reason, ...wish }: z.infer<typeof ImportSamples>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof SamplesTaken>> {
    const at = await this.clock.now();
    const file = { sha256: fileSha256, name: fileName, lines: await this.linesOf(fileSha256) };
    const taken = await this.db.transaction((tx) =>
      importSamples(tx, file, { ...wish, reason: reason ?? null }, at, identity),
    );
    return { ...taken, refused: taken.refused.map((row) => ({ ...row })) };
  }

  @Post(':id/undo')
  @HttpCode(200)
  @Requires('subject.manage')
  @ApiOkResponse({ standardSchema: Undone })
  async undo(
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: UndoImport }) { reason }: z.infer<typeof UndoImport>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof Undone>> {
    const at = await this.clock.now();
    return { rowsPutBack: await this.db.transaction((tx) => undoSamples(tx, id, reason, at, identity)) };
  }

  /** All lines of the file; refuses what cannot be unpacked, has no line, or too many. */
  private async linesOf(sha256: string): Promise<string[]> {
    const lines: string[] = [];
    const bytes = await this.files.get(sha256);
    try {
      for await (const some of textLines(bytes)) {
        lines.push(...some);
        if (lines.length > MOST_LINES)
          throw new Refusal('BLACK_WATER_FILE_INVALID', `the file has more than ${MOST_LINES} lines`);
      }
    } catch (why) {
      const { code = '', message } = why as NodeJS.ErrnoException;
      if (why instanceof RangeError || code.startsWith('Z_'))
        throw new Refusal('BLACK_WATER_FILE_INVALID', `the file cannot be read: ${message}`);
      throw why;
    }
    if (lines.length === 0) throw new Refusal('BLACK_WATER_FILE_INVALID', 'the file has no line');
    return lines;
  }
}
