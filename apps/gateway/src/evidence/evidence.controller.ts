import { Controller, Get, Inject, Param, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { EvidenceRecord, EvidenceVersion } from '#libs/contracts/shapes.js';
import { CORRELATION_HEADER, IDENTITY_HEADER } from '#libs/identity/identity.js';
import { Requires } from '#libs/identity/permission.guard.js';
import { CONFIG } from '#libs/service/tokens.js';
import type { GatewayConfig } from '../config.js';
import { type EvidenceAnswer, type EvidenceReference, walkEvidence } from './walk-evidence.js';

const Node = z
  .object({
    /** `service/kind/id`, and `@v2` behind it for what is named with its version. */
    key: z.string(),
    record: EvidenceRecord.nullable(),
    /** Why a record could not be shown: not allowed, not there, owner away. */
    trouble: z.string().nullable(),
    references: z.array(z.string()),
  })
  .meta({ id: 'EvidenceNode' });
const Chain = z
  .object({ start: z.string(), nodes: z.array(Node), truncated: z.boolean() })
  .meta({ id: 'EvidenceChain' });
const ChainQuery = z.object({
  ...EvidenceVersion.shape,
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
    @Query({ schema: ChainQuery }) { version, ...limits }: z.infer<typeof ChainQuery>,
    @Req() request: FastifyRequest,
  ): Promise<z.input<typeof Chain>> {
    return walkEvidence({ service, kind, id, version }, (reference) => this.ask(reference, request), limits);
  }

  /** Asks the owner as the same person, so nobody sees through the chain what they may not see at its owner. */
  private async ask(
    { service, kind, id, version }: EvidenceReference,
    request: FastifyRequest,
  ): Promise<EvidenceAnswer | string> {
    const base = this.config.SERVICE_URLS[service];
    if (!base) return `没有服务 ${service}`;
    const path = ['evidence', service, kind, id].map(encodeURIComponent).join('/');
    const query = version === undefined ? '' : `?version=${version}`;
    try {
      const answer = await fetch(`${base}/${path}${query}`, {
        headers: {
          [IDENTITY_HEADER]: String(request.headers[IDENTITY_HEADER]),
          [CORRELATION_HEADER]: String(request.headers[CORRELATION_HEADER]),
        },
        signal: AbortSignal.timeout(10_000),
      });
      if (answer.ok) return (await answer.json()) as EvidenceAnswer;
      return answer.status === 404 ? '记录不存在或无权查看' : `${service} 返回 ${answer.status}`;
    } catch {
      return `${service} 无应答`;
    }
  }
}
