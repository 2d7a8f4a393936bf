import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { numberedActs } from './issued-papers.js';
import type { SeasonSeen } from './season-seen.js';

/** What a file system would stumble over in a title. */
const UNSAFE = /[/\\:*?"<>|\s]+/g;

/** Copies every issued paper to `documents/<number> <title>.docx` beside the installation's data; answers the paths. */
export const copyPapers = async (season: SeasonSeen): Promise<string[]> => {
  const folder = join(season.dataDir, 'documents');
  mkdirSync(folder, { recursive: true });
  const paths: string[] = [];
  for (const act of await numberedActs(season)) {
    const path = join(folder, `${act.number} ${act.title.replaceAll(UNSAFE, '')}.docx`);
    writeFileSync(path, await season.doors.file(`/acts/${act.id}/document`));
    paths.push(path);
  }
  return paths;
};
