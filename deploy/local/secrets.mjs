import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';

/**
 * Passwords and keys of one data folder, in `secrets.json` (mode 0600), made at random when first asked for.
 * Returns `secret(name)`: 64 hexadecimal digits, the same at every call and every start.
 */
export async function openSecrets(dataDir) {
  const file = path.join(dataDir, 'secrets.json');
  const kept = await fs.readFile(file, 'utf8').then(JSON.parse, (error) => {
    if (error.code === 'ENOENT') return {};
    throw error;
  });
  return async function secret(name) {
    if (kept[name] === undefined) {
      kept[name] = randomBytes(32).toString('hex');
      await fs.writeFile(`${file}.new`, JSON.stringify(kept, null, 2), { mode: 0o600 });
      await fs.rename(`${file}.new`, file);
    }
    return kept[name];
  };
}
