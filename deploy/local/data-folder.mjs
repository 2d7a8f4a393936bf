import fs from 'node:fs/promises';
import path from 'node:path';
import { identify } from './processes.mjs';
import { Missing } from './requirements.mjs';

const holderFile = (home) => path.join(home, 'holder.pid');

/** Id of the live process, other than this one, that runs a system over this folder; or 0. */
export async function holderOf(home) {
  const held = await fs.readFile(holderFile(home), 'utf8').catch(() => '');
  const pid = Number.parseInt(held, 10);
  return pid > 0 && pid !== process.pid && (await identify(pid)) === held.trim() ? pid : 0;
}

/** Marks the data folder as ours until the returned function is called; refuses where a live process holds it. */
export async function holdFolder(home) {
  await fs.mkdir(home, { recursive: true });
  const holder = await holderOf(home);
  if (holder) {
    throw new Missing(`${home} is in use by process ${holder}: stop it first, or start with another --data DIR.`);
  }
  await fs.writeFile(holderFile(home), `${await identify(process.pid)}\n`);
  return () => fs.rm(holderFile(home), { force: true });
}
