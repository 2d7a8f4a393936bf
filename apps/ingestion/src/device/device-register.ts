import { createHmac, timingSafeEqual } from 'node:crypto';
import type { BlockList } from 'node:net';
import type { EntityManager } from 'typeorm';
import { DeviceState } from '#libs/contracts/monitoring.events.js';
import type { FrameProfile, FrameProfileOf } from '#libs/domain/hj212/frame-profile.js';
import type { AnswerStyle } from '#libs/domain/hj212/response.js';
import { allReferences } from '#libs/messaging/reference.js';
import type { Device } from './device.js';
import { addressList, answerStyle, frameProfile } from './device-manner.js';

/** A device with what its settings come to, worked out once. */
export interface RegisteredDevice {
  readonly device: Device;
  readonly style: AnswerStyle;
  readonly profile: FrameProfile | undefined;
  /** Null where its packets may come from anywhere. */
  readonly sources: BlockList | null;
  /** Its password, once it was right. */
  rightPassword: string | null;
}

/** Devices by equipment number, in memory: every frame asks. */
export class DeviceRegister {
  private readonly byMn = new Map<string, RegisteredDevice>();
  private profiles = 0;
  /** How frames of devices that do not follow the standard are to be read; every wrong checksum asks. */
  readonly profileOf: FrameProfileOf = (mn) => this.byMn.get(mn)?.profile;

  constructor(private readonly key: string) {}

  async load(tx: EntityManager): Promise<void> {
    this.keep(await allReferences(tx, DeviceState));
  }

  keep(devices: readonly Device[]): void {
    for (const device of devices) {
      const known = this.byMn.get(device.mn);
      if (known && known.device.version >= device.version && known.device.id === device.id) continue;
      this.forget(device.mn);
      if (!device.retired) this.remember(device);
    }
  }

  find(mn: string): RegisteredDevice | null {
    return this.byMn.get(mn) ?? null;
  }

  byId(id: string): Device | null {
    for (const { device } of this.byMn.values()) if (device.id === id) return device;
    return null;
  }

  /** The same as `profileOf`, undefined while no device needs it: then no good frame has to ask. */
  get profileOfAny(): FrameProfileOf | undefined {
    return this.profiles > 0 ? this.profileOf : undefined;
  }

  /** Whether the password is the device's. A right one is remembered, so that a keyed hash is worked out once, not per frame. */
  isRight(registered: RegisteredDevice, password: string): boolean {
    if (registered.rightPassword === password) return true;
    const hash = createHmac('sha256', Buffer.from(this.key, 'hex')).update(password).digest();
    const expected = Buffer.from(registered.device.passwordHash, 'hex');
    const fits = hash.length === expected.length && timingSafeEqual(hash, expected);
    if (fits) registered.rightPassword = password;
    return fits;
  }

  private remember(device: Device): void {
    const profile = frameProfile(device, this.key);
    if (profile) this.profiles += 1;
    this.byMn.set(device.mn, {
      ...{ device, profile, style: answerStyle(device), sources: addressList(device.settings?.sources) },
      rightPassword: null,
    });
  }

  private forget(mn: string): void {
    if (this.byMn.get(mn)?.profile) this.profiles -= 1;
    this.byMn.delete(mn);
  }
}
