import { Body, Controller, Get, Inject, Param, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { Identity } from '#libs/identity/identity.js';
import { nextIdCursor, readIdCursor } from '#libs/identity/paging.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { CLOCK, CONFIG } from '#libs/service/tokens.js';
import type { MonitoringConfig } from '../config.js';
import { Device, DeviceList, PageQuery, SaveDevice } from './register.api.js';
import { devicePage, findDevice, type RegisteredDevice } from './register.store.js';
import { saveDevice } from './save-device.js';

const shown = ({ passwordHash: _secret, settings, ...device }: RegisteredDevice): z.input<typeof Device> => {
  const { cipherKeys = [], ...open } = settings ?? {};
  return { ...device, settings: { ...open, isEnciphered: cipherKeys.length > 0 } };
};

/** Devices: whoever may manage them sees them; the password goes in and never comes out. */
@ApiTags('devices')
@Controller('devices')
export class DeviceController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: MonitoringConfig,
  ) {}

  @Get()
  @Requires('device.manage')
  @ApiOkResponse({ standardSchema: DeviceList })
  async list(@Query({ schema: PageQuery }) query: PageQuery): Promise<z.input<typeof DeviceList>> {
    const page = { after: readIdCursor(query.cursor), limit: query.limit, retired: query.retired === 'true' };
    const devices = await devicePage(this.db.manager, page);
    return {
      items: devices.map(shown),
      nextCursor: nextIdCursor(devices, query.limit, ({ id }) => id),
    };
  }

  @Get(':id')
  @Requires('device.manage')
  @ApiOkResponse({ standardSchema: Device })
  async find(@Param('id') id: string): Promise<z.input<typeof Device>> {
    const device = await findDevice(this.db.manager, id);
    if (!device) throw new Refusal('DEVICE_NOT_FOUND', `no device ${id}`);
    return shown(device);
  }

  @Put(':id')
  @Requires('device.manage')
  @ApiOkResponse({ standardSchema: Device })
  async save(
    @Param('id') id: string,
    @Body({ schema: SaveDevice }) body: z.infer<typeof SaveDevice>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof Device>> {
    const at = await this.clock.now();
    const { expectedVersion, reason, ...written } = body;
    const parts = { identity, internalKey: this.config.INTERNAL_KEY };
    return shown(
      await this.db.transaction((tx) => saveDevice(tx, { ...written, id }, { at, expectedVersion, reason }, parts)),
    );
  }
}
