import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type {} from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { UnitState } from '#libs/contracts/directory.events.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { FileStore } from '#libs/files/file-store.js';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { mayFor } from '#libs/identity/scope.js';
import { findReference } from '#libs/messaging/reference.js';
import { select } from '#libs/persistence/select.js';
import { CLOCK, FILES } from '#libs/service/tokens.js';

const Uploaded = z
  .object({ sha256: z.string(), name: z.string(), mediaType: z.string(), size: z.int() })
  .meta({ id: 'UploadedFile' });
interface FileRow {
  readonly sha256: string;
  readonly ownerUnitId: string;
  readonly name: string;
  readonly mediaType: string;
}

/** Evidence files: stored once by content, visible to the unit that uploaded them and to whoever reads files above it. */
@ApiTags('files')
@Controller('api/files')
export class FileController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(FILES) private readonly files: FileStore,
  ) {}

  @Post()
  @Requires('file.upload')
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } } } })
  @ApiCreatedResponse({ standardSchema: Uploaded })
  async upload(
    @Req() request: FastifyRequest,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof Uploaded>> {
    const part = await request.file();
    if (!part) throw new Refusal('FILE_INVALID', 'the request carries no file');
    const owner = identity.unitId ?? identity.grants.find((grant) => grant.permission === 'file.upload')?.unitId;
    if (!owner) throw new Refusal('FILE_INVALID', 'an account without a unit cannot own files');
    const stored = await this.files.put(part.file);
    if (part.file.truncated)
      throw new Refusal('FILE_TOO_LARGE_INVALID', 'the file is larger than this installation takes');
    const at = await this.clock.now();
    await this.db.transaction(async (tx) => {
      await tx.query(
        `insert into uploaded_file (sha256, owner_unit_id, name, media_type, size, uploaded_by, uploaded_at) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict on constraint uploaded_file_pkey do nothing`,
        [stored.sha256, owner, part.filename, stored.mediaType, stored.size, identity.accountId, at],
      );
      await audit(tx, {
        at,
        action: 'file.upload',
        subject: { kind: 'file', id: stored.sha256 },
        new: { name: part.filename, size: stored.size },
      });
    });
    return { sha256: stored.sha256, name: part.filename, mediaType: stored.mediaType, size: stored.size };
  }

  @Get(':sha256')
  @Requires('file.read')
  @ApiOkResponse({ description: 'the bytes of the file' })
  async download(
    @Param('sha256') sha256: string,
    @CurrentIdentity() identity: Identity,
    @Res() reply: FastifyReply,
  ): Promise<FastifyReply> {
    const rows = await select<FileRow>(
      this.db.manager,
      'select f.sha256, f.owner_unit_id, f.name, f.media_type from uploaded_file f where f.sha256 = $1 order by f.owner_unit_id limit 100',
      [sha256],
    );
    for (const row of rows) {
      const unit = await findReference(this.db.manager, UnitState, row.ownerUnitId);
      if (!mayFor(identity, 'file.read', unit?.path ?? [row.ownerUnitId])) continue;
      return reply
        .header('content-type', row.mediaType)
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(row.name)}`)
        .header('x-content-type-options', 'nosniff')
        .send(await this.files.get(sha256));
    }
    throw new Refusal('FILE_NOT_FOUND', 'no such file');
  }
}
