import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { Clock } from '#libs/clock/clock.js';
import { type Conversation, elapse, hear } from '#libs/domain/hj212/conversation.js';
import { PLAIN, type Packet } from '#libs/domain/hj212/packet.js';
import { runWithCause, systemCause } from '#libs/observability/cause.js';
import type { Log } from '#libs/observability/log.js';
import { conversationLimits, deviceAddress } from '../device/device-manner.js';
import type { DeviceRegister } from '../device/device-register.js';
import type { DeviceSessions } from '../device/device-sessions.js';
import { beginCommand } from './begin-command.js';
import { nextCommands } from './command.store.js';
import { finishOverdue } from './finish-command.js';
import { noteConversation } from './note-conversation.js';

export interface CommandRunnerParts {
  readonly db: DataSource;
  readonly clock: Clock;
  readonly log: Log;
  readonly register: DeviceRegister;
  readonly sessions: DeviceSessions;
  readonly lookMs: number;
}

interface Active {
  readonly id: string;
  readonly frame: Buffer;
  conversation: Conversation;
  reply: Record<string, string> | null;
  /** What has been heard is not written down yet. */
  isDirty: boolean;
  /** To be sent again as soon as that is written down. */
  isDue: boolean;
}

const MOST_REPLY_FIELDS = 50;

/**
 * Speaks with devices: takes up what is queued for those connected here, one command a device at a time, hears their
 * answers, and sends again or gives up when time is over. Everything heard is written down; what cannot be (the database is
 * away) is tried again.
 */
export class CommandRunner {
  /** Names this process in the rows it holds. */
  private readonly heldBy = randomUUID();
  private readonly active = new Map<string, Active>();
  private timer: NodeJS.Timeout | null = null;
  private looking: Promise<void> | null = null;
  private isWanted = false;
  private isClosed = true;

  constructor(private readonly parts: CommandRunnerParts) {}

  start(): void {
    this.isClosed = false;
    this.nudge();
  }

  /** Looks now instead of at the end of the pause. */
  nudge(): void {
    if (this.isClosed) return;
    this.isWanted = true;
    if (this.looking) return;
    if (this.timer) clearTimeout(this.timer);
    this.isWanted = false;
    this.looking = runWithCause(systemCause('device-commands'), () => this.look())
      .catch((why: unknown) => this.parts.log.warn({ err: why }, 'could not see to commands for devices'))
      .finally(() => {
        this.looking = null;
        if (this.isClosed) return;
        if (this.isWanted) this.nudge();
        else this.timer = setTimeout(() => this.nudge(), this.parts.lookMs);
      });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    if (this.timer) clearTimeout(this.timer);
    await this.looking;
  }

  /** A packet a device was let in with; asked for every one, so nearly always the answer is that nobody waits for it. */
  heard(packet: Packet, receivedAt: string): void {
    const active = this.active.get(packet.mn);
    if (active === undefined) return;
    const next = hear(active.conversation, packet, new Date(receivedAt));
    if (next === active.conversation) return;
    if (next.parts > active.conversation.parts && !('from' in next.request))
      active.reply = replyOf(packet, active.reply);
    active.conversation = next;
    active.isDirty = true;
    this.nudge();
  }

  private async look(): Promise<void> {
    const { db, clock } = this.parts;
    const now = await clock.now();
    for (const active of this.active.values()) passTime(active, now);
    await this.noteAll(now);
    await db.transaction((tx) => finishOverdue(tx, now, this.heldBy));
    const connected = this.parts.sessions.all().map(({ mn }) => mn);
    const free = connected.filter((mn) => !this.active.has(mn));
    if (free.length === 0) return;
    for (const { id, mn } of await nextCommands(db.manager, free)) await this.begin(id, mn, now);
  }

  /** Writes down what has changed, then sends what is due again: whoever lost its command to another process sends nothing. */
  private async noteAll(now: Date): Promise<void> {
    const { db, sessions } = this.parts;
    for (const [mn, active] of this.active) {
      if (!active.isDirty) continue;
      active.isDirty = false;
      const { id, conversation, reply } = active;
      const of = { id, heldBy: this.heldBy, conversation, reply };
      const isOurs = await db
        .transaction((tx) => noteConversation(tx, of, now))
        .catch((why: unknown) => {
          active.isDirty = true;
          throw why;
        });
      if (!isOurs || conversation.outcome !== null) this.active.delete(mn);
      else if (active.isDue) sessions.find(mn)?.link.write(active.frame);
      active.isDue = false;
    }
  }

  private async begin(id: string, mn: string, now: Date): Promise<void> {
    const { db, register, sessions } = this.parts;
    const session = sessions.find(mn);
    const device = register.find(mn)?.device;
    if (!session || !device) return;
    const by = { heldBy: this.heldBy, address: deviceAddress(device, session), limits: conversationLimits(device) };
    const begun = await db.transaction((tx) => beginCommand(tx, id, now, by));
    if (!begun) return;
    const { conversation, frame } = begun;
    this.active.set(mn, { id, frame, conversation, reply: null, isDirty: false, isDue: false });
    session.link.write(frame);
  }
}

const passTime = (active: Active, now: Date): void => {
  const { conversation, isSentAgain } = elapse(active.conversation, now);
  if (conversation === active.conversation) return;
  active.conversation = conversation;
  active.isDirty = true;
  active.isDue = isSentAgain;
};

/** What a device told in answer: its plain parameters, and the values behind a code. */
const replyOf = (packet: Packet, before: Readonly<Record<string, string>> | null): Record<string, string> => {
  const fields = packet.parameters.flatMap(([key, values]) =>
    Object.entries(values).map(([sub, value]) => [sub === PLAIN ? key : `${key}-${sub}`, value.slice(0, 500)] as const),
  );
  return Object.fromEntries([...Object.entries(before ?? {}), ...fields].slice(-MOST_REPLY_FIELDS));
};
