import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const GIB = 1024 ** 3;
const NEEDED_NODE = [20, 20];
const NEEDED_JAVA = 17;
const NEEDED_DISK_GIB = 2;

/** Something a person has to mend before we can start. Its message is one sentence that says what to do; entry scripts print it without a stack and exit 1. */
export class Missing extends Error {}

/** Throws `Missing` where this Node is older than package.json's `engines` allows. */
export function requireNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < NEEDED_NODE[0] || (major === NEEDED_NODE[0] && minor < NEEDED_NODE[1]);
  if (isOld)
    throw new Missing(
      `Duban needs Node ${NEEDED_NODE.join('.')} or newer and this is ${version}: install a newer Node.`,
    );
}

/** Path of a `java` of version 17 or newer, from JAVA_HOME or else PATH. */
export async function requireJava() {
  const java = process.env.JAVA_HOME ? path.join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
  const printed = await run(java, ['-version']).then(
    ({ stdout, stderr }) => stdout + stderr,
    () => undefined,
  );
  if (printed === undefined) {
    const where = process.env.JAVA_HOME ? `in JAVA_HOME (${process.env.JAVA_HOME})` : 'on PATH';
    throw new Missing(
      `Kafka needs Java ${NEEDED_JAVA} or newer and none was found ${where}: install a JDK or JRE ${NEEDED_JAVA}.`,
    );
  }
  const [, first = '0', second = '0'] = /version "(\d+)(?:\.(\d+))?/.exec(printed) ?? [];
  const major = Number(first === '1' ? second : first);
  if (major < NEEDED_JAVA)
    throw new Missing(
      `Kafka needs Java ${NEEDED_JAVA} or newer and ${java} is version ${major}: install a JDK or JRE ${NEEDED_JAVA}.`,
    );
  return java;
}

/** Throws `Missing` where Maven, which fetches Kafka and Redis once, is not on PATH. */
export async function requireMaven() {
  try {
    await run('mvn', ['-version']);
  } catch {
    throw new Missing(
      'Maven fetches Kafka and Redis on the first start and was not found on PATH: install Maven (the command mvn).',
    );
  }
}

/** Throws `Missing` where the file system holding `folder` has less than 2 GiB left. */
export async function requireDisk(folder) {
  const { bavail, bsize } = await fs.statfs(folder);
  const free = (bavail * bsize) / GIB;
  if (free < NEEDED_DISK_GIB) {
    throw new Missing(
      `${folder} has ${free.toFixed(1)} GiB of free disk and Duban needs ${NEEDED_DISK_GIB}: free some space or choose another folder with --data DIR.`,
    );
  }
}

/** Runs an entry script: a `Missing` becomes one line on stderr, any other error its stack; both exit with 1. */
export async function runEntry(main) {
  try {
    requireNode();
    await main();
  } catch (error) {
    console.error(error instanceof Missing ? error.message : error);
    process.exit(1);
  }
}
