import { execFile, spawn } from 'node:child_process';
import fs from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { postgresBinaries } from './artifacts.mjs';
import { Missing } from './requirements.mjs';

const run = promisify(execFile);
const SUPERUSER = 'postgres';
const DATABASE = 'duban';

/** Whether everybody may enter `folder` and all folders above it. */
async function isOpenToAll(folder) {
  const { mode } = await fs.stat(folder);
  if ((mode & 0o001) === 0) return false;
  const parent = path.dirname(folder);
  return parent === folder || isOpenToAll(parent);
}

/**
 * PostgreSQL refuses to run as root. For root, returns the user to run as (`postgres` where there is one, else `nobody`) and how:
 * by user id, or through setpriv with the one capability that lets that user enter folders closed to others (a clone in a closed home folder).
 */
async function unprivileged(folders) {
  if (process.getuid?.() !== 0) return { wrap: (command, args) => [command, args], options: {} };
  const users = (await fs.readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (!user)
    throw new Missing(
      'PostgreSQL does not run as root and there is no user postgres or nobody: add one, or start as an ordinary user.',
    );
  const [uid, gid] = [Number(user[2]), Number(user[3])];
  const reachable = await Promise.all(folders.map(isOpenToAll));
  if (!reachable.includes(false)) return { uid, gid, wrap: (command, args) => [command, args], options: { uid, gid } };
  // Without no_setuid_fixup access(2), with which initdb looks for its own program, would not count the capability.
  const capability = [
    '--inh-caps=-all,+dac_override',
    '--ambient-caps=-all,+dac_override',
    '--securebits=+no_setuid_fixup',
  ];
  const setpriv = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...capability, '--'];
  const tests = folders.map((folder) => run('setpriv', [...setpriv, 'test', '-x', folder]));
  await Promise.all(tests).catch(() => {
    throw new Missing(
      `PostgreSQL does not run as root and the user ${user[0]} may not enter ${folders.join(' or ')}: start as an ordinary user, or use a folder open to others.`,
    );
  });
  return { uid, gid, wrap: (command, args) => ['setpriv', [...setpriv, command, ...args]], options: {} };
}

/** Runs a single-user server and hands it statements, one per line; the package has no psql. */
async function runSingleUser({ as, folder, dataFolder, statements }) {
  const [command, args] = as.wrap(path.join(folder, 'bin', 'postgres'), ['--single', '-D', dataFolder, SUPERUSER]);
  const child = spawn(command, args, { ...as.options, stdio: ['pipe', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => (said += chunk));
  child.stdin.end(statements.map((statement) => `${statement}\n`).join(''));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0 || said.includes('ERROR'))
    throw new Error(`PostgreSQL could not create the database ${DATABASE}: ${said}`);
}

/**
 * PostgreSQL in `folder`: UTF-8, code-point order (the same on every system), UTC, password sign-in with scram-sha-256.
 * `isDurable: false` trades safety under power loss for speed (tests).
 */
export async function postgres({ folder: serverDir, port, password, isDurable }) {
  const { folder, majorVersion } = await postgresBinaries();
  const dataFolder = path.join(serverDir, 'data');
  await fs.mkdir(serverDir, { recursive: true });
  const as = await unprivileged([path.join(folder, 'bin'), serverDir]);
  if (as.uid !== undefined) await fs.chown(serverDir, as.uid, as.gid);

  async function prepare() {
    const madeBy = await fs.readFile(path.join(dataFolder, 'PG_VERSION'), 'utf8').catch(() => undefined);
    if (madeBy !== undefined) {
      if (madeBy.trim() === majorVersion) return;
      throw new Missing(
        `${dataFolder} was made by PostgreSQL ${madeBy.trim()} and this is ${majorVersion}: move that folder away, or start with another --data DIR.`,
      );
    }
    const fresh = `${dataFolder}.new`; // renamed when complete, so a start that was cut short is simply repeated
    const passwordFile = path.join(serverDir, 'password');
    await fs.rm(fresh, { recursive: true, force: true });
    await fs.writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    if (as.uid !== undefined) await fs.chown(passwordFile, as.uid, as.gid);
    try {
      const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
      const identity = [`--username=${SUPERUSER}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
      const [command, args] = as.wrap(path.join(folder, 'bin', 'initdb'), [
        `--pgdata=${fresh}`,
        ...identity,
        ...locale,
        ...(isDurable ? [] : ['--no-sync']),
      ]);
      await run(command, args, as.options);
    } finally {
      await fs.rm(passwordFile, { force: true });
    }
    await runSingleUser({ as, folder, dataFolder: fresh, statements: [`CREATE DATABASE ${DATABASE}`] });
    await fs.rename(fresh, dataFolder);
  }

  function command() {
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      port,
      max_connections: 300,
      shared_buffers: '256MB',
      max_wal_size: '2GB',
      timezone: 'UTC',
      log_timezone: 'UTC',
      log_checkpoints: 'off',
      jit: 'off', // compiling costs more than our short statements
      ...(isDurable ? {} : { fsync: 'off', full_page_writes: 'off' }),
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const [program, args] = as.wrap(path.join(folder, 'bin', 'postgres'), ['-D', dataFolder, ...flags]);
    return { command: program, args, options: { ...as.options, cwd: serverDir } };
  }

  /** Says hello in the wire protocol; a server that answers by asking for the password accepts connections. */
  function probe() {
    const names = Buffer.from(`user\0${SUPERUSER}\0database\0${DATABASE}\0\0`);
    const hello = Buffer.alloc(8);
    hello.writeInt32BE(8 + names.length, 0);
    hello.writeInt32BE(196_608, 4); // protocol 3.0
    return new Promise((resolve) => {
      const socket = net.connect(port, '127.0.0.1', () => socket.write(Buffer.concat([hello, names])));
      socket.setTimeout(2_000, () => socket.destroy());
      socket.once('data', (answer) => {
        resolve(answer.toString('latin1', 0, 1) === 'R');
        socket.destroy();
      });
      socket.once('error', () => resolve(false));
      socket.once('close', () => resolve(false));
    });
  }

  return {
    title: 'PostgreSQL',
    prepare,
    command,
    probe,
    stopSignal: 'SIGINT', // "fast": open transactions are rolled back, then a checkpoint
    url: `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/${DATABASE}`,
  };
}
