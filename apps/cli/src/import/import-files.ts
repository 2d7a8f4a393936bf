import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { requireFile } from '../file-fault.js';
import { GatewayClient } from '../season/gateway-client.js';
import { progressBar } from '../season/progress-bar.js';

export interface ImportOptions {
  readonly layout?: string;
  /** Id of a saved mapping, instead of a layout. */
  readonly mapping?: string;
  readonly dataState: string;
  readonly province?: string;
  readonly reason?: string;
  readonly dryRun: boolean;
  readonly takeRest: boolean;
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

interface ImportSeen {
  readonly id: string;
  readonly state: string;
  readonly progress: number;
  readonly failure: string | null;
  readonly rowsRead: number;
  readonly rowsRefused: number;
  readonly rowsTaken: number;
  readonly rowsChanged: number;
  readonly repeatOf: string | null;
}
interface RefusedPage {
  readonly items: readonly { readonly line: number; readonly column: string; readonly reason: string }[];
}

const LOOK_AGAIN_MS = 300;
/** Rows not taken that are told one by one; all of them are under `/imports/{id}/refused`. */
const TOLD_ROWS = 20;
const UNDER_WAY = ['waiting', 'checking', 'sending', 'sent', 'assessing'];

const wordsOf = (seen: ImportSeen): string => {
  const counts = `${seen.rowsRead} rows read, ${seen.rowsRefused} not right`;
  switch (seen.state) {
    case 'checked':
      return `dry run: ${counts}; nothing was taken`;
    case 'refused':
      return `${counts}: nothing was taken, --take-rest takes the others`;
    case 'taken': {
      const repeated = seen.repeatOf === null ? '' : `, repeats import ${seen.repeatOf}`;
      return `${counts}, ${seen.rowsTaken} taken, ${seen.rowsChanged} new or corrected${repeated}`;
    }
    default:
      return seen.failure ?? seen.state;
  }
};

/** Imports one file and waits for its end. Answers whether every row was right and, but for a dry run, taken. */
const importFile = async (client: GatewayClient, file: string, options: ImportOptions): Promise<boolean> => {
  const { user, layout, mapping: mappingId, dataState, province, reason, dryRun, takeRest } = options;
  const name = basename(file);
  const form = new FormData();
  form.append('file', await openAsBlob(file), name);
  const { sha256 } = await client.call<{ sha256: string }>(user, 'POST', '/api/files', { form });
  const body = { fileSha256: sha256, fileName: name, layout, mappingId, dataState, province, reason, dryRun, takeRest };
  const draw = progressBar(name);
  let seen = await client.call<ImportSeen>(user, 'POST', '/api/imports', { body });
  while (UNDER_WAY.includes(seen.state)) {
    draw(seen.progress / 100, `${seen.rowsRead} rows`);
    await pause(LOOK_AGAIN_MS);
    seen = await client.call<ImportSeen>(user, 'GET', `/api/imports/${seen.id}`);
  }
  draw(1, `${seen.rowsRead} rows`);
  console.log(`${file}: import ${seen.id}: ${wordsOf(seen)}`);
  if (seen.rowsRefused > 0) {
    const { items } = await client.call<RefusedPage>(user, 'GET', `/api/imports/${seen.id}/refused?limit=${TOLD_ROWS}`);
    for (const { line, column, reason } of items) console.error(`${file}: row ${line}, column ${column}: ${reason}`);
    if (seen.rowsRefused > items.length) console.error(`${file}: ${seen.rowsRefused - items.length} more rows`);
  }
  return seen.rowsRefused === 0 && (seen.state === 'taken' || seen.state === 'checked');
};

/**
 * `duban import`: files one after the other, each an import of its own. Answers the exit code: 0, or 2 where a row or a
 * file was not right. Throws a FileFault, before anything is sent, where a file is missing, a folder or empty.
 */
export const importFiles = async (files: readonly string[], options: ImportOptions): Promise<0 | 2> => {
  const client = new GatewayClient(options.url, { [options.user]: options.password });
  for (const file of files) await requireFile(file);
  let isAllRight = true;
  for (const file of files) isAllRight = (await importFile(client, file, options)) && isAllRight;
  return isAllRight ? 0 : 2;
};
