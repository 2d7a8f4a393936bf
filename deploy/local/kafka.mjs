import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { kafkaJars } from './artifacts.mjs';
import { requireJava } from './requirements.mjs';

const run = promisify(execFile);
const METADATA = 3;
const FIND_COORDINATOR = 10;
/** A consumer group that exists only as a question, so that the broker makes its offsets topic before the first real group asks. */
const READINESS_GROUP = Buffer.from('duban-readiness');

const LOGGING = `<?xml version="1.0" encoding="UTF-8"?>
<Configuration status="WARN" shutdownHook="disable">
  <Appenders><Console name="out"><PatternLayout pattern="%d{ISO8601}{UTC} %-5p %c{1} %m%n"/></Console></Appenders>
  <Loggers><Root level="WARN"><AppenderRef ref="out"/></Root><Logger name="kafka.server.KafkaRaftServer" level="INFO"/></Loggers>
</Configuration>
`;

/** Settings of one node that is broker and controller at once; comments say why where a value is not plain. */
function settingsOf({ port, controllerPort, dataFolder }) {
  const forever = '9223372036854775807';
  return {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'log.dirs': dataFolder,
    // How long a killed broker's name stays taken: a start after kill -9 waits this long.
    'broker.session.timeout.ms': 5_000,
    'broker.heartbeat.interval.ms': 1_000,
    'auto.create.topics.enable': false,
    'group.initial.rebalance.delay.ms': 0,
    'default.replication.factor': 1,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    // Evidence points at records by position, and records may carry times of a played season: nothing expires, no time is refused.
    'log.retention.ms': -1,
    'log.message.timestamp.before.max.ms': forever,
    'log.message.timestamp.after.max.ms': forever,
    // Small heap: the default of 128 MiB for compaction would be a quarter of it.
    'log.cleaner.dedupe.buffer.size': 16 * 1024 ** 2,
    // Tests delete many topics.
    'file.delete.delay.ms': 1_000,
    'log.segment.delete.delay.ms': 1_000,
  };
}

/** Sends one Kafka request (header version 1) and returns the body of the answer. */
function ask(port, apiKey, version, body) {
  const header = Buffer.alloc(14);
  header.writeInt16BE(apiKey, 4);
  header.writeInt16BE(version, 6);
  header.writeInt32BE(1, 8); // correlation id
  header.writeInt16BE(-1, 12); // no client id
  header.writeInt32BE(10 + body.length, 0);
  return new Promise((resolve, reject) => {
    let answer = Buffer.alloc(0);
    const socket = net.connect(port, '127.0.0.1', () => socket.write(Buffer.concat([header, body])));
    socket.setTimeout(2_000, () => socket.destroy());
    socket.on('data', (chunk) => {
      answer = Buffer.concat([answer, chunk]);
      if (answer.length < 4 || answer.length < 4 + answer.readInt32BE(0)) return;
      resolve(answer.subarray(8));
      socket.destroy();
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('closed')));
  });
}

/** Kafka in `folder`: a single KRaft node of 512 MiB heap on the loopback address. */
export async function kafka({ folder, port, controllerPort, log }) {
  const java = await requireJava();
  const jars = await kafkaJars(log);
  const dataFolder = path.join(folder, 'data');
  const configFile = path.join(folder, 'server.properties');
  const loggingFile = path.join(folder, 'log4j2.xml');
  const jvm = [`-Dlog4j2.configurationFile=${loggingFile}`, '-cp', path.join(jars, '*')];

  async function prepare() {
    await fs.mkdir(dataFolder, { recursive: true });
    const settings = settingsOf({ port, controllerPort, dataFolder });
    await fs.writeFile(
      configFile,
      Object.entries(settings)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );
    await fs.writeFile(loggingFile, LOGGING);
    const isFormatted = await fs.access(path.join(dataFolder, 'meta.properties')).then(
      () => true,
      () => false,
    );
    if (isFormatted) return;
    const clusterId = randomBytes(16).toString('base64url').replace(/^-/, 'A'); // a leading dash would read as an option
    await run(java, ['-Xmx128m', ...jvm, 'kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', configFile]);
  }

  /** True once the broker names itself as live and as coordinator of a group. */
  async function probe() {
    try {
      const metadata = await ask(port, METADATA, 1, Buffer.alloc(4));
      if (metadata.readInt32BE(0) < 1) return false;
      const length = Buffer.alloc(2);
      length.writeInt16BE(READINESS_GROUP.length);
      const coordinator = await ask(port, FIND_COORDINATOR, 0, Buffer.concat([length, READINESS_GROUP]));
      return coordinator.readInt16BE(0) === 0;
    } catch {
      return false;
    }
  }

  return {
    title: 'Kafka',
    prepare,
    command: () => ({
      command: java,
      args: [
        '-Xms256m',
        '-Xmx512m',
        '-XX:+UseSerialGC',
        '-XX:TieredStopAtLevel=1',
        '-XX:+ExitOnOutOfMemoryError',
        ...jvm,
        'kafka.Kafka',
        configFile,
      ],
      options: { cwd: folder },
    }),
    probe,
    stopSignal: 'SIGTERM',
    url: `127.0.0.1:${port}`,
  };
}
