import fs from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { redisBinary } from './artifacts.mjs';

/** Redis in `folder`: every write in its append-only file, nothing evicted (BullMQ needs that), loopback only. */
export async function redis({ folder, port, isDurable, log }) {
  const binary = await redisBinary(log);
  const configFile = path.join(folder, 'redis.conf');

  async function prepare() {
    await fs.mkdir(path.join(folder, 'data'), { recursive: true });
    const settings = {
      bind: '127.0.0.1',
      port,
      dir: path.join(folder, 'data'),
      appendonly: 'yes',
      appendfsync: isDurable ? 'everysec' : 'no',
      save: '""',
      'maxmemory-policy': 'noeviction',
      'set-proc-title': 'no', // so that its command line keeps naming our folder
    };
    const lines = Object.entries(settings).map(
      ([name, value]) => `${name} ${name === 'dir' ? JSON.stringify(value) : value}\n`,
    );
    await fs.writeFile(configFile, lines.join(''));
  }

  function probe() {
    return new Promise((resolve) => {
      const socket = net.connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
      socket.setTimeout(2_000, () => socket.destroy());
      socket.once('data', (answer) => {
        resolve(answer.toString('latin1').startsWith('+PONG'));
        socket.destroy();
      });
      socket.once('error', () => resolve(false));
      socket.once('close', () => resolve(false));
    });
  }

  return {
    title: 'Redis',
    prepare,
    command: () => ({ command: binary, args: [configFile], options: { cwd: folder } }),
    probe,
    stopSignal: 'SIGTERM',
    url: `redis://127.0.0.1:${port}`,
  };
}
