import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import type { Log } from '#libs/observability/log.js';
import type { AddressBook, BlockedAddress } from './address-book.js';
import {
  askUnblock,
  type ConnectedDevice,
  type DoorSide,
  forgetSide,
  sidesTold,
  tellSide,
  type ToldSide,
  type Unblock,
  unblocksAsked,
} from './device-door.store.js';
import type { DeviceRegister } from './device-register.js';
import type { DeviceSessions } from './device-sessions.js';

export interface DoorBoardParts {
  readonly db: DataSource;
  readonly register: Pick<DeviceRegister, 'find'>;
  readonly sessions: Pick<DeviceSessions, 'all'>;
  readonly book: AddressBook;
  readonly log: Log;
}

/** The doors of all processes as one. */
export interface WholeDoor extends DoorSide {
  /** Processes with a door, this one with them. */
  readonly processes: number;
}

const TELL_MS = 5_000;
/** Three times told in vain: the process has ended. */
const FRESH_SECONDS = 16;

/** A device with connections to several processes stands once, as it was last heard. */
const connectedTogether = (sides: readonly DoorSide[]): ConnectedDevice[] => {
  const byMn = new Map<string, ConnectedDevice>();
  for (const one of sides.flatMap(({ connected }) => connected)) {
    const known = byMn.get(one.mn);
    if (!known || known.heardAt < one.heardAt) byMn.set(one.mn, one);
  }
  return [...byMn.values()].sort((a, b) => (a.mn < b.mn ? -1 : 1));
};

/** An address several processes shut out stands once: the longest time left, all that were turned away. */
const blockedTogether = (sides: readonly DoorSide[]): BlockedAddress[] => {
  const byAddress = new Map<string, BlockedAddress>();
  for (const { address, secondsLeft, turnedAway } of sides.flatMap(({ blocked }) => blocked)) {
    const known = byAddress.get(address);
    byAddress.set(address, {
      address,
      secondsLeft: Math.max(secondsLeft, known?.secondsLeft ?? 0),
      turnedAway: turnedAway + (known?.turnedAway ?? 0),
    });
  }
  return [...byAddress.values()];
};

/** Blocks as they stand now: what was told some seconds ago, without those that are over or were let in since. */
const blockedSince = (
  { blocked, toldAt, age }: ToldSide,
  asked: ReadonlyMap<string, Date>,
): readonly BlockedAddress[] =>
  blocked
    .map((one) => ({ ...one, secondsLeft: one.secondsLeft - Math.floor(age) }))
    .filter(
      ({ address, secondsLeft }) => secondsLeft > 0 && !((asked.get(address)?.getTime() ?? 0) >= toldAt.getTime()),
    );

/**
 * What this process tells the others of its door, and they tell it. Everything shown is of the last seconds; the one thing
 * that has an effect elsewhere is an address let in again, which every process looks for.
 */
export class DoorBoard {
  private readonly processId = randomUUID();
  /** When addresses were let in that this process has let in already. */
  private readonly done = new Map<string, number>();
  private timer: NodeJS.Timeout | null = null;
  private telling: Promise<void> | null = null;

  constructor(private readonly parts: DoorBoardParts) {}

  start(): void {
    const { log } = this.parts;
    const turn = (): void => {
      this.telling ??= this.tell()
        .catch((why: unknown) => log.warn({ err: why }, 'could not tell the other processes of the door'))
        .finally(() => (this.telling = null));
    };
    turn();
    this.timer = setInterval(turn, TELL_MS);
  }

  async close(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.telling;
    await forgetSide(this.parts.db.manager, this.processId).catch(() => undefined);
  }

  /** Lets in again what was asked of all processes, and tells how the door stands. */
  async tell(): Promise<void> {
    const { db, book } = this.parts;
    const asked = await unblocksAsked(db.manager);
    for (const { address, unblockedAt } of asked)
      if (this.done.get(address) !== unblockedAt.getTime()) {
        book.unblock(address);
        this.done.set(address, unblockedAt.getTime());
      }
    const current = new Set(asked.map(({ address }) => address));
    for (const address of this.done.keys()) if (!current.has(address)) this.done.delete(address);
    await tellSide(db.manager, this.processId, this.side());
  }

  /** The doors of all processes: this one's as it is, the others' as they told last. */
  async whole(): Promise<WholeDoor> {
    const { manager } = this.parts.db;
    const [told, asked] = [await sidesTold(manager, this.processId, FRESH_SECONDS), await unblocksAsked(manager)];
    const askedAt = new Map(asked.map(({ address, unblockedAt }: Unblock) => [address, unblockedAt]));
    const sides = [
      this.side(),
      ...told.map((one): DoorSide => ({ connected: one.connected, blocked: blockedSince(one, askedAt) })),
    ];
    return { processes: sides.length, connected: connectedTogether(sides), blocked: blockedTogether(sides) };
  }

  /** Lets an address in again at every process: here when the caller's transaction is through (`done`), there in seconds. */
  async unblock(tx: EntityManager, address: string): Promise<{ readonly done: () => void }> {
    const { unblockedAt } = await askUnblock(tx, address);
    return {
      done: () => {
        this.parts.book.unblock(address);
        this.done.set(address, unblockedAt.getTime());
      },
    };
  }

  private side(): DoorSide {
    const { sessions, register, book } = this.parts;
    const connected = sessions.all().flatMap(({ mn, link, since, heardAt, packets }) => {
      const deviceId = register.find(mn)?.device.id;
      const { address, isSecure } = link;
      return deviceId === undefined ? [] : [{ deviceId, mn, address, isSecure, since, heardAt, packets }];
    });
    return { connected, blocked: book.blocked(performance.now()) };
  }
}
