import { Controller, Get, Inject, Param, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { CORRELATION_HEADER, IDENTITY_HEADER } from '#libs/identity/identity.js';
import { Requires } from '#libs/identity/permission.guard.js';
import { CONFIG } from '#libs/service/tokens.js';
import type { GatewayConfig } from '../config.js';
import { walkEvidence, type EvidenceRecord } from './walk-evidence.js';

const Reference = z.object({ service: z.string(), kind: z.string(), id: z.string(), version: z.int().optional() });
const Node = z
  .object({
    key: z.string(),
    record: Reference.extend({
      title: z.string(),
      at: z.string().nullable(),
      facts: z.array(z.object({ label: z.string(), value: z.string(), unit: z.string().optional() })),
    }).nullable(),
    /** Why a record could not be shown: not allowed, not there, owner away. */
    trouble: z.string().nullable(),
    references: z.array(z.string()),
  })
  .meta({ id: 'EvidenceNode' });
const Chain = z
  .object({ start: z.string(), nodes: z.array(Node), truncated: z.boolean() })
  .meta({ id: 'EvidenceChain' });
const ChainQuery = z.object({
  depth: z.coerce.number().int().min(1).max(12).default(8),
  limit: z.coerce.number().int().min(1).max(400).default(120),
});

/** The chain under a record, walked across services: notice → warning → indicator → evaluation → readings → packet. */
@ApiTags('evidence')
@Controller('api/evidence-chains')
export class EvidenceController {
  constructor(@Inject(CONFIG) private readonly config: GatewayConfig) {}

  @Get(':service/:kind/:id')
  @Requires('evidence.read')
  @ApiOkResponse({ standardSchema: Chain })
  async walk(
    @Param('service') service: string,
    @Param('kind') kind: string,
    @Param('id') id: string,
    @Query({ schema: ChainQuery }) query: z.infer<typeof ChainQuery>,
    @Req() request: FastifyRequest,
  ): Promise<z.input<typeof Chain>> {
    return walkEvidence({ service, kind, id }, (reference) => this.ask(reference, request), query);
  }

  /** Asks the owner as the same person, so nobody sees through the chain what they may not see at its owner. */
  private async ask(
    reference: { service: string; kind: string; id: string },
    request: FastifyRequest,
  ): Promise<EvidenceRecord | string> {
    const base = this.config.SERVICE_URLS[reference.service];
    if (!base) return `没有服务 ${reference.service}`;
    const path = ['evidence', reference.service, reference.kind, reference.id].map(encodeURIComponent).join('/');
    try {
      const answer = await fetch(`${base}/${path}`, {
        headers: {
          [IDENTITY_HEADER]: String(request.headers[IDENTITY_HEADER]),
          [CORRELATION_HEADER]: String(request.headers[CORRELATION_HEADER]),
        },
        signal: AbortSignal.timeout(10_000),
      });
      if (answer.ok) return (await answer.json()) as EvidenceRecord;
      return answer.status === 404 ? '记录不存在或无权查看' : `${reference.service} 返回 ${answer.status}`;
    } catch {
      return `${reference.service} 无应答`;
    }
  }
}
