import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiExtension, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Basis, EvidenceRecord, EvidenceVersion } from '#libs/contracts/shapes.js';
import { Refusal } from '#libs/domain/refusal.js';
import { Requires } from '#libs/identity/permission.guard.js';
import type { EvidenceOfRecord } from './evidence-record.js';
import { readEvidence } from './read-evidence.js';

const Evidence = z.object({ record: EvidenceRecord, basis: Basis }).meta({ id: 'MonitoringEvidence' });

const ManyRecords = z
  .object({
    records: z
      .array(z.object({ kind: z.string(), id: z.string(), version: z.int().positive().optional() }))
      .min(1)
      .max(200),
  })
  .meta({ id: 'MonitoringEvidenceQuestion' });
const ManyAnswers = z.object({ answers: z.array(Evidence.nullable()) }).meta({ id: 'MonitoringEvidenceAnswers' });

const evidenceOf = ({
  record: { title, at, facts, ...record },
  ...found
}: EvidenceOfRecord): z.input<typeof Evidence> => ({
  record: { ...record, title, at: at?.toISOString() ?? null, facts: [...facts] },
  basis: { references: [...found.references], query: found.query ?? null },
});

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
    @Query({ schema: EvidenceVersion }) query: z.infer<typeof EvidenceVersion>,
  ): Promise<z.input<typeof Evidence>> {
    const [found] = await readEvidence(this.db.manager, [{ kind, id, version: query.version }]);
    if (!found) throw new Refusal('EVIDENCE_NOT_FOUND', `no ${kind} ${id}`);
    return evidenceOf(found);
  }

  /** The same for many at once, in their order, null for what is not there: a paper about a month rests on thousands. */
  @Post()
  @HttpCode(200)
  @Requires('evidence.read')
  @ApiOkResponse({ standardSchema: ManyAnswers })
  async findMany(
    @Body({ schema: ManyRecords }) { records }: z.infer<typeof ManyRecords>,
  ): Promise<z.input<typeof ManyAnswers>> {
    const found = await readEvidence(this.db.manager, records);
    return { answers: found.map((one) => one && evidenceOf(one)) };
  }
}
