import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiExtension, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Basis, BasisReference } from '#libs/contracts/shapes.js';
import { Refusal } from '#libs/domain/refusal.js';
import { Requires } from '#libs/identity/permission.guard.js';
import { EVIDENCE_READERS } from './evidence.view.js';

const EvidenceQuery = z.object({ version: z.coerce.number().int().positive().optional() });
const Evidence = z
  .object({
    record: BasisReference.extend({
      title: z.string(),
      at: z.iso.datetime().nullable(),
      facts: z.array(z.object({ label: z.string(), value: z.string(), unit: z.string().optional() })),
    }),
    basis: Basis,
  })
  .meta({ id: 'MonitoringEvidence' });

/** One link of the chain from a figure to the raw packet; only the gateway asks, with the asker's identity. */
@ApiTags('evidence')
@ApiExtension('x-internal', true)
@Controller('evidence/monitoring')
export class EvidenceController {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  @Get(':kind/:id')
  @Requires('evidence.read')
  @ApiOkResponse({ standardSchema: Evidence })
  async find(
    @Param('kind') kind: string,
    @Param('id') id: string,
    @Query({ schema: EvidenceQuery }) query: z.infer<typeof EvidenceQuery>,
  ): Promise<z.input<typeof Evidence>> {
    const reader = Object.hasOwn(EVIDENCE_READERS, kind) ? EVIDENCE_READERS[kind] : undefined;
    const found = await reader?.(this.db.manager, id, query.version ?? null);
    if (!found) throw new Refusal('EVIDENCE_NOT_FOUND', `no ${kind} ${id}`);
    const { title, at, facts, ...record } = found.record;
    return {
      record: { ...record, title, at: at.toISOString(), facts: [...facts] },
      basis: { references: [...found.references], query: found.query ?? null },
    };
  }
}
