import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { nextCursor, readCursor } from '#libs/identity/paging.js';
import { CLOCK } from '#libs/service/tokens.js';
import type { Device } from '../device/device.js';
import { DeviceRegister } from '../device/device-register.js';
import { cancelCommand } from './cancel-command.js';
import { CancelCommand, CommandQuery, DeviceCommand, DeviceCommandList, RequestCommand } from './command.api.js';
import { CommandRunner } from './command.runner.js';
import { commandPage, type CommandRow, findCommand } from './command.store.js';
import { requestCommand } from './request-command.js';

const MINUTE_MS = 60_000;

const shown = (row: CommandRow): z.input<typeof DeviceCommand> => ({
  id: row.id,
  deviceId: row.deviceId,
  mn: row.mn,
  cn: row.cn,
  request: row.request,
  origin: row.origin,
  reason: row.reason,
  requestedAt: row.requestedAt.toISOString(),
  requestedBy: row.requestedBy,
  expiresAt: row.expiresAt.toISOString(),
  state: row.state,
  result: row.result,
  qn: row.qn,
  sentAt: row.askedAt?.toISOString() ?? null,
  sendings: row.sendings,
  parts: row.parts,
  answeredAt: row.answeredAt?.toISOString() ?? null,
  endedAt: row.endedAt?.toISOString() ?? null,
  reply: row.reply === null ? null : { ...row.reply },
});

/** Commands to devices: asked for by people or by the platform, sent when the device is connected, and how they ended. */
@ApiTags('device-commands')
@Controller('device-commands')
export class CommandController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DeviceRegister) private readonly register: DeviceRegister,
    @Inject(CommandRunner) private readonly runner: CommandRunner,
  ) {}

  @Post()
  @HttpCode(202)
  @Requires('device.command')
  @ApiAcceptedResponse({ standardSchema: DeviceCommand })
  async request(
    @Body({ schema: RequestCommand }) body: RequestCommand,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof DeviceCommand>> {
    const at = await this.clock.now();
    const wish = {
      device: this.known(body.deviceId),
      request: body.request,
      reason: body.reason ?? null,
      expiresAt: new Date(at.getTime() + body.validMinutes * MINUTE_MS),
    };
    const id = await this.db.transaction((tx) => requestCommand(tx, wish, identity, at));
    this.runner.nudge();
    return this.find(id);
  }

  @Get()
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: DeviceCommandList })
  async list(
    @Query({ schema: CommandQuery }) { cursor, limit, deviceId }: z.infer<typeof CommandQuery>,
  ): Promise<z.input<typeof DeviceCommandList>> {
    const page = { before: readCursor(cursor), deviceId: deviceId ?? null, limit };
    const rows = await commandPage(this.db.manager, page);
    return { items: rows.map(shown), nextCursor: nextCursor(rows, limit, ({ requestedAt }) => requestedAt) };
  }

  @Get(':id')
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: DeviceCommand })
  async find(@Param('id', ParseUUIDPipe) id: string): Promise<z.input<typeof DeviceCommand>> {
    const found = await findCommand(this.db.manager, id);
    if (!found) throw new Refusal('DEVICE_COMMAND_NOT_FOUND', `no command ${id}`);
    return shown(found);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Requires('device.command')
  @ApiOkResponse({ standardSchema: DeviceCommand })
  async cancel(
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: CancelCommand }) { reason }: z.infer<typeof CancelCommand>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof DeviceCommand>> {
    const at = await this.clock.now();
    await this.db.transaction((tx) => cancelCommand(tx, id, reason, at, identity));
    return this.find(id);
  }

  private known(id: string): Device {
    const device = this.register.byId(id);
    if (!device) throw new Refusal('DEVICE_NOT_FOUND', `no device ${id} is known here (yet)`);
    return device;
  }
}
