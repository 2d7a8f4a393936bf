import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { createFrameSplitter } from '#libs/domain/hj212/framing.js';
import { decodeSegment } from '#libs/domain/hj212/decode.js';

const ANSWER_PATIENCE_MS = 10_000;
const WINDOW = 64;

interface Unanswered {
  readonly qn: string;
  readonly frame: Buffer;
}

/**
 * One device's line to the door: sends frames, keeps each until its answer (CN 9014) came, and sends the unanswered ones
 * again over a new connection, as real devices do. Several frames are under way at once.
 */
export class Hj212Sender {
  private socket: Socket | null = null;
  private unanswered: Unanswered[] = [];
  private wake: (() => void) | null = null;
  resent = 0;

  constructor(
    private readonly host: string,
    private readonly port: number,
  ) {}

  /** Sends frames that want an answer; returns when every one was answered. */
  async send(frames: readonly Unanswered[]): Promise<void> {
    for (let at = 0; at < frames.length || this.unanswered.length > 0;) {
      const socket = await this.connected();
      while (at < frames.length && this.unanswered.length < WINDOW) {
        const frame = frames[at++]!;
        this.unanswered.push(frame);
        socket.write(frame.frame);
      }
      if (!(await this.progress())) await this.startAgain();
    }
  }

  /** Sends bytes as they stand; nothing is expected in return. */
  async sendRaw(bytes: Buffer): Promise<void> {
    const socket = await this.connected();
    await new Promise<void>((done) => socket.write(bytes, () => done()));
  }

  close(): void {
    this.socket?.end();
    this.socket = null;
  }

  private async connected(): Promise<Socket> {
    while (!this.socket || this.socket.destroyed) {
      this.socket = await this.open().catch(() => null);
      if (!this.socket) {
        await pause(200);
        continue;
      }
      for (const { frame } of this.unanswered) {
        this.resent++;
        this.socket.write(frame);
      }
    }
    return this.socket;
  }

  private open(): Promise<Socket> {
    return new Promise((done, failed) => {
      const socket = connect({ host: this.host, port: this.port, noDelay: true });
      const splitter = createFrameSplitter({
        frame: (frame) => {
          const packet = decodeSegment(frame.bytes, frame.segmentStart, frame.segmentEnd);
          if (packet.kind === 'packet' && packet.cn === '9014') this.answered(packet.qn);
        },
        fault: () => undefined,
      });
      socket.once('connect', () => done(socket));
      socket.once('error', failed);
      socket.on('error', () => socket.destroy());
      socket.on('data', (chunk) => splitter.push(chunk));
      socket.on('close', () => this.wake?.());
    });
  }

  private answered(qn: string | null): void {
    const at = this.unanswered.findIndex((one) => one.qn === qn);
    if (at >= 0) this.unanswered.splice(at, 1);
    this.wake?.();
  }

  /** Waits until something was answered; false when nothing came or the line broke. */
  private async progress(): Promise<boolean> {
    const before = this.unanswered.length;
    if (before === 0) return true;
    await new Promise<void>((done) => {
      const timer = setTimeout(done, ANSWER_PATIENCE_MS);
      this.wake = () => {
        clearTimeout(timer);
        done();
      };
    });
    this.wake = null;
    return this.unanswered.length < before;
  }

  private async startAgain(): Promise<void> {
    this.socket?.destroy();
    this.socket = null;
    await pause(200);
  }
}
