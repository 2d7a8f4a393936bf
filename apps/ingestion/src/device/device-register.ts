import { createHmac, timingSafeEqual } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { DataOf } from '#libs/contracts/event.js';
import { DeviceState } from '#libs/contracts/monitoring.events.js';
import { allReferences } from '#libs/messaging/reference.js';

export type Device = DataOf<typeof DeviceState>;

/** Devices by equipment number, in memory: every frame asks. */
export class DeviceRegister {
  private readonly byMn = new Map<string, Device>();
  private readonly right = new Map<string, string>();

  constructor(private readonly key: string) {}

  async load(tx: EntityManager): Promise<void> {
    this.keep(await allReferences(tx, DeviceState));
  }

  keep(devices: readonly Device[]): void {
    for (const device of devices) {
      const known = this.byMn.get(device.mn);
      if (known && known.version >= device.version && known.id === device.id) continue;
      this.right.delete(device.mn);
      if (device.retired) this.byMn.delete(device.mn);
      else this.byMn.set(device.mn, device);
    }
  }

  find(mn: string): Device | null {
    return this.byMn.get(mn) ?? null;
  }

  /** Whether the password is the device's. A right one is remembered, so that a keyed hash is worked out once, not per frame. */
  isRight(device: Device, password: string): boolean {
    if (this.right.get(device.mn) === password) return true;
    const hash = createHmac('sha256', Buffer.from(this.key, 'hex')).update(password).digest();
    const expected = Buffer.from(device.passwordHash, 'hex');
    const fits = hash.length === expected.length && timingSafeEqual(hash, expected);
    if (fits) this.right.set(device.mn, password);
    return fits;
  }
}
