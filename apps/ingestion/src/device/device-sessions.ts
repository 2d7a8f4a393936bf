/** Where a device can be reached: the connection that last brought a packet it was let in with. */
export interface DeviceLink {
  readonly address: string;
  readonly isSecure: boolean;
  write(frame: Buffer): void;
}

export interface DeviceSession {
  readonly mn: string;
  link: DeviceLink;
  /** Password and system code of its last packet. */
  pw: string;
  st: string;
  readonly since: string;
  heardAt: string;
  packets: number;
}

/** System code of answers (HJ 212-2017 6.6.1.2): it says nothing about the device. */
const INTERACTION = '91';

/** Connected devices by number. One connection may carry many devices, and a device may have several connections. */
export class DeviceSessions {
  private readonly byMn = new Map<string, DeviceSession>();

  get size(): number {
    return this.byMn.size;
  }

  find(mn: string): DeviceSession | null {
    return this.byMn.get(mn) ?? null;
  }

  /** Notes a packet that was let in; the newest connection that brings one is the device's. */
  heard(link: DeviceLink, packet: { readonly mn: string; readonly pw: string; readonly st: string }, at: string): void {
    const known = this.byMn.get(packet.mn);
    if (known === undefined) {
      const { mn, pw, st } = packet;
      this.byMn.set(mn, { mn, link, pw, st, since: at, heardAt: at, packets: 1 });
      return;
    }
    known.link = link;
    known.heardAt = at;
    known.packets += 1;
    known.pw = packet.pw;
    if (packet.st !== INTERACTION) known.st = packet.st;
  }

  /** A connection is gone; devices heard on another one since stay. */
  left(link: DeviceLink, mns: Iterable<string>): void {
    for (const mn of mns) if (this.byMn.get(mn)?.link === link) this.byMn.delete(mn);
  }

  all(): readonly DeviceSession[] {
    return [...this.byMn.values()];
  }
}
