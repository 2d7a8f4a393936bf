/**
 * How the processes of this service have one door for devices together, though each shuts addresses out for itself.
 *
 * Each tells the others through a table, every few seconds, how its own door stands; that is only for showing. The one thing
 * with an effect elsewhere is an address somebody lets in again. It is written down once, with the instant it was asked at,
 * and every process goes through all that is written each time it tells:
 *
 * - An ask is of the blocks that began before it, and ends no other. So a process may read it as often as it likes, together
 *   with others, in any order and after a restart: the second time there is nothing left to end, and an address that is shut
 *   out anew stays out. No process keeps in mind what it has done already, so nothing of that can be lost or be out of date.
 * - An ask is kept for longer than a block can last. A process that was slow or cut off from the database for minutes still
 *   finds it; one that was for a day has no block left from before it.
 * - A block began by the clock of its process, which only moves forward, an ask by the database's. The database says how many
 *   seconds ago it was asked, and that is counted back from the instant *before* the question was sent: too early by the time
 *   the question took on its way, never too late. So a block after the ask is never ended by it; a block that began within
 *   that time before it is ended by the next reading that takes less.
 * - Asks for one address go one after the other by the lock of its row, and the later instant stays. It ends whatever the
 *   earlier one would have.
 * - Who asks ends its own block at once, but only after its transaction is through: an ask that was rolled back has no effect.
 * - The tables are not logged. After a crash of the database the doors are told anew; an ask of the last seconds may be lost,
 *   which is seen from the address still being shown as shut out.
 */
import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import type { Log } from '#libs/observability/log.js';
import type { AddressBook, BlockedAddress } from './address-book.js';
import {
  askUnblock,
  type ConnectedDevice,
  type DoorSide,
  forgetSide,
  forgetWhatIsOver,
  sidesTold,
  tellSide,
  type ToldSide,
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

/** What this process tells the others of its door, and they tell it. Everything shown is of the last seconds. */
export class DoorBoard {
  private readonly processId = randomUUID();
  /** What was told last of who is connected. */
  private toldConnected: string | null = null;
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
    const { manager } = this.parts.db;
    const before = performance.now();
    for (const { address, age } of await unblocksAsked(manager)) this.parts.book.unblock(address, before - age * 1_000);
    const side = this.side();
    const [connected, blocked] = [JSON.stringify(side.connected), JSON.stringify(side.blocked)];
    const isKnown = connected === this.toldConnected;
    if (!(await tellSide(manager, this.processId, { connected: isKnown ? null : connected, blocked })))
      await tellSide(manager, this.processId, { connected, blocked });
    this.toldConnected = connected;
    await forgetWhatIsOver(manager);
  }

  /** The doors of all processes: this one's as it is, the others' as they told last. */
  async whole(): Promise<WholeDoor> {
    const { manager } = this.parts.db;
    const [told, asked] = [await sidesTold(manager, this.processId, FRESH_SECONDS), await unblocksAsked(manager)];
    const askedAt = new Map(asked.map(({ address, unblockedAt }) => [address, unblockedAt]));
    const sides = [
      this.side(),
      ...told.map((one): DoorSide => ({ connected: one.connected, blocked: blockedSince(one, askedAt) })),
    ];
    return { processes: sides.length, connected: connectedTogether(sides), blocked: blockedTogether(sides) };
  }

  /** Lets an address in again at every process: here when the caller's transaction is through (`done`), there in seconds. */
  async unblock(tx: EntityManager, address: string): Promise<{ readonly done: () => void }> {
    await askUnblock(tx, address);
    const asked = performance.now();
    return { done: () => void this.parts.book.unblock(address, asked) };
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
