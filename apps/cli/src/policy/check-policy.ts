import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { checkPack } from '#libs/policy/check-pack.js';
import { faultText } from '#libs/policy/pack-file.js';
import { FileFault, requireFolder } from '../file-fault.js';

const HEAD = 'pack.yaml';

/**
 * `duban policy check`: says every fault of a pack, and how many there are. Answers the exit code: 0, or 1 where something
 * is wrong. Throws a FileFault where there is no such folder, or no pack in it.
 */
export const checkPolicy = async (dir: string, say: (line: string) => void): Promise<0 | 1> => {
  await requireFolder(dir);
  await access(join(dir, HEAD)).catch(() => {
    throw new FileFault(dir, `no pack: there is no ${HEAD} in this folder`);
  });
  const faults = await checkPack(dir);
  for (const fault of faults) say(faultText(fault));
  say(
    `${dir}: ${faults.length === 0 ? 'nothing is wrong' : faults.length === 1 ? 'one fault' : `${faults.length} faults`}`,
  );
  return faults.length === 0 ? 0 : 1;
};
