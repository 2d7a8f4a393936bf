import { createServer, type Server, type Socket } from 'node:net';
import type { Clock } from '#libs/clock/clock.js';
import { decodeSegment } from '#libs/domain/hj212/decode.js';
import { createFrameSplitter, type FrameFault, type SplitFrame } from '#libs/domain/hj212/framing.js';
import type { Packet } from '#libs/domain/hj212/packet.js';
import { answerTo } from '#libs/domain/hj212/response.js';
import type { Log } from '#libs/observability/log.js';
import type { IngestionConfig } from '../config.js';
import type { PacketSender } from '../packet/packet-sender.js';
import type { DeviceRegister } from './device-register.js';

export interface DeviceListener {
  readonly port: number;
  /** Stops or resumes reading from all sockets: back-pressure from behind Kafka. */
  hold(isHeld: boolean): void;
  close(): Promise<void>;
}

export interface ListenerParts {
  readonly config: IngestionConfig;
  readonly register: DeviceRegister;
  readonly sender: PacketSender;
  readonly clock: Clock;
  readonly log: Log;
}

const FRAME_CHECK_MS = 1_000;
const UNKNOWN = 'unknown';

/**
 * The door for HJ 212 over TCP. A frame is answered (CN 9014) only after Kafka holds it; what cannot be read or may not
 * come in is kept with the reason and never stops the frames beside it.
 */
export const openDeviceListener = async (parts: ListenerParts): Promise<DeviceListener> => {
  const { config, sender, log } = parts;
  const sockets = new Set<Socket>();
  const perAddress = new Map<string, number>();
  let held = false;

  const server: Server = createServer({ noDelay: true }, (socket) => {
    const address = socket.remoteAddress ?? UNKNOWN;
    const open = (perAddress.get(address) ?? 0) + 1;
    if (open > config.HJ212_CONNECTIONS_PER_ADDRESS) {
      log.warn({ address }, 'too many connections from one address');
      socket.destroy();
      return;
    }
    perAddress.set(address, open);
    sockets.add(socket);
    if (held) socket.pause();
    const connection = new DeviceConnection(socket, address, parts, () => held);
    socket.on('close', () => {
      sockets.delete(socket);
      const left = (perAddress.get(address) ?? 1) - 1;
      if (left > 0) perAddress.set(address, left);
      else perAddress.delete(address);
      connection.ended();
    });
  });
  server.maxConnections = config.HJ212_CONNECTIONS;
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(config.HJ212_PORT, config.HJ212_HOST, () => {
      server.off('error', failed);
      done();
    });
  });
  const at = server.address();
  return {
    port: typeof at === 'object' && at ? at.port : config.HJ212_PORT,
    hold: (isHeld) => {
      held = isHeld;
      for (const socket of sockets) {
        if (isHeld) socket.pause();
        else if (sender.pending < config.HJ212_MOST_WAITING) socket.resume();
      }
    },
    close: async () => {
      const closed = new Promise<void>((done) => server.close(() => done()));
      for (const socket of sockets) socket.destroySoon();
      setTimeout(() => sockets.forEach((socket) => socket.destroy()), 2_000).unref();
      await closed;
    },
  };
};

class DeviceConnection {
  private readonly splitter;
  private readonly watch: NodeJS.Timeout;
  private pendingSince: number | null = null;
  private faultsRunning = 0;
  private readonly answers: Buffer[] = [];
  private receivedAt = '';

  constructor(
    private readonly socket: Socket,
    private readonly address: string,
    private readonly parts: ListenerParts,
    private readonly isHeld: () => boolean,
  ) {
    this.splitter = createFrameSplitter({ frame: (frame) => this.frame(frame), fault: (fault) => this.fault(fault) });
    socket.setTimeout(parts.config.HJ212_IDLE_MINUTES * 60_000, () => socket.destroy());
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => void this.take(chunk));
    // A frame is given up on a deadline from its first byte, not on silence: otherwise one byte at a time holds a place for ever.
    this.watch = setInterval(() => {
      if (this.pendingSince !== null && performance.now() - this.pendingSince > parts.config.HJ212_FRAME_DEADLINE_MS) {
        this.pendingSince = null;
        this.splitter.flush();
      }
    }, FRAME_CHECK_MS);
  }

  ended(): void {
    clearInterval(this.watch);
    this.splitter.flush();
  }

  private async take(chunk: Buffer): Promise<void> {
    this.socket.pause();
    try {
      this.receivedAt = (await this.parts.clock.now()).toISOString();
      this.splitter.push(chunk);
      if (this.splitter.pendingBytes() === 0) this.pendingSince = null;
      else this.pendingSince ??= performance.now();
      if (this.faultsRunning > this.parts.config.HJ212_FAULTS_BEFORE_CLOSE) {
        this.parts.log.warn({ address: this.address }, 'connection closed: nothing but faults');
        this.socket.destroy();
        return;
      }
      if (this.parts.sender.pending >= this.parts.config.HJ212_MOST_WAITING)
        await this.parts.sender.drained(this.parts.config.HJ212_MOST_WAITING >> 1);
    } catch (why) {
      // The clock lives in the database in the sample profile: without it nothing is taken, and the device sends again.
      this.parts.log.warn({ err: why }, 'connection dropped: cannot take frames now');
      this.socket.destroy();
      return;
    }
    if (!this.isHeld() && !this.socket.destroyed) this.socket.resume();
  }

  private frame(frame: SplitFrame): void {
    const { register, sender } = this.parts;
    const bytes = Buffer.from(frame.bytes.subarray(frame.start, frame.end));
    const packet = decodeSegment(frame.bytes, frame.segmentStart, frame.segmentEnd);
    if (packet.kind === 'fault') return this.refuse(bytes, packet.reason, 'data segment', UNKNOWN);
    const device = register.find(packet.mn);
    if (!device) return this.refuse(bytes, 'UNKNOWN_DEVICE', `MN ${packet.mn}`, packet.mn);
    if (packet.pw === null || !register.isRight(device, packet.pw))
      return this.refuse(bytes, 'WRONG_PASSWORD', `MN ${packet.mn}`, packet.mn);
    this.faultsRunning = 0;
    sender.sendPacket(packet.mn, bytes, { door: 'hj212', receivedAt: this.receivedAt }).then(
      () => this.answer(packet),
      // Not held by Kafka, so not acknowledged: the device keeps the packet and sends it again.
      () => this.socket.destroy(),
    );
  }

  private answer(packet: Packet): void {
    const answer = answerTo(packet);
    if (!answer) return;
    // What Kafka took in one batch is answered in one write.
    if (this.answers.push(answer) === 1)
      process.nextTick(() => {
        const answers = this.answers.splice(0);
        if (!this.socket.destroyed) this.socket.write(answers.length === 1 ? answers[0]! : Buffer.concat(answers));
      });
  }

  private fault(fault: FrameFault): void {
    this.refuse(Buffer.from(fault.raw), fault.reason, 'frame', UNKNOWN);
  }

  private refuse(raw: Buffer, reason: string, where: string, source: string): void {
    this.faultsRunning++;
    this.parts.sender
      .sendFault(source, raw, {
        door: 'hj212',
        receivedAt: this.receivedAt || new Date(0).toISOString(),
        source,
        reason,
        where: `${where}, from ${this.address}`,
      })
      .catch(() => this.socket.destroy());
  }
}
