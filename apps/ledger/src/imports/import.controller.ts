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
import { ImportOutcome, ImportProblems } from './import.api.js';
import { importProblems } from './import-problems.js';

/** Lists of problems from spreadsheets. */
@ApiTags('imports')
@Controller('imports')
export class ImportController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PACK) private readonly pack: Pack,
    @Inject(FILES) private readonly files: FileStore,
  ) {}

  @Post('problems')
  @HttpCode(200)
  @Requires('problem.import')
  @ApiOkResponse({ standardSchema: ImportOutcome })
  async problems(
    @Body({ schema: ImportProblems }) body: ImportProblems,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof ImportOutcome>> {
    const now = await this.clock.now();
    const bytes = await this.files.read(body.sha256);
    return this.db.transaction((tx) => importProblems(tx, this.pack, bytes, body, identity, now));
  }
}
