import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import type { FileStore } from '#libs/files/file-store.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import type { Pack } from '#libs/policy/pack.js';
import { CLOCK, FILES, PACK } from '#libs/service/tokens.js';
import { DirectoryImportOutcome, ImportSheet } from './import.api.js';
import { importAccounts, importUnits } from './import-rows.js';

@ApiTags('imports')
@Controller('imports')
export class ImportController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(FILES) private readonly files: FileStore,
    @Inject(PACK) private readonly pack: Pack,
  ) {}

  @Post('units')
  @HttpCode(200)
  @Requires('directory.manage')
  @ApiOkResponse({ standardSchema: DirectoryImportOutcome })
  async units(
    @Body({ schema: ImportSheet }) body: z.infer<typeof ImportSheet>,
    @CurrentIdentity() identity: Identity,
  ): Promise<DirectoryImportOutcome> {
    const bytes = await this.files.read(body.sha256);
    const types = new Set(this.pack.unitTypes.map(({ id }) => id));
    const write = { identity, at: await this.clock.now() };
    return importUnits(this.db, { bytes, sheet: body.sheet, dryRun: body.dryRun }, types, write);
  }

  @Post('accounts')
  @HttpCode(200)
  @Requires('account.manage')
  @ApiOkResponse({ standardSchema: DirectoryImportOutcome })
  async accounts(
    @Body({ schema: ImportSheet }) body: z.infer<typeof ImportSheet>,
    @CurrentIdentity() identity: Identity,
  ): Promise<DirectoryImportOutcome> {
    const bytes = await this.files.read(body.sha256);
    const write = { identity, at: await this.clock.now() };
    return importAccounts(this.db, { bytes, sheet: body.sheet, dryRun: body.dryRun }, write);
  }
}
