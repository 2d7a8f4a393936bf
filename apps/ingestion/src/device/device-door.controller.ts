import { Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import { Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import { DoorBoard } from './door-board.js';

const DoorState = z
  .object({
    /** Processes with a door; what is told of others than the one that answers is some seconds old. */
    processes: z.int(),
    /** Devices connected to any of them, by number. */
    connected: z.array(
      z.object({
        deviceId: z.string(),
        mn: z.string(),
        address: z.string(),
        isSecure: z.boolean(),
        since: z.iso.datetime(),
        heardAt: z.iso.datetime(),
        packets: z.int(),
      }),
    ),
    /** Addresses shut out for a time, since they sent nothing but faults. */
    blocked: z.array(z.object({ address: z.string(), secondsLeft: z.int(), turnedAway: z.int() })),
  })
  .meta({ id: 'DeviceDoor' });

/** The door devices connect to, of all processes that have one together. */
@ApiTags('device-door')
@Controller('device-door')
export class DeviceDoorController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DoorBoard) private readonly board: DoorBoard,
  ) {}

  @Get()
  @Requires('device.manage')
  @ApiOkResponse({ standardSchema: DoorState })
  async find(): Promise<z.input<typeof DoorState>> {
    const { processes, connected, blocked } = await this.board.whole();
    return { processes, connected: [...connected], blocked: [...blocked] };
  }

  @Post('blocked/:address/unblock')
  @HttpCode(200)
  @Requires('device.manage')
  @ApiOkResponse({ standardSchema: DoorState })
  async unblock(@Param('address') address: string): Promise<z.input<typeof DoorState>> {
    const { blocked } = await this.board.whole();
    if (!blocked.some((one) => one.address === address))
      throw new Refusal('ADDRESS_NOT_FOUND', `${address} is not shut out`);
    const at = await this.clock.now();
    const { done } = await this.db.transaction(async (tx) => {
      await audit(tx, { at, action: 'address.unblock', subject: { kind: 'address', id: address } });
      return this.board.unblock(tx, address);
    });
    done();
    return this.find();
  }
}
