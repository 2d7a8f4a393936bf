import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import { type Policy, POLICY } from '../policy.js';
import { correctAbsence, recordAbsence } from './record-absence.js';
import { absencesOfSections, type SectionAbsenceKept } from './section-absence.store.js';

const State = z.enum(['dry', 'notMonitored']);
const Absence = z
  .object({
    id: z.uuid(),
    sectionId: z.string(),
    state: State,
    from: z.iso.date(),
    /** Null while it lasts. */
    to: z.iso.date().nullable(),
    reason: z.string(),
    proof: z.array(z.string()),
    recordedAt: z.iso.datetime(),
    recordedBy: z.string(),
    withdrawnAt: z.iso.datetime().nullable(),
    version: z.int(),
  })
  .meta({ id: 'SectionAbsence' });
const AbsenceList = z.object({ items: z.array(Absence) }).meta({ id: 'SectionAbsenceList' });
const RecordAbsence = z
  .object({
    state: State,
    from: z.iso.date(),
    to: z.iso.date().nullable().default(null),
    reason: z.string().min(2).max(300),
    /** What shows it: numbers of letters, SHA-256 of photographs. */
    proof: z.array(z.string().min(2).max(200)).max(20).default([]),
  })
  .meta({ id: 'RecordSectionAbsence' });
const CorrectAbsence = z
  .object({
    to: z.iso.date().nullable(),
    withdrawn: z.boolean().default(false),
    expectedVersion: z.int().positive(),
    reason: z.string().min(2).max(500),
  })
  .meta({ id: 'CorrectSectionAbsence' });

const shown = ({ recordedAt, withdrawnAt, proof, ...rest }: SectionAbsenceKept): z.input<typeof Absence> => ({
  ...rest,
  proof: [...proof],
  recordedAt: recordedAt.toISOString(),
  withdrawnAt: withdrawnAt?.toISOString() ?? null,
});

/** Times in which a section was dry, or could not be monitored: neither compliant nor failing, and never zero. */
@ApiTags('sections')
@Controller()
export class SectionAbsenceController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(POLICY) private readonly policy: Policy,
  ) {}

  @Get('sections/:id/absences')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: AbsenceList })
  async list(@Param('id') id: string): Promise<z.input<typeof AbsenceList>> {
    return { items: (await absencesOfSections(this.db.manager, [id])).map(shown) };
  }

  @Post('sections/:id/absences')
  @HttpCode(200)
  @Requires('subject.manage')
  @ApiOkResponse({ standardSchema: Absence })
  async record(
    @Param('id') id: string,
    @Body({ schema: RecordAbsence }) body: z.infer<typeof RecordAbsence>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof Absence>> {
    const at = await this.clock.now();
    return shown(await this.db.transaction((tx) => recordAbsence(tx, id, body, at, { identity, policy: this.policy })));
  }

  @Post('section-absences/:id/correction')
  @HttpCode(200)
  @Requires('subject.manage')
  @ApiOkResponse({ standardSchema: Absence })
  async correct(
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: CorrectAbsence }) body: z.infer<typeof CorrectAbsence>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof Absence>> {
    const at = await this.clock.now();
    return shown(
      await this.db.transaction((tx) => correctAbsence(tx, id, body, at, { identity, policy: this.policy })),
    );
  }
}
