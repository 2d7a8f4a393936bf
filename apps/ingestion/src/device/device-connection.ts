import type { Socket } from 'node:net';
import type { Clock } from '#libs/clock/clock.js';
import { admissionFault } from '#libs/domain/hj212/admission.js';
import { decodeSplit } from '#libs/domain/hj212/decode.js';
import { acceptedByProfile } from '#libs/domain/hj212/frame-profile.js';
import { createFrameSplitter, type FrameFault, type SplitFrame } from '#libs/domain/hj212/framing.js';
import type { Packet } from '#libs/domain/hj212/packet.js';
import { answerTo } from '#libs/domain/hj212/response.js';
import type { Log } from '#libs/observability/log.js';
import type { CommandRunner } from '../command/command.runner.js';
import type { IngestionConfig } from '../config.js';
import type { PacketSender } from '../packet/packet-sender.js';
import type { AddressBook, AddressEntry } from './address-book.js';
import { isListed } from './device-manner.js';
import type { DeviceRegister, RegisteredDevice } from './device-register.js';
import type { DeviceLink, DeviceSessions } from './device-sessions.js';
import type { JoinedFrames, SplitFrames } from './split-frames.js';

export interface ConnectionParts {
  readonly config: IngestionConfig;
  readonly register: DeviceRegister;
  readonly sessions: DeviceSessions;
  readonly commands: CommandRunner;
  readonly sender: PacketSender;
  readonly clock: Clock;
  readonly log: Log;
  readonly book: AddressBook;
  readonly split: SplitFrames;
  /** Closes the oldest connections of a device that has too many. */
  readonly joined: (mn: string, connection: DeviceConnection) => void;
  readonly isHeld: () => boolean;
}

const UNKNOWN = 'unknown';
const SECOND_MS = 1_000;
/** HTTP and TLS that came to the wrong door; a frame begins with `##`, and modems send texts of their own before it. */
const OTHER_PROTOCOL = /^(?:\x16\x03|(?:GET|POST|PUT|HEAD|OPTIONS|CONNECT|PRI) )/;

/** One connection of a device or a relay: frames in, answers and commands out. */
export class DeviceConnection implements DeviceLink {
  readonly address: string;
  private readonly splitter;
  private readonly openedAt = performance.now();
  private readonly mns = new Set<string>();
  private readonly answers: Buffer[] = [];
  private pendingSince: number | null = null;
  private faultsRunning = 0;
  private isFirstChunk = true;
  private receivedAt = '';
  private secondFrom = 0;
  private framesOfSecond = 0;

