/** What the processes of this service tell each other of their doors. Times are the database's. */
import type { EntityManager } from 'typeorm';
import { select, selectOne } from '#libs/persistence/select.js';
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
export interface Unblock {
  readonly address: string;
  readonly unblockedAt: Date;
}

/** A process unheard of for this long has ended; an address let in again is known to every process by then. */
const FORGOTTEN_AFTER_SECONDS = 60;

/** Writes down how the door of a process stands, and forgets what is over. */
export const tellSide = async (tx: EntityManager, processId: string, side: DoorSide): Promise<void> => {
  await tx.query(
    `insert into device_door (process_id, told_at, connected, blocked) values ($1, clock_timestamp(), $2, $3)
     on conflict on constraint device_door_pkey do update
       set told_at = excluded.told_at, connected = excluded.connected, blocked = excluded.blocked`,
    [processId, JSON.stringify(side.connected), JSON.stringify(side.blocked)],
  );
  const over = `clock_timestamp() - make_interval(secs => ${FORGOTTEN_AFTER_SECONDS})`;
  await tx.query(`delete from device_door d where d.told_at < ${over}`);
  await tx.query(`delete from device_door_unblock u where u.unblocked_at < ${over}`);
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

/** Asks every process to let an address in again. */
export const askUnblock = async (tx: EntityManager, address: string): Promise<Unblock> =>
  (await selectOne<Unblock>(
    tx,
    `insert into device_door_unblock (address, unblocked_at) values ($1, clock_timestamp())
     on conflict on constraint device_door_unblock_pkey do update set unblocked_at = excluded.unblocked_at
     returning address, unblocked_at`,
    [address],
  ))!;

/** What was asked of all processes lately. */
export const unblocksAsked = (tx: EntityManager): Promise<Unblock[]> =>
  select<Unblock>(tx, 'select u.address, u.unblocked_at from device_door_unblock u');
