import type { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Put, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { TemplateValues } from '#libs/documents/template.js';
import type { FileStore } from '#libs/files/file-store.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import type { Pack } from '#libs/policy/pack.js';
import { CLOCK, CONFIG, FILES, PACK } from '#libs/service/tokens.js';
import type { AccountabilityConfig } from '../config.js';
import { readCursor, writeCursor } from '#libs/identity/cursor.js';
import { runAct } from './act.edge.js';
import { ActOutcome } from './act-action.api.js';
import { attestBundle } from '../evidence/attest-bundle.js';
import { ActDetail, ActPage, ActQuery, BundleAttestation, DraftAct, EditAct } from './act.api.js';
import { actDetail } from './act-detail.view.js';
import { actPage } from './act-list.store.js';
import { actScope, maySeeAct } from './act-scope.js';
import type { ActEntity } from './act.entity.js';
import { findAct } from './act.store.js';
import { actViews } from './act.view.js';
import { draftByHand } from './draft-by-hand.js';
import { editAct } from './edit-act.js';
import { handFigure } from '../paper/hand-figure.js';
import { paperName, renderPaper } from '../paper/render-act.js';
import { signersOf } from '../signature/signer.store.js';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const notFound = (id: string): Refusal => new Refusal('ACT_NOT_FOUND', `no act ${id}`);

/** RFC 6266: an ASCII name for old clients, the real one in UTF-8. */
const disposition = (name: string, plain: string): string =>
  `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`;

/** Formal acts: what is waiting for whom, the whole life of one, its paper and its evidence. */
@ApiTags('acts')
@Controller('acts')
export class ActController {
  constructor(
    @Inject(DataSource) readonly db: DataSource,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(PACK) readonly pack: Pack,
    @Inject(FILES) private readonly files: FileStore,
    @Inject(CONFIG) readonly config: AccountabilityConfig,
  ) {}

  @Get()
  @Requires('act.read')
  @ApiOkResponse({ standardSchema: ActPage })
  async list(
    @Query({ schema: ActQuery }) query: z.infer<typeof ActQuery>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof ActPage>> {
    const tx = this.db.manager;
    const key = readCursor(query.cursor, 2);
    const after = key ? { occurredAt: new Date(key[0]!), actId: key[1]! } : null;
    const { acts, total } = await actPage(tx, query, await actScope(tx, identity), after);
    const last = acts.at(-1);
    return {
      items: await actViews(tx, this.pack, acts),
      nextCursor: last && acts.length === query.limit ? writeCursor(last.occurredAt.toISOString(), last.actId) : null,
      total,
    };
  }

  @Get(':id')
  @Requires('act.read')
  @ApiOkResponse({ standardSchema: ActDetail })
  async find(
    @Param('id', ParseUUIDPipe) id: string,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof ActDetail>> {
    const detail = await actDetail(this.db.manager, this.pack, this.config.AGENCY, id, identity);
    if (!detail) throw notFound(id);
    return detail;
  }

  /** The paper: the file as it went out, or the draft as it stands. */
  @Get(':id/document')
  @Requires('act.read')
  @ApiOkResponse({ description: 'the paper as .docx' })
  async document(
    @Param('id', ParseUUIDPipe) id: string,
    @CurrentIdentity() identity: Identity,
    @Res() reply: FastifyReply,
  ): Promise<FastifyReply> {
    const act = await this.visible(id, identity);
    if (act.template.kind === 'MESSAGE') throw new Refusal('ACT_DOCUMENT_NOT_FOUND', 'a message has no paper');
    const isCurrent = act.documentOf === act.paperVersion && act.documentSha256 !== null;
    const parts = {
      pack: this.pack,
      settings: this.config.AGENCY,
      isSample: this.config.SAMPLE_WATERMARK === 'true',
    };
    const bytes = isCurrent
      ? await this.files.read(act.documentSha256!)
      : Buffer.from(await renderPaper(this.db.manager, parts, act));
    return this.send(reply, bytes, DOCX, disposition(paperName(act), `act-${act.actId}.docx`));
  }

  /** Everything behind the figures of an issued act, with its hashes. */
  @Get(':id/evidence-bundle')
  @Requires('evidence.read')
  @ApiOkResponse({ description: 'the evidence bundle as .zip' })
  async bundle(
    @Param('id', ParseUUIDPipe) id: string,
    @CurrentIdentity() identity: Identity,
    @Res() reply: FastifyReply,
  ): Promise<FastifyReply> {
    const act = await this.visible(id, identity);
    if (act.bundleSha256 === null) throw new Refusal('ACT_BUNDLE_NOT_FOUND', 'the evidence is not pinned yet');
    const name = `${act.number ?? act.title} 证据包.zip`;
    return this.send(
      reply,
      await this.files.get(act.bundleSha256),
      'application/zip',
      disposition(name, `evidence-${act.actId}.zip`),
    );
  }

  /** Whether the bundle is the one that was pinned, and its packets are what came but for the passwords hidden. */
  @Get(':id/evidence-bundle/attestation')
  @Requires('evidence.read')
  @ApiOkResponse({ standardSchema: BundleAttestation })
  async attest(
    @Param('id', ParseUUIDPipe) id: string,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof BundleAttestation>> {
    const { bundleSha256, originalsSha256 } = await this.visible(id, identity);
    if (bundleSha256 === null) throw new Refusal('ACT_BUNDLE_NOT_FOUND', 'the evidence is not pinned yet');
    const found = await attestBundle(this.files, { bundleSha256, originalsSha256 }, this.config.INTERNAL_KEY);
    return { sha256: bundleSha256, ...found, problems: [...found.problems] };
  }

  @Put(':id/content')
  @Requires('act.draft')
  @ApiOkResponse({ standardSchema: ActOutcome })
  edit(
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: EditAct }) body: z.infer<typeof EditAct>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof ActOutcome>> {
    return runAct(this, { actId: id, identity, write: body }, async (context, act) => {
      await editAct(context, act!, {
        parameters: body.parameters,
        body: body.body,
        arrangement: body.arrangement as never,
        figures: body.figures?.map(handFigure),
        reason: body.reason,
      });
      return null;
    });
  }

  @Post()
  @HttpCode(201)
  @Requires('act.draft')
  @ApiCreatedResponse({ standardSchema: ActOutcome })
  draft(
    @Body({ schema: DraftAct }) body: z.infer<typeof DraftAct>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof ActOutcome>> {
    return runAct(this, { actId: null, identity, write: body }, (context) =>
      draftByHand(context, {
        ...body,
        parameters: body.parameters as TemplateValues | undefined,
        figures: body.figures.map(handFigure),
      }),
    );
  }

  private async visible(id: string, identity: Identity): Promise<ActEntity> {
    const act = await findAct(this.db.manager, id);
    const scope = await actScope(this.db.manager, identity);
    if (!act || !maySeeAct(scope, act, await signersOf(this.db.manager, id))) throw notFound(id);
    return act;
  }

  private send(reply: FastifyReply, bytes: Buffer | Readable, type: string, name: string): FastifyReply {
    return reply
      .header('content-type', type)
      .header('content-disposition', name)
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'private, no-store')
      .send(bytes);
  }
}
