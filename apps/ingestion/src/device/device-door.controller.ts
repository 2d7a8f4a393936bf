import { Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import { Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import { AddressBook } from './address-book.js';
import { DeviceRegister } from './device-register.js';
import { DeviceSessions } from './device-sessions.js';

const DoorState = z
  .object({
    /** Devices connected now, by number. */
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

/** The door devices connect to, as it is at this moment. */
@ApiTags('device-door')
@Controller('device-door')
export class DeviceDoorController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DeviceRegister) private readonly register: DeviceRegister,
    @Inject(DeviceSessions) private readonly sessions: DeviceSessions,
    @Inject(AddressBook) private readonly book: AddressBook,
  ) {}

  @Get()
  @Requires('device.manage')
  @ApiOkResponse({ standardSchema: DoorState })
  find(): z.input<typeof DoorState> {
    const connected = this.sessions.all().flatMap(({ mn, link, since, heardAt, packets }) => {
      const deviceId = this.register.find(mn)?.device.id;
      const { address, isSecure } = link;
      return deviceId === undefined ? [] : [{ deviceId, mn, address, isSecure, since, heardAt, packets }];
    });
    return {
      connected: connected.sort((a, b) => (a.mn < b.mn ? -1 : 1)),
      blocked: this.book.blocked(performance.now()),
    };
  }

  @Post('blocked/:address/unblock')
  @HttpCode(200)
  @Requires('device.manage')
  @ApiOkResponse({ standardSchema: DoorState })
  async unblock(@Param('address') address: string): Promise<z.input<typeof DoorState>> {
    if (!this.book.unblock(address)) throw new Refusal('ADDRESS_NOT_FOUND', `${address} is not shut out`);
    const at = await this.clock.now();
    await this.db.transaction((tx) =>
      audit(tx, { at, action: 'address.unblock', subject: { kind: 'address', id: address } }),
    );
    return this.find();
  }
}