  constructor(
    private readonly socket: Socket,
    private readonly entry: AddressEntry,
    readonly isSecure: boolean,
    private readonly parts: ConnectionParts,
  ) {
    const { config, register } = parts;
    this.address = entry.address;
    this.splitter = createFrameSplitter(
      { frame: (frame) => this.frame(frame), fault: (fault) => this.fault(fault) },
      { isAcceptedByProfile: acceptedByProfile(register.profileOf) },
    );
    socket.setKeepAlive(true, 60_000);
    socket.setTimeout(config.HJ212_IDLE_MINUTES * 60_000, () => socket.destroy());
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => void this.take(chunk));
  }

  /** Devices it has brought packets of. */
  get devices(): ReadonlySet<string> {
    return this.mns;
  }

  write(frame: Buffer): void {
    if (!this.socket.destroyed) this.socket.write(frame);
  }

  close(): void {
    this.socket.destroy();
  }

  /**
   * To be called every fraction of a second: gives up a frame whose deadline is over, counted from its first byte, and
   * closes a connection that brought nothing yet: otherwise one byte at a time holds a place for ever.
   */
  passTime(now: number): void {
    const { config } = this.parts;
    if (this.pendingSince !== null && now - this.pendingSince > config.HJ212_FRAME_DEADLINE_MS) {
      this.pendingSince = null;
      this.splitter.flush();
    }
    if (this.mns.size === 0 && now - this.openedAt > config.HJ212_FIRST_FRAME_SECONDS * SECOND_MS)
      this.socket.destroy();
  }

  ended(): void {
    this.splitter.flush();
    this.parts.sessions.left(this, this.mns);
  }

  private async take(chunk: Buffer): Promise<void> {
    const { config, clock, sender, log } = this.parts;
    this.socket.pause();
    try {
      this.receivedAt = (await clock.now()).toISOString();
      if (this.isFirstChunk && OTHER_PROTOCOL.test(chunk.toString('latin1', 0, 16))) {
        this.refuse(chunk.subarray(0, 256), 'NOISE', 'another protocol', UNKNOWN);
        this.socket.destroy();
        return;
      }
      this.isFirstChunk = false;
      const before = this.splitter.counts.frames;
      this.splitter.push(chunk);
      if (this.splitter.pendingBytes() === 0) this.pendingSince = null;
      else if (this.splitter.counts.frames > before) this.pendingSince = performance.now();
      else this.pendingSince ??= performance.now();
      if (this.isHopeless()) {
        log.warn({ address: this.address }, 'connection closed: nothing but faults');
        this.socket.destroy();
        return;
      }
      await this.tooFast(this.splitter.counts.frames - before);
      if (sender.pending >= config.HJ212_MOST_WAITING) await sender.drained(config.HJ212_MOST_WAITING >> 1);
    } catch (why) {
      // The clock lives in the database in the sample profile: without it nothing is taken, and the device sends again.
      log.warn({ err: why }, 'connection dropped: cannot take frames now');
      this.socket.destroy();
      return;
    }
    if (!this.parts.isHeld() && !this.socket.destroyed) this.socket.resume();
  }

  private isHopeless(): boolean {
    const { config } = this.parts;
    return (
      this.faultsRunning > config.HJ212_FAULTS_BEFORE_CLOSE ||
      this.splitter.bytesSinceFrame() > config.HJ212_BYTES_WITHOUT_FRAME
    );
  }

  /** Whoever sends too many frames waits until the second is over: nothing is lost, the device's own buffer fills. */
  private async tooFast(frames: number): Promise<void> {
    const now = performance.now();
    if (now - this.secondFrom >= SECOND_MS) {
      this.secondFrom = now;
      this.framesOfSecond = 0;
    }
    this.framesOfSecond += frames;
    if (this.framesOfSecond > this.parts.config.HJ212_FRAMES_PER_SECOND)
      await new Promise((done) => setTimeout(done, this.secondFrom + SECOND_MS - now));
  }

  private frame(frame: SplitFrame): void {
    const { register } = this.parts;
    const bytes = Buffer.from(frame.bytes.subarray(frame.start, frame.end));
    const packet = decodeSplit(frame, register.profileOfAny);
    if (packet.kind === 'fault') return this.refuse(bytes, packet.reason, 'data segment', UNKNOWN);
    const registered = register.find(packet.mn);
    const fault = admissionFault(packet, registered && this.known(registered));
    if (fault !== null || registered === null)
      return this.refuse(bytes, fault ?? 'UNKNOWN_DEVICE', `MN ${packet.mn}`, packet.mn);
    this.letIn(packet, registered, bytes);
  }

  private known(registered: RegisteredDevice) {
    return {
      isRightPassword: (password: string) => this.parts.register.isRight(registered, password),
      isSourceAllowed: registered.sources === null || isListed(registered.sources, this.address),
    };
  }

  private letIn(packet: Packet, registered: RegisteredDevice, bytes: Buffer): void {
    const { sessions, commands } = this.parts;
    this.faultsRunning = 0;
    this.entry.faultsRunning = 0;
    if (!this.mns.has(packet.mn)) {
      this.mns.add(packet.mn);
      this.parts.joined(packet.mn, this);
    }
    sessions.heard(this, packet as Packet & { readonly pw: string }, this.receivedAt);
    commands.heard(packet, this.receivedAt);
    this.hold(packet, bytes).then(
      () => this.answer(packet, registered),
      // Not held by Kafka, so not acknowledged: the device keeps the packet and sends it again.
      () => this.socket.destroy(),
    );
  }

  /** Resolves when Kafka holds the packet; with the last part of a split one also the whole of it. */
  private hold(packet: Packet, bytes: Buffer): Promise<unknown> {
    const { sender, split } = this.parts;
    const { receivedAt } = this;
    const headers = { door: 'hj212', receivedAt } as const;
    if (!packet.isSplit) return sender.sendPacket(packet.mn, bytes, headers);
    const part = sender.sendPacket(packet.mn, bytes, { ...headers, part: `${packet.pno}/${packet.pnum}` });
    const whole = split.add(packet, bytes, receivedAt);
    return whole === null ? part : Promise.all([part, sendJoined(sender, whole)]);
  }

  private answer(packet: Packet, { style }: RegisteredDevice): void {
    const answer = answerTo(packet, style);
    if (!answer) return;
    // What Kafka took in one batch is answered in one write.
    if (this.answers.push(answer) === 1)
      process.nextTick(() => {
        const answers = this.answers.splice(0);
        this.write(answers.length === 1 ? (answers[0] as Buffer) : Buffer.concat(answers));
      });
  }

  private fault(fault: FrameFault): void {
    this.refuse(Buffer.from(fault.raw), fault.reason, 'frame', UNKNOWN);
  }

  private refuse(raw: Buffer, reason: string, where: string, source: string): void {
    this.faultsRunning += 1;
    const { book, sender, log } = this.parts;
    const { isKept, isBlocked } = book.fault(this.entry, performance.now());
    const keep = (bytes: Buffer, why: string, place: string, of: string): void =>
      void sender
        .sendFault(of, bytes, {
          ...{ door: 'hj212', source: of, reason: why, where: `${place}, from ${this.address}` },
          receivedAt: this.receivedAt || new Date(0).toISOString(),
        })
        .catch(() => this.socket.destroy());
    if (isKept) keep(raw, reason, where, source);
    if (!isBlocked) return;
    log.warn({ address: this.address }, 'address shut out: nothing but faults');
    keep(Buffer.alloc(0), 'ADDRESS_BLOCKED', `${this.entry.faultsRunning} faults running`, UNKNOWN);
    this.socket.destroy();
  }
}

/** Sends what several frames came to as one record. */
export const sendJoined = (sender: PacketSender, { mn, bytes, count, receivedAt }: JoinedFrames): Promise<void> =>
  sender.sendPacket(mn, bytes, { door: 'hj212', receivedAt, parts: String(count) });
