import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource, type EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { scopeRoots } from '#libs/identity/scope.js';
import type { Pack } from '#libs/policy/pack.js';
import { CLOCK, PACK } from '#libs/service/tokens.js';
import { registerFor } from '../act/act.view.js';
import { readCursor, writeCursor } from '#libs/identity/cursor.js';
import { workingCalendar } from '../rule/working-calendar.js';
import { businessTime } from '#libs/identity/write-time.js';
import { InstructionPage, InstructionQuery, InstructionView, RecordInstruction } from './instruction.api.js';
import { InstructionEntity } from './instruction.entity.js';
import { instructionPage } from './instruction.store.js';
import { recordInstruction } from './record-instruction.js';

/** Instructions of leaders (批示), the authority behind orders and talks. */
@ApiTags('instructions')
@Controller('instructions')
export class InstructionController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PACK) private readonly pack: Pack,
  ) {}

  @Get()
  @Requires('ladder.read')
  @ApiOkResponse({ standardSchema: InstructionPage })
  async list(
    @Query({ schema: InstructionQuery }) query: z.infer<typeof InstructionQuery>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof InstructionPage>> {
    const key = readCursor(query.cursor, 2);
    const after = key ? { givenAt: new Date(key[0]!), id: key[1]! } : null;
    const rows = await instructionPage(this.db.manager, query, scopeRoots(identity, 'ladder.read'), after);
    const last = rows.at(-1);
    return {
      items: await this.views(this.db.manager, rows),
      nextCursor:
        last && rows.length === query.limit ? writeCursor(last.givenAt.toISOString(), last.instructionId) : null,
    };
  }

  @Post()
  @HttpCode(201)
  @Requires('ladder.instruct')
  @ApiCreatedResponse({ standardSchema: InstructionView })
  async record(
    @Body({ schema: RecordInstruction }) body: z.infer<typeof RecordInstruction>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof InstructionView>> {
    const at = businessTime(body, identity, { unitPath: null, lastActionAt: null }, await this.clock.now());
    const row = await this.db.transaction(async (tx) =>
      recordInstruction(tx, { pack: this.pack, calendar: await workingCalendar(tx) }, identity, body, at),
    );
    return (await this.views(this.db.manager, [row]))[0]!;
  }

  private async views(
    tx: EntityManager,
    rows: readonly InstructionEntity[],
  ): Promise<z.input<typeof InstructionView>[]> {
    const register = await registerFor(tx, this.pack);
    return rows.map((row) => ({
      id: row.instructionId,
      givenOn: row.givenOn,
      givenAt: row.givenAt.toISOString(),
      leaderPost: register.post(row.leaderPostId),
      text: row.text,
      matter: row.matter,
      warningId: row.warningId,
      ladderId: row.ladderId,
      subject: row.subjectKind === null || row.subjectId === null ? null : { kind: row.subjectKind, id: row.subjectId },
      ownerUnit: row.ownerUnitId === null ? null : register.unit(row.ownerUnitId),
      feedbackBy: row.feedbackBy,
      rung: row.rung,
    }));
  }
}
