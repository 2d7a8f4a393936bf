import { Controller, Inject } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Clock } from '#libs/clock/clock.js';
import type { EventOf } from '#libs/contracts/event.js';
import { DeviceDataWanted } from '#libs/contracts/monitoring.events.js';
import { On } from '#libs/messaging/on.js';
import { CLOCK } from '#libs/service/tokens.js';
import { DeviceRegister } from '../device/device-register.js';
import { CommandRunner } from './command.runner.js';
import { requestMissing } from './request-command.js';

/** What monitoring misses of devices is asked of them. */
@Controller()
export class CommandConsumer {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DeviceRegister) private readonly register: DeviceRegister,
    @Inject(CommandRunner) private readonly runner: CommandRunner,
  ) {}

  @On(DeviceDataWanted)
  async wanted({ data }: EventOf<typeof DeviceDataWanted>, tx: EntityManager): Promise<void> {
    const device = this.register.byId(data.deviceId);
    // Retired since, or not known here yet: what is missing is asked for again.
    if (!device) return;
    const { cn, from, to, askingId } = data;
    const wish = { device, request: { cn, from, to }, askingId, expiresAt: new Date(data.expiresAt) };
    await requestMissing(tx, wish, await this.clock.now());
    this.runner.nudge();
  }
}
