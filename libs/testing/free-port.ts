import { createServer, type AddressInfo } from 'node:net';

/** A port of the loopback address that was free a moment ago, for a process that cannot pick one itself. */
export const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => done(port));
    });
  });
