import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiExtension, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { EvidenceVersion } from '#libs/contracts/shapes.js';
import { Refusal } from '#libs/domain/refusal.js';
import { REFERENCE_GROUP } from '#libs/evidence/reference-group.js';
import type { Identity } from '#libs/identity/identity.js';
import { readInput } from '#libs/identity/input.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { requireScope } from '#libs/identity/scope.js';
import type { Pack } from '#libs/policy/pack.js';
import { PACK } from '#libs/service/tokens.js';
import { readEvidence } from './evidence-readers.js';
import { EvidenceAnswer } from './shapes.api.js';

/** Kinds without a UUID: what a paper prints under 来源编号, and groups, which go by the hash of what they hold. */
const OTHERWISE_NAMED: readonly string[] = ['source', REFERENCE_GROUP];

/** What one record of this service rests on; the gateway walks from record to record. */
@ApiTags('evidence')
@Controller('evidence/accountability')
export class EvidenceChainController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(PACK) private readonly pack: Pack,
  ) {}

  @Get(':kind/:id')
  @Requires('evidence.read')
  @ApiExtension('x-internal', true)
  @ApiOkResponse({ standardSchema: EvidenceAnswer })
  async find(
    @Param('kind') kind: string,
    @Param('id') id: string,
    @Query({ schema: EvidenceVersion }) { version }: z.infer<typeof EvidenceVersion>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof EvidenceAnswer>> {
    const key = OTHERWISE_NAMED.includes(kind) ? id : readInput(z.uuid(), id);
    const found = await readEvidence(this.db.manager, this.pack, { kind, id: key, version });
    if (!found) throw new Refusal('EVIDENCE_NOT_FOUND', `no ${kind} ${id}`);
    if (found.unitPath !== null) requireScope(identity, 'evidence.read', found.unitPath);
    return found.answer;
  }
}
