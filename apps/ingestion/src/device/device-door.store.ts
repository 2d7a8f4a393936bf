/** What the processes of this service tell each other of their doors. Times are the database's. */
import type { EntityManager } from 'typeorm';
import { select } from '#libs/persistence/select.js';
import type { BlockedAddress } from './address-book.js';

export interface ConnectedDevice {
  readonly deviceId: string;
  readonly mn: string;
  readonly address: string;
  readonly isSecure: boolean;
  readonly since: string;
  readonly heardAt: string;
  readonly packets: number;
}

/** The door of one process. */
export interface DoorSide {
  readonly connected: readonly ConnectedDevice[];
  readonly blocked: readonly BlockedAddress[];
}
export interface ToldSide extends DoorSide {
  readonly toldAt: Date;
  /** Seconds since then. */
  readonly age: number;
}
/** An address somebody let in again, and how many seconds ago. */
export interface Unblock {
  readonly address: string;
  readonly unblockedAt: Date;
  readonly age: number;
}

/** A process unheard of for this long has ended. */
const FORGOTTEN_AFTER_SECONDS = 60;
/** The longest an address can be shut out (HJ212_BLOCK_MINUTES), and some more for what reads the time. */
const UNBLOCK_KEPT_SECONDS = 86_400 + 600;

const before = (seconds: number): string => `clock_timestamp() - make_interval(secs => ${seconds})`;

/**
 * Writes down how the door of a process stands: what `connected` says only where it is given, since it is long. False where
 * it was not given and nothing is known of the process, which has to tell all.
 */
export const tellSide = async (
  tx: EntityManager,
  processId: string,
  { connected, blocked }: { readonly connected: string | null; readonly blocked: string },
): Promise<boolean> => {
  if (connected === null) {
    const known = await select(
      tx,
      `update device_door set told_at = clock_timestamp(), blocked = $2 where process_id = $1 returning process_id`,
      [processId, blocked],
    );
    return known.length > 0;
  }
  await tx.query(
    `insert into device_door (process_id, told_at, connected, blocked) values ($1, clock_timestamp(), $2, $3)
     on conflict on constraint device_door_pkey do update
       set told_at = excluded.told_at, connected = excluded.connected, blocked = excluded.blocked`,
    [processId, connected, blocked],
  );
  return true;
};

/** Forgets processes that have ended, and addresses let in again so long ago that every block from before is over. */
export const forgetWhatIsOver = async (tx: EntityManager): Promise<void> => {
  await tx.query(`delete from device_door d where d.told_at < ${before(FORGOTTEN_AFTER_SECONDS)}`);
  await tx.query(`delete from device_door_unblock u where u.unblocked_at < ${before(UNBLOCK_KEPT_SECONDS)}`);
};

export const forgetSide = async (tx: EntityManager, processId: string): Promise<void> => {
  await tx.query('delete from device_door d where d.process_id = $1', [processId]);
};

/** Doors of the other processes, told within so many seconds. */
export const sidesTold = (tx: EntityManager, processId: string, withinSeconds: number): Promise<ToldSide[]> =>
  select<ToldSide>(
    tx,
    `select d.connected, d.blocked, d.told_at, extract(epoch from clock_timestamp() - d.told_at)::float8 as age
       from device_door d
      where d.process_id <> $1 and d.told_at > clock_timestamp() - make_interval(secs => $2)`,
    [processId, withinSeconds],
  );

/** Asks every process to let an address in again. Asked of two at once, the one that waited for the row is the later one. */
export const askUnblock = async (tx: EntityManager, address: string): Promise<void> => {
  await tx.query(
    `insert into device_door_unblock as u (address, unblocked_at) values ($1, clock_timestamp())
     on conflict on constraint device_door_unblock_pkey do update
       set unblocked_at = greatest(clock_timestamp(), u.unblocked_at)`,
    [address],
  );
};

/** What was asked of all processes and may still concern one. */
export const unblocksAsked = (tx: EntityManager): Promise<Unblock[]> =>
  select<Unblock>(
    tx,
    `select u.address, u.unblocked_at, extract(epoch from clock_timestamp() - u.unblocked_at)::float8 as age
       from device_door_unblock u`,
  );
