import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiExtension, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { EvidenceVersion } from '#libs/contracts/shapes.js';
import { REFERENCE_GROUP } from '#libs/evidence/reference-group.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { scopeRoots } from '#libs/identity/scope.js';
import { readInput } from '#libs/identity/input.js';
import { readCursor, writeCursor } from '#libs/identity/cursor.js';
import { unitsBelow } from '../reference/directory.store.js';
import { evidenceOfRecord } from './evidence-of-record.js';
import { EvidencePage, EvidenceQuery, LedgerEvidence } from './evidence.api.js';
import { evidencePage, evidenceView } from './evidence.store.js';

/** Files filed as evidence, and the ledger's links of the evidence chain. */
@ApiTags('evidence')
@Controller()
export class EvidenceController {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  @Get('evidence-files')
  @Requires('problem.read')
  @ApiOkResponse({ standardSchema: EvidencePage })
  async files(
    @Query({ schema: EvidenceQuery }) query: z.infer<typeof EvidenceQuery>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof EvidencePage>> {
    const cursor = readCursor(query.cursor, 2);
    return this.db.transaction('REPEATABLE READ', async (tx) => {
      const seen = await unitsBelow(tx, scopeRoots(identity, 'problem.read'));
      const before = cursor && { at: cursor[0]!, id: cursor[1]! };
      const rows = await evidencePage(tx, query, seen, before, query.limit);
      const last = rows.length === query.limit ? rows.at(-1) : undefined;
      return {
        items: rows.map(evidenceView),
        nextCursor: last ? writeCursor(last.addedAt.toISOString(), last.id) : null,
      };
    });
  }

  /** Asked by the gateway, which walks the chain across services. */
  @Get('evidence/ledger/:kind/:id')
  @ApiExtension('x-internal', true)
  @Requires('evidence.read')
  @ApiOkResponse({ standardSchema: LedgerEvidence })
  record(
    @Param('kind') kind: string,
    @Param('id') id: string,
    @Query({ schema: EvidenceVersion }) { version }: z.infer<typeof EvidenceVersion>,
    @CurrentIdentity() identity: Identity,
  ): Promise<LedgerEvidence> {
    // A group goes by the hash of what it holds.
    const key = kind === REFERENCE_GROUP ? id : readInput(z.uuid(), id);
    return this.db.transaction('REPEATABLE READ', (tx) => evidenceOfRecord(tx, { kind, id: key, version }, identity));
  }
}
