import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import type { TargetClass } from '#libs/domain/water/section-register.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import { type Policy, POLICY } from '../policy.js';
import { findSubjectOfKind } from '../register/register.store.js';
import { recordTarget } from './record-target.js';
import { type RecordedTarget, targetsOfSections } from './section-target.store.js';

const TargetClassOf = z.int().min(1).max(5);
const Target = z.object({
  year: z.int(),
  target: TargetClassOf,
  basis: z.string(),
  recordedOn: z.iso.date(),
  recordedBy: z.string(),
});
const SectionTargets = z
  .object({
    /** Standing target of the register, for years no paper speaks of. */
    standing: TargetClassOf.nullable(),
    /** Every statement in the order it was recorded; the last one of a year is in force. */
    statements: z.array(Target),
  })
  .meta({ id: 'SectionTargets' });
const RecordTarget = z
  .object({
    year: z.int().min(2000).max(2100),
    target: TargetClassOf,
    basis: z.string().min(1).max(200),
    /** How many statements the writer has seen. */
    expectedCount: z.int().nonnegative(),
  })
  .meta({ id: 'RecordSectionTarget' });

/** Which class a section has to reach in which year, and by which paper. */
@ApiTags('sections')
@Controller('sections/:id/targets')
export class SectionTargetController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(POLICY) private readonly policy: Policy,
  ) {}

  @Get()
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: SectionTargets })
  async list(@Param('id') id: string): Promise<z.input<typeof SectionTargets>> {
    return this.view(id, (await targetsOfSections(this.db.manager, [id])).get(id) ?? []);
  }

  @Post()
  @HttpCode(200)
  @Requires('subject.manage')
  @ApiOkResponse({ standardSchema: SectionTargets })
  async record(
    @Param('id') id: string,
    @Body({ schema: RecordTarget }) body: z.infer<typeof RecordTarget>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof SectionTargets>> {
    const at = await this.clock.now();
    const wish = { ...body, target: body.target as TargetClass };
    const parts = { identity, policy: this.policy };
    return this.view(id, await this.db.transaction((tx) => recordTarget(tx, id, wish, at, parts)));
  }

  private async view(id: string, statements: readonly RecordedTarget[]): Promise<z.input<typeof SectionTargets>> {
    const { water } = await findSubjectOfKind(this.db.manager, 'section', id);
    return { standing: water?.target ?? null, statements: statements.map((one) => ({ ...one })) };
  }
}
