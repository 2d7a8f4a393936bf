import type { EntityManager } from 'typeorm';
import { select, selectOne } from '#libs/persistence/select.js';
import type { CommandRequest } from './command-request.js';
import type { CommandState, EndState } from './command-state.js';

export type CommandOrigin = 'person' | 'gap';

export interface CommandWish {
  readonly id: string;
  readonly deviceId: string;
  readonly mn: string;
  readonly request: CommandRequest;
  readonly origin: CommandOrigin;
  readonly askingId: string | null;
  readonly reason: string | null;
  readonly requestedAt: Date;
  readonly requestedBy: string;
  readonly expiresAt: Date;
}

export interface CommandRow extends CommandWish {
  readonly cn: string;
  readonly state: CommandState;
  readonly askedAt: Date | null;
  readonly qn: string | null;
  readonly sendings: number;
  readonly parts: number;
  readonly answeredAt: Date | null;
  readonly endedAt: Date | null;
  readonly result: string | null;
  readonly reply: Readonly<Record<string, string>> | null;
}

/** Writes a command down; false where the same asking of a gap is there already. */
export const insertCommand = async (tx: EntityManager, wish: CommandWish): Promise<boolean> =>
  (await selectOne(
    tx,
    `insert into device_command (id, device_id, mn, cn, request, origin, asking_id, reason, requested_at, requested_by, expires_at, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'queued')
     on conflict on constraint device_command_asking_key do nothing returning id`,
    [
      wish.id,
      wish.deviceId,
      wish.mn,
      wish.request.cn,
      JSON.stringify(wish.request),
      wish.origin,
      wish.askingId,
      wish.reason,
      wish.requestedAt,
      wish.requestedBy,
      wish.expiresAt,
    ],
  )) !== null;

export const findCommand = (tx: EntityManager, id: string): Promise<CommandRow | null> =>
  selectOne<CommandRow>(tx, 'select c.* from device_command c where c.id = $1', [id]);

export const lockCommand = (tx: EntityManager, id: string): Promise<CommandRow | null> =>
  selectOne<CommandRow>(tx, 'select c.* from device_command c where c.id = $1 for update', [id]);

/** How many commands wait for a device; requests to it are counted one at a time. */
export const lockQueueOf = async (tx: EntityManager, deviceId: string): Promise<number> => {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('ingestion.device_command ' || $1, 0))`, [deviceId]);
  const row = await selectOne<{ n: number }>(
    tx,
    `select count(*)::int as n from device_command c where c.device_id = $1 and c.state = 'queued'`,
    [deviceId],
  );
  return row?.n ?? 0;
};

/** The newest first, a page at a time. */
export const commandPage = (
  tx: EntityManager,
  page: { before: { at: Date; id: string } | null; deviceId: string | null; limit: number },
): Promise<CommandRow[]> =>
  select<CommandRow>(
    tx,
    `select c.* from device_command c
      where ($1::timestamptz is null or (c.requested_at, c.id) < ($1::timestamptz, $2::uuid))
        and ($3::text is null or c.device_id = $3)
      order by c.requested_at desc, c.id desc limit $4`,
    [page.before?.at ?? null, page.before?.id ?? null, page.deviceId, page.limit],
  );

/** The next command that waits for each of these devices: people's before those the platform asks by itself. */
export const nextCommands = (
  tx: EntityManager,
  numbers: readonly string[],
): Promise<{ readonly id: string; readonly mn: string }[]> =>
  select(
    tx,
    `select distinct on (c.mn) c.id, c.mn from device_command c
      where c.state = 'queued' and c.mn = any($1) order by c.mn, c.origin desc, c.requested_at, c.id`,
    [numbers],
  );

/** Locks a command nobody has taken up yet; null where somebody has, or is about to. */
export const takeQueued = (tx: EntityManager, id: string): Promise<CommandRow | null> =>
  selectOne<CommandRow>(
    tx,
    `select c.* from device_command c where c.id = $1 and c.state = 'queued' for update skip locked`,
    [id],
  );

/** The instant the newest QN of a device was made of; null before any. */
export const lastAskedAt = async (tx: EntityManager, mn: string): Promise<Date | null> =>
  (
    await selectOne<{ at: Date | null }>(
      tx,
      'select max(c.asked_at) as at from device_command c where c.mn = $1 and c.asked_at is not null',
      [mn],
    )
  )?.at ?? null;

export const markSent = async (
  tx: EntityManager,
  id: string,
  sent: { readonly askedAt: Date; readonly qn: string; readonly heldBy: string; readonly leaseUntil: Date },
): Promise<void> => {
  await tx.query(
    `update device_command set state = 'sent', asked_at = $2, qn = $3, held_by = $4, lease_until = $5, sendings = 1 where id = $1`,
    [id, sent.askedAt, sent.qn, sent.heldBy, sent.leaseUntil],
  );
};

export interface CommandProgress {
  readonly id: string;
  readonly heldBy: string;
  readonly state: 'sent' | 'answered' | EndState;
  readonly result: string | null;
  readonly sendings: number;
  readonly parts: number;
  readonly reply: Readonly<Record<string, string>> | null;
  readonly answeredAt: Date | null;
  readonly endedAt: Date | null;
  readonly leaseUntil: Date | null;
}

/** Notes how far a command has come; null where it is no longer this process's. */
export const noteProgress = (tx: EntityManager, progress: CommandProgress): Promise<CommandRow | null> =>
  selectOne<CommandRow>(
    tx,
    `update device_command c
        set state = $3, result = $4, sendings = $5, parts = $6, reply = $7, answered_at = coalesce(c.answered_at, $8),
            ended_at = $9, lease_until = $10
      where c.id = $1 and c.held_by = $2 and c.state in ('sent', 'answered')
     returning c.*`,
    [
      progress.id,
      progress.heldBy,
      progress.state,
      progress.result,
      progress.sendings,
      progress.parts,
      progress.reply === null ? null : JSON.stringify(progress.reply),
      progress.answeredAt,
      progress.endedAt,
      progress.leaseUntil,
    ],
  );

/** Ends a command that is locked. */
export const endCommand = async (
  tx: EntityManager,
  id: string,
  end: { readonly state: EndState; readonly result: string | null; readonly at: Date },
): Promise<void> => {
  await tx.query('update device_command set state = $2, result = $3, ended_at = $4, lease_until = null where id = $1', [
    id,
    end.state,
    end.result,
    end.at,
  ]);
};

/** Commands whose time to be sent is over, and those whose process is heard of no more. */
export const overdueCommands = (tx: EntityManager, now: Date, heldBy: string, limit: number): Promise<CommandRow[]> =>
  select<CommandRow>(
    tx,
    `select c.* from device_command c
      where (c.state = 'queued' and c.expires_at <= $1)
         or (c.state in ('sent', 'answered') and c.lease_until <= $1 and c.held_by <> $2)
      order by c.id limit $3 for update skip locked`,
    [now, heldBy, limit],
  );
