import { Controller, Inject } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { EventOf } from '#libs/contracts/event.js';
import { DeviceState } from '#libs/contracts/monitoring.events.js';
import { OnBatch } from '#libs/messaging/on.js';
import { keepReference } from '#libs/messaging/reference.js';
import { DeviceRegister } from './device-register.js';

@Controller()
export class DeviceConsumer {
  constructor(@Inject(DeviceRegister) private readonly register: DeviceRegister) {}

  @OnBatch(DeviceState, 200)
  async keep(events: EventOf<typeof DeviceState>[], tx: EntityManager): Promise<void> {
    const devices = events.map((event) => event.data);
    await keepReference(tx, DeviceState, devices);
    this.register.keep(devices);
  }
}
