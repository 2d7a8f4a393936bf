import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface TestProxy {
  /** The target's address with the proxy's host and port. */
  readonly url: string;
  /** Breaks every connection and refuses new ones. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  stop(): Promise<void>;
}

/** Stands before a server, so that a spec can take it away and give it back without touching the server itself. */
export const testProxy = async (target: string): Promise<TestProxy> => {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((inner) => {
    const outer = connect({ host: hostname, port: Number(port) });
    for (const [socket, other] of [
      [keep(inner), outer],
      [keep(outer), inner],
    ] as const) {
      socket.pipe(other);
      socket.on('error', () => other.destroy());
    }
  });
  const listen = (on: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(on, '127.0.0.1', resolve);
    });
  await listen(0);
  const own = (server.address() as AddressInfo).port;
  const cut = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return {
    url: Object.assign(new URL(target), { host: `127.0.0.1:${own}` }).href,
    cut,
    mend: () => listen(own),
    stop: () => (server.listening ? cut() : Promise.resolve()),
  };
};
