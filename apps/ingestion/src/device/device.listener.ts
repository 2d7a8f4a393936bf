import { readFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createSecureServer } from 'node:tls';
import type { Clock } from '#libs/clock/clock.js';
import type { Log } from '#libs/observability/log.js';
import type { CommandRunner } from '../command/command.runner.js';
import type { IngestionConfig } from '../config.js';
import type { PacketSender } from '../packet/packet-sender.js';
import type { AddressBook } from './address-book.js';
import { DeviceConnection, sendJoined } from './device-connection.js';
import { addressList, isListed } from './device-manner.js';
import type { DeviceRegister } from './device-register.js';
import type { DeviceSessions } from './device-sessions.js';
import { type GivenUp, SplitFrames } from './split-frames.js';

export interface DeviceListener {
  readonly port: number;
  readonly securePort: number | null;
  /** Stops or resumes reading from all sockets: back-pressure from behind Kafka. */
  hold(isHeld: boolean): void;
  close(): Promise<void>;
}

export interface ListenerParts {
  readonly config: IngestionConfig;
  readonly register: DeviceRegister;
  readonly sessions: DeviceSessions;
  readonly commands: CommandRunner;
  readonly book: AddressBook;
  readonly sender: PacketSender;
  readonly clock: Clock;
  readonly log: Log;
}

const LOOK_MS = 200;
const HANDSHAKE_MS = 10_000;
const UNKNOWN = 'unknown';

/** An IPv4 address as such, also where the socket speaks both. */
const addressOf = (socket: Socket): string => socket.remoteAddress?.replace(/^::ffff:/, '') ?? UNKNOWN;

const listening = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      const at = server.address();
      done(typeof at === 'object' && at ? at.port : port);
    });
  });

const secureServer = async (config: IngestionConfig, take: (socket: Socket) => void): Promise<Server | null> => {
  if (config.HJ212_TLS_PORT === undefined) return null;
  if (config.HJ212_TLS_KEY === undefined || config.HJ212_TLS_CERT === undefined)
    throw new Error('HJ212_TLS_PORT needs HJ212_TLS_KEY and HJ212_TLS_CERT');
  const [key, cert] = await Promise.all([readFile(config.HJ212_TLS_KEY), readFile(config.HJ212_TLS_CERT)]);
  const server = createSecureServer({ key, cert, handshakeTimeout: HANDSHAKE_MS, noDelay: true }, take);
  server.on('tlsClientError', (_why, socket) => socket.destroy());
  return server;
};

/**
 * The door for HJ 212 over TCP. A frame is answered (CN 9014) only after Kafka holds it; what cannot be read or may not
 * come in is kept with the reason and never stops the frames beside it.
 */
export const openDeviceListener = async (parts: ListenerParts): Promise<DeviceListener> => {
  const { config, sender, book, log, clock } = parts;
  const connections = new Map<Socket, DeviceConnection>();
  const byDevice = new Map<string, Set<DeviceConnection>>();
  const allowed = addressList(config.HJ212_ALLOWED.split(',').flatMap((one) => one.trim() || []));
  const split = new SplitFrames();
  let held = false;

  const joined = (mn: string, connection: DeviceConnection): void => {
    const of = byDevice.get(mn) ?? new Set();
    byDevice.set(mn, of.add(connection));
    if (of.size <= config.HJ212_CONNECTIONS_PER_DEVICE) return;
    const [oldest] = of;
    log.warn({ mn }, 'too many connections of one device: the oldest is closed');
    oldest?.close();
  };
  const left = (connection: DeviceConnection): void => {
    for (const mn of connection.devices) {
      const of = byDevice.get(mn);
      of?.delete(connection);
      if (of?.size === 0) byDevice.delete(mn);
    }
  };
  const connectionParts = { ...parts, split, joined, isHeld: () => held };

  const take = (socket: Socket, isSecure: boolean): void => {
    const address = addressOf(socket);
    if (allowed && !isListed(allowed, address)) {
      socket.destroy();
      return;
    }
    const entry = book.open(address, performance.now());
    if (typeof entry === 'string') {
      log.debug({ address, why: entry }, 'connection turned away');
      socket.destroy();
      return;
    }
    if (held) socket.pause();
    const connection = new DeviceConnection(socket, entry, isSecure, connectionParts);
    connections.set(socket, connection);
    socket.on('close', () => {
      connections.delete(socket);
      book.closed(entry);
      left(connection);
      connection.ended();
    });
  };

  const tell = async (reason: string, where: string, bytes: Buffer, source = UNKNOWN): Promise<void> => {
    const receivedAt = (await clock.now()).toISOString();
    await sender.sendFault(source, bytes, { door: 'hj212', receivedAt, source, reason, where });
  };
  const tellGivenUp = async ({ readable, all, missing }: GivenUp): Promise<void> => {
    await Promise.all(readable.map((one) => sendJoined(sender, one)));
    await tell('PARTS_MISSING', `parts ${missing.join(', ')} never came`, all.bytes, all.mn);
  };
  const pass = async (): Promise<void> => {
    const now = performance.now();
    for (const connection of connections.values()) connection.passTime(now);
    for (const { address, notKept } of book.pass(now))
      await tell('FAULTS_NOT_KEPT', `${notKept} more of one minute, from ${address}`, Buffer.alloc(0));
    if (split.size > 0) for (const one of split.givenUp(await clock.now())) await tellGivenUp(one);
  };
  let passing: Promise<void> | null = null;
  const watch = setInterval(() => {
    passing ??= pass()
      .catch((why: unknown) => log.warn({ err: why }, 'could not look after the connections of devices'))
      .finally(() => (passing = null));
  }, LOOK_MS);

  const server = createServer({ noDelay: true }, (socket) => take(socket, false));
  const secure = await secureServer(config, (socket) => take(socket, true));
  const servers = secure ? [server, secure] : [server];
  for (const one of servers) one.maxConnections = config.HJ212_CONNECTIONS;
  const port = await listening(server, config.HJ212_PORT, config.HJ212_HOST);
  const securePort = secure && (await listening(secure, config.HJ212_TLS_PORT ?? 0, config.HJ212_HOST));
  return {
    port,
    securePort,
    hold: (isHeld) => {
      held = isHeld;
      for (const socket of connections.keys()) {
        if (isHeld) socket.pause();
        else if (sender.pending < config.HJ212_MOST_WAITING) socket.resume();
      }
    },
    close: async () => {
      clearInterval(watch);
      await passing;
      const closed = Promise.all(servers.map((one) => new Promise<void>((done) => one.close(() => done()))));
      for (const socket of connections.keys()) socket.destroySoon();
      setTimeout(() => [...connections.keys()].forEach((socket) => socket.destroy()), 2_000).unref();
      await closed;
    },
  };
};
