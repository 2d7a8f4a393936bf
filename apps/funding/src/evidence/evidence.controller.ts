import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { BasisReference, EvidenceRecord, EvidenceVersion } from '#libs/contracts/shapes.js';
import { Refusal } from '#libs/domain/refusal.js';
import { asCited } from '#libs/evidence/cited-version.js';
import { Requires } from '#libs/identity/permission.guard.js';
import { selectOne } from '#libs/persistence/select.js';
import { entriesOf, type EntryRow } from '../entry/entry.store.js';
import { ProjectEntity } from '../project/project.entity.js';

const FundingEvidence = z
  .object({
    record: EvidenceRecord,
    basis: z.object({ references: z.array(BasisReference), query: z.null() }),
  })
  .meta({ id: 'FundingEvidence' });
type Evidence = z.input<typeof FundingEvidence>;

/** What a figure about money rests on: the project, and the entries of its book with their vouchers. */
@ApiTags('evidence')
@Controller('evidence/funding')
export class EvidenceController {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  @Get(':kind/:id')
  @Requires('evidence.read')
  @ApiOkResponse({ standardSchema: FundingEvidence })
  async find(
    @Param('kind') kind: string,
    @Param('id') id: string,
    @Query({ schema: EvidenceVersion }) { version }: z.infer<typeof EvidenceVersion>,
  ): Promise<Evidence> {
    const evidence = kind === 'project' ? await this.project(id) : kind === 'entry' ? await this.entry(id) : null;
    if (!evidence) throw new Refusal('EVIDENCE_NOT_FOUND', `no ${kind} ${id}`);
    return { ...evidence, record: asCited(evidence.record, version) };
  }

  private async project(id: string): Promise<Evidence | null> {
    const project = await this.db.manager.findOneBy(ProjectEntity, { id });
    if (!project) return null;
    const entries = await entriesOf(this.db.manager, id);
    return {
      record: {
        service: 'funding',
        kind: 'project',
        id,
        title: project.name,
        at: null,
        facts: [
          { label: '总投资', value: project.totalInvestment, unit: '万元' },
          { label: '计划开工', value: project.plannedStart },
          { label: '实际开工', value: project.actualStart ?? '未开工' },
        ],
      },
      basis: {
        references: entries.map((entry) => ({ service: 'funding', kind: 'entry', id: entry.id })),
        query: null,
      },
    };
  }

  private async entry(id: string): Promise<Evidence | null> {
    if (!z.uuid().safeParse(id).success) return null;
    const entry = await selectOne<EntryRow & { bookedOn: string }>(
      this.db.manager,
      'select e.*, e.booked_on::text as booked_on from entry e where e.id = $1',
      [id],
    );
    if (!entry) return null;
    return {
      record: {
        service: 'funding',
        kind: 'entry',
        id,
        title: entry.kind === 'payment' ? (entry.reverses ? '支付冲销' : '支付') : '资金下达',
        at: entry.recordedAt.toISOString(),
        facts: [
          { label: '金额', value: entry.amount, unit: '万元' },
          { label: '日期', value: entry.bookedOn },
          { label: '凭证', value: entry.voucher },
          { label: '指标文', value: entry.noticeId },
          ...(entry.payee ? [{ label: '收款单位', value: entry.payee }] : []),
          ...(entry.reason ? [{ label: '原因', value: entry.reason }] : []),
        ],
      },
      basis: {
        references: entry.reverses ? [{ service: 'funding', kind: 'entry', id: entry.reverses }] : [],
        query: null,
      },
    };
  }
}
