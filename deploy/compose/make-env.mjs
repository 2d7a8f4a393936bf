/**
 * Writes the settings of docker-compose.yml with secrets made at random, once: a file that is there is left alone.
 *
 *   node deploy/compose/make-env.mjs [FILE]      .duban/compose.env unless a file is given
 */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const example = fileURLToPath(new URL('duban.env.example', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));
const file = path.resolve(process.argv[2] ?? path.join(root, '.duban', 'compose.env'));

/** A Kafka cluster id is 16 bytes; a leading dash would read as an option. */
const clusterId = () => randomBytes(16).toString('base64url').replace(/^-/, 'A');
const valueOf = (name) => (name === 'KAFKA_CLUSTER_ID' ? clusterId() : randomBytes(32).toString('hex'));

const text = fs.readFileSync(example, 'utf8').replace(/^([A-Z_]+)=$/gm, (_line, name) => `${name}=${valueOf(name)}`);
fs.mkdirSync(path.dirname(file), { recursive: true });
try {
  fs.writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
  console.log(`written: ${file}`);
} catch (error) {
  if (error.code !== 'EEXIST') throw error;
  console.log(`${file} is there already and was left alone`);
}
